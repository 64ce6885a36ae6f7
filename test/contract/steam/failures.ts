/** What goes wrong: each request ends in one completion, with a code, a phase and a sentence. */
import assert from 'node:assert/strict';
import { SteamHTTP, type HTTPOptions, type HTTPRequestErrorCode, type HTTPRequestPhase } from '#src/steam/index.js';
import type { Contract, ContractCase } from '../contract.js';
import { get, untilCompleted, until, withSteam } from './driving.js';
import { control, siteState, untilHeld, type SteamEnvironment } from './environment.js';

interface Expected {
  readonly code: HTTPRequestErrorCode;
  readonly phase: HTTPRequestPhase;
  readonly status: number;
}

interface Fault extends Expected {
  readonly title: string;
  readonly path: string;
  /** What a browser makes of it, where it tells pages less. */
  readonly web?: Expected;
  readonly options?: HTTPOptions;
}

const unknown: Expected = { code: 'CONNECT_FAILED', phase: 'connect', status: 0 };
const broken: Expected = { code: 'TRUNCATED', phase: 'body', status: 200 };

const faults: readonly Fault[] = [
  {
    title: 'a close before the response',
    path: 'gone',
    code: 'CONNECTION_LOST',
    phase: 'first byte',
    status: 0,
    web: unknown,
  },
  { title: 'a body that is cut off', path: 'short', ...broken },
  { title: 'a chunked body that is cut off', path: 'unended', ...broken },
  {
    title: 'a body that is no gzip',
    path: 'badgzip',
    code: 'DECODE_FAILED',
    phase: 'decode',
    status: 200,
    web: broken,
  },
  {
    title: 'a redirect to file:',
    path: 'redirect/1?to=file:///etc/passwd',
    code: 'BAD_REDIRECT',
    phase: 'redirect',
    status: 302,
    web: unknown,
  },
  {
    title: 'a body that is larger than allowed',
    path: 'bytes/100001',
    code: 'BODY_TOO_LARGE',
    phase: 'body',
    status: 200,
    options: { maxBodySize: 100_000 },
  },
  {
    title: 'a body of unknown length that is larger than allowed',
    path: 'bytes/100001?chunked',
    code: 'BODY_TOO_LARGE',
    phase: 'body',
    status: 200,
    options: { maxBodySize: 100_000 },
  },
];

const faultCase = ({ title, path, options, web, ...usual }: Fault): ContractCase<SteamEnvironment> => ({
  title: `${title} fails with ${usual.code}`,
  run: (environment) =>
    withSteam(async (steam) => {
      const expected = environment.web ? (web ?? usual) : usual;
      const { handle, success, status, size } = await get(steam, `${environment.url}/${path}`);
      const error = steam.getHTTPRequestError(handle)!;
      assert.deepEqual([error.code, error.phase], [expected.code, expected.phase]);
      assert.deepEqual([success, status, size], [false, expected.status, 0]);
      assert.ok(error.message.startsWith(`GET ${environment.url}/${path}: `), error.message);
      assert.equal(steam.getHTTPRequestWasTimedOut(handle), false);
      assert.equal(steam.getHTTPResponseBodyData(handle, 0).length, 0);
      assert.equal(steam.getHTTPResponseHeaders(handle).length > 0, expected.status !== 0);
      assert.notEqual(steam.getHTTPRequestTimings(handle), null);
    }, options),
});

export const failures: Contract<SteamEnvironment> = {
  title: 'failures',
  cases: [
    ...faults.map(faultCase),
    {
      title: 'nobody listening fails with CONNECT_FAILED',
      run: ({ nobody }) =>
        withSteam(async (steam) => {
          for (const streaming of [false, true]) {
            const { handle, success, status } = await get(steam, nobody, streaming);
            assert.deepEqual([success, status], [false, 0]);
            const { code, phase, message } = steam.getHTTPRequestError(handle)!;
            assert.deepEqual([code, phase], ['CONNECT_FAILED', 'connect']);
            assert.ok(message.startsWith(`GET ${nobody}`), message);
          }
        }),
    },
    {
      title: 'cut gzip never ends as a short success',
      run: ({ url }) =>
        withSteam(async (steam) => {
          const { handle, success, size } = await get(steam, `${url}/cutgzip`);
          assert.deepEqual([success, size], [false, 0]);
          assert.match(steam.getHTTPRequestError(handle)!.code, /^(TRUNCATED|DECODE_FAILED)$/);
        }),
      notOnTheWeb: 'Chromium takes a gzip that ends early for a whole one, and tells nobody',
    },
    {
      title: 'the limit for bodies is not for streamed ones',
      run: ({ url }) =>
        withSteam(
          async (steam) => {
            const { success, size } = await get(steam, `${url}/bytes/300000`, true);
            assert.deepEqual([success, size], [true, 300_000]);
          },
          { maxBodySize: 1000 },
        ),
    },
    {
      title: 'a failed request leaves its turn to the next',
      run: ({ url, nobody }) =>
        withSteam(
          async (steam) => {
            const [failing, next] = [nobody, `${url}/status/200`].map((where) => steam.createHTTPRequest(1, where));
            for (const handle of [failing!, next!]) steam.sendHTTPRequest(handle);
            const ended = await untilCompleted(steam, failing!, next!);
            assert.deepEqual(
              ended.map(({ success }) => success),
              [false, true],
            );
          },
          { maxConnections: 1 },
        ),
    },
  ],
};

