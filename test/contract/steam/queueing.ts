/** The waiting queue: order, limits, release and close. */
import assert from 'node:assert/strict';
import { SteamHTTP, type HTTPOptions } from '#src/steam/index.js';
import { nextTurn } from '../../support/next-turn.js';
import type { Contract } from '../contract.js';
import { get, until, untilCompleted, withSteam } from './driving.js';
import { control, siteState, untilHeld, type SteamEnvironment } from './environment.js';

const { HTTP_METHOD_GET } = SteamHTTP;

function sendGet(steam: SteamHTTP, url: string): number {
  const handle = steam.createHTTPRequest(HTTP_METHOD_GET, url);
  assert.equal(steam.sendHTTPRequest(handle), true);
  return handle;
}

const paths = (log: readonly string[]): string[] => log.map((line) => line.split('/').at(-1)!);

/**
 * Another instance's request goes the same way: when it is answered, all that was asked for before it has arrived where requests
 * are carried.
 */
const arrival = ({ url }: SteamEnvironment): Promise<void> =>
  withSteam(async (steam) => {
    await get(steam, `${url}/status/200/arrival`);
  });

/** Sends four requests that the server holds, and looks how many of them it has at a time. */
const keepsTo = (environment: SteamEnvironment, options: HTTPOptions, limit: number): Promise<void> =>
  withSteam(async (steam) => {
    let completed = 0;
    steam.http_request_completed.connect((_handle, _context, success) => {
      if (success) completed++;
    });
    const names = ['a', 'b', 'c', 'd'];
    for (const name of names) sendGet(steam, `${environment.url}/hold/${name}`);
    await untilHeld(environment, steam, ...names.slice(0, limit));
    for (let i = 0; i < 10; i++) await nextTurn();
    assert.equal((await siteState(environment)).open, limit);
    for (const name of names) {
      await untilHeld(environment, steam, name);
      await control(environment, 'release', name);
    }
    await until('four completions', () => {
      steam.run_callbacks();
      return completed === 4 ? true : undefined;
    });
  }, options);

export const queueing: Contract<SteamEnvironment> = {
  title: 'the waiting queue',
  cases: [
    {
      title: 'is first in, first out, but for what is prioritized or deferred',
      run: (environment) =>
        withSteam(
          async (steam) => {
            const { url } = environment;
            const first = sendGet(steam, `${url}/hold/first`);
            await untilHeld(environment, steam, 'first');
            const [b, c, d, e] = ['b', 'c', 'd', 'e'].map((name) => sendGet(steam, `${url}/status/200/${name}`)) as [
              number,
              number,
              number,
              number,
            ];
            assert.equal(steam.prioritizeHTTPRequest(e), true);
            assert.equal(steam.deferHTTPRequest(b), true);
            assert.equal(steam.deferHTTPRequest(first), true, 'under way: no effect');
            assert.equal(steam.prioritizeHTTPRequest(d), true);
            await arrival(environment);
            await control(environment, 'release', 'first');
            await untilCompleted(steam, first, b, c, d, e);
            assert.deepEqual(paths((await siteState(environment)).log), ['first', 'arrival', 'd', 'e', 'c', 'b']);
            assert.equal(steam.deferHTTPRequest(c), true, 'complete: no effect');
          },
          { maxConnections: 1 },
        ),
    },
    {
      title: 'keeps to the limit in all',
      run: (environment) => keepsTo(environment, { maxConnections: 2 }, 2),
    },
    {
      title: 'keeps to the limit for one origin',
      run: (environment) => keepsTo(environment, { maxConnectionsPerOrigin: 3 }, 3),
    },
    {
      title: 'lets waiting requests go when the limit is raised',
      run: (environment) =>
        withSteam(
          async (steam) => {
            const handles = ['a', 'b', 'c'].map((name) => sendGet(steam, `${environment.url}/hold/${name}`));
            await untilHeld(environment, steam, 'a');
            steam.configureHTTP({ maxConnections: 3 });
            await untilHeld(environment, steam, 'a', 'b', 'c');
            for (const name of ['a', 'b', 'c']) await control(environment, 'release', name);
            await untilCompleted(steam, ...handles);
          },
          { maxConnections: 1 },
        ),
    },
    {
      title: 'holds 1,000 requests at once, and all complete',
      run: ({ url }) =>
        withSteam(async (steam) => {
          let sum = 0;
          steam.http_request_completed.connect((handle, context, success) => {
            if (success) sum += Number(context);
            steam.releaseHTTPRequest(handle);
          });
          const handles = Array.from({ length: 1000 }, (_, i) => {
            const handle = steam.createHTTPRequest(HTTP_METHOD_GET, `${url}/status/200/${i}`);
            steam.setHTTPRequestContextValue(handle, i);
            steam.sendHTTPRequest(handle);
            return handle;
          });
          assert.equal((await untilCompleted(steam, ...handles)).length, 1000);
          assert.equal(sum, (1000 * 999) / 2);
        }),
    },
    {
      title: 'forgets a released request, and breaks off one that is under way',
      run: (environment) =>
        withSteam(
          async (steam) => {
            const { url } = environment;
            const running = sendGet(steam, `${url}/hold/running`);
            const waiting = sendGet(steam, `${url}/status/200/waiting`);
            const last = sendGet(steam, `${url}/status/200/last`);
            await untilHeld(environment, steam, 'running');
            assert.equal(steam.releaseHTTPRequest(waiting), true);
            assert.equal(steam.releaseHTTPRequest(running), true);
            const [ended] = await untilCompleted(steam, last);
            assert.equal(ended!.success, true);
            await until('the connection to close', async () => {
              steam.run_callbacks();
              const { open, log } = await siteState(environment);
              assert.deepEqual(paths(log), ['running', 'last']);
              return open === 0 ? true : undefined;
            });
          },
          { maxConnections: 1 },
        ),
    },
    {
      title: 'ends with close(), which breaks everything off; a later request starts anew',
      run: (environment) =>
        withSteam(
          async (steam) => {
            const { url } = environment;
            let heard = 0;
            steam.http_request_completed.connect(() => heard++);
            const handles = ['a', 'b'].map((name) => sendGet(steam, `${url}/hold/${name}`));
            sendGet(steam, `${url}/status/200/never`);
            await untilHeld(environment, steam, 'a', 'b');
            steam.close();
            assert.equal(steam.releaseHTTPRequest(handles[0]!), false);
            await until('the connections to close', async () => {
              steam.run_callbacks();
              return (await siteState(environment)).open === 0 ? true : undefined;
            });
            assert.equal(heard, 0);
            const ended = await get(steam, `${url}/status/200/again`);
            assert.deepEqual([ended.success, heard], [true, 1]);
            assert.deepEqual(paths((await siteState(environment)).log).sort(), ['a', 'again', 'b']);
          },
          { maxConnections: 2 },
        ),
    },
    {
      title: 'two instances have limits of their own',
      run: (environment) =>
        withSteam(
          (one) =>
            withSteam(
              async (other) => {
                const held = sendGet(one, `${environment.url}/hold/one`);
                await untilHeld(environment, one, 'one');
                assert.equal((await get(other, `${environment.url}/status/200`)).success, true);
                await control(environment, 'release', 'one');
                await untilCompleted(one, held);
              },
              { maxConnections: 1 },
            ),
          { maxConnections: 1 },
        ),
    },
  ],
};