/** Sends a GET to an answer that does not come, with these timeouts; gives how it ended. */
function stalled(
  title: string,
  path: string,
  setUp: (steam: SteamHTTP, handle: number) => void,
  expected: { readonly phase: HTTPRequestPhase; readonly status: number },
): ContractCase<SteamEnvironment> {
  return {
    title,
    run: (environment) =>
      withSteam(async (steam) => {
        const handle = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_GET, `${environment.url}/${path}`);
        setUp(steam, handle);
        steam.sendHTTPRequest(handle);
        const [ended] = await untilCompleted(steam, handle);
        assert.deepEqual(ended, { handle, success: false, status: expected.status, size: 0 });
        const { code, phase } = steam.getHTTPRequestError(handle)!;
        assert.deepEqual([code, phase], ['TIMED_OUT', expected.phase]);
        assert.equal(steam.getHTTPRequestWasTimedOut(handle), true);
        await until('the server to hear of it', async () => {
          steam.run_callbacks();
          return (await siteState(environment)).open === 0 ? true : undefined;
        });
      }),
  };
}

export const timeouts: Contract<SteamEnvironment> = {
  title: 'timeouts',
  cases: [
    stalled(
      'the absolute timeout ends a request whose head does not come',
      'hold/a',
      (steam, handle) => steam.setHTTPRequestAbsoluteTimeoutMS(handle, 100),
      { phase: 'first byte', status: 0 },
    ),
    stalled(
      'the absolute timeout ends a request whose body does not come',
      'hold/a?head&length=10',
      (steam, handle) => steam.setHTTPRequestAbsoluteTimeoutMS(handle, 300),
      { phase: 'body', status: 200 },
    ),
    stalled(
      'the network activity timeout ends a request whose head does not come',
      'hold/a',
      (steam, handle) => steam.setHTTPRequestNetworkActivityTimeout(handle, 1),
      { phase: 'first byte', status: 0 },
    ),
    stalled(
      'the network activity timeout ends a request whose body does not come',
      'hold/a?head&length=10',
      (steam, handle) => steam.setHTTPRequestNetworkActivityTimeout(handle, 1),
      { phase: 'body', status: 200 },
    ),
    {
      title: 'the absolute timeout runs in the queue as well, and the network activity timeout does not',
      run: (environment) =>
        withSteam(
          async (steam) => {
            const { url } = environment;
            const running = steam.createHTTPRequest(1, `${url}/hold/a`);
            steam.sendHTTPRequest(running);
            await untilHeld(environment, steam, 'a');
            const hasty = steam.createHTTPRequest(1, `${url}/status/200/hasty`);
            steam.setHTTPRequestAbsoluteTimeoutMS(hasty, 1200);
            const patient = steam.createHTTPRequest(1, `${url}/status/200/patient`);
            steam.setHTTPRequestNetworkActivityTimeout(patient, 1);
            for (const handle of [hasty, patient]) steam.sendHTTPRequest(handle);
            await untilCompleted(steam, hasty);
            const { code, phase } = steam.getHTTPRequestError(hasty)!;
            assert.deepEqual([code, phase], ['TIMED_OUT', 'queue']);
            await control(environment, 'release', 'a');
            const [ended] = await untilCompleted(steam, patient);
            assert.equal(ended!.success, true);
            assert.ok(!(await siteState(environment)).log.some((line) => line.includes('hasty')));
          },
          { maxConnections: 1 },
        ),
    },
    {
      title: 'a streamed request is not quiet while the program does not take what is there',
      run: ({ url }) =>
        withSteam(async (steam) => {
          const handle = steam.createHTTPRequest(1, `${url}/flood/${32 * 1024 * 1024}`);
          steam.setHTTPRequestNetworkActivityTimeout(handle, 1);
          steam.sendHTTPRequestAndStreamResponse(handle);
          steam.run_callbacks();
          // Longer than the timeout: a wait for time is what this is about.
          await new Promise((resolve) => setTimeout(resolve, 1500));
          const [ended] = await untilCompleted(steam, handle);
          assert.deepEqual([ended!.success, ended!.size], [true, 32 * 1024 * 1024]);
        }),
    },
  ],
};
