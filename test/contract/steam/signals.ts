/** Signals: when they fire, in which order, how often, and what listeners may do. */
import assert from 'node:assert/strict';
import { SteamHTTP } from '#src/steam/index.js';
import { nextTurn } from '../../support/next-turn.js';
import type { Contract } from '../contract.js';
import { get, until, untilCompleted, withSteam } from './driving.js';
import { siteState, type SteamEnvironment } from './environment.js';

const { HTTP_METHOD_GET } = SteamHTTP;

/** Sends so many small requests; gives their handles. */
function sendSome(steam: SteamHTTP, url: string, count: number): number[] {
  return Array.from({ length: count }, (_, i) => {
    const handle = steam.createHTTPRequest(HTTP_METHOD_GET, `${url}/status/200/${i}`);
    steam.sendHTTPRequest(handle);
    return handle;
  });
}

/** Waits until the server has answered so many requests, and what came from it has had its turn; nobody polls. */
async function untilAnswered(environment: SteamEnvironment, count: number): Promise<void> {
  await until(`${count} answers`, async () => {
    const { log, open } = await siteState(environment);
    return log.length === count && open === 0 ? true : undefined;
  });
}

export const signals: Contract<SteamEnvironment> = {
  title: 'signals',
  cases: [
    {
      title: 'they carry handle, context, success, status and size',
      run: ({ url }) =>
        withSteam(async (steam) => {
          for (const context of [0, 7, 2n ** 64n - 1n]) {
            let heard: unknown[] = [];
            steam.http_request_completed.once((...args) => (heard = args));
            const handle = steam.createHTTPRequest(HTTP_METHOD_GET, `${url}/status/404/abc`);
            if (context !== 0) steam.setHTTPRequestContextValue(handle, context);
            steam.sendHTTPRequest(handle);
            await untilCompleted(steam, handle);
            assert.deepEqual(heard, [handle, context, true, 404, 3]);
          }
        }),
    },
    {
      title: 'they fire inside run_callbacks and nowhere else',
      run: (environment) =>
        withSteam(async (steam) => {
          let inside = false;
          let fired = 0;
          steam.http_request_completed.connect(() => {
            assert.ok(inside, 'outside of run_callbacks');
            fired++;
          });
          const handles = sendSome(steam, environment.url, 5);
          await untilAnswered(environment, 5);
          for (let i = 0; i < 20; i++) await nextTurn();
          assert.equal(fired, 0);
          for (const handle of handles) assert.equal(steam.getHTTPRequestError(handle), null);
          await until('five signals', () => {
            inside = true;
            steam.run_callbacks();
            inside = false;
            return fired === 5 ? true : undefined;
          });
        }),
    },
    {
      title: 'each request is completed exactly once',
      run: ({ url }) =>
        withSteam(async (steam) => {
          const counts = new Map<number, number>();
          steam.http_request_completed.connect((handle) => counts.set(handle, (counts.get(handle) ?? 0) + 1));
          const handles = sendSome(steam, url, 200);
          await untilCompleted(steam, ...handles);
          for (let i = 0; i < 5; i++) {
            await nextTurn();
            steam.run_callbacks();
          }
          assert.equal(counts.size, 200);
          assert.ok([...counts.values()].every((count) => count === 1));
        }),
    },
    {
      title: 'a listener that throws is reported and stops nobody else',
      run: ({ url, warnings }) =>
        withSteam(async (steam) => {
          let heard = 0;
          steam.http_request_completed.connect(() => {
            throw new Error('the bug of the program');
          });
          steam.http_request_completed.connect(() => heard++);
          await untilCompleted(steam, ...sendSome(steam, url, 2));
          assert.equal(heard, 2);
          assert.equal(warnings.filter((line) => line.includes('the bug of the program')).length, 2);
        }),
    },
    {
      title: 'connected twice fires once; once fires once; disconnected is silent',
      run: ({ url }) =>
        withSteam(async (steam) => {
          let each = 0;
          let once = 0;
          const listener = (): void => {
            each++;
          };
          const single = (): void => {
            once++;
          };
          steam.http_request_completed.connect(listener);
          steam.http_request_completed.connect(listener);
          steam.http_request_completed.once(single);
          await untilCompleted(steam, ...sendSome(steam, url, 2));
          assert.deepEqual([each, once], [2, 1]);
          assert.equal(steam.http_request_completed.disconnect(listener), true);
          assert.equal(steam.http_request_completed.disconnect(listener), false);
          await untilCompleted(steam, ...sendSome(steam, url, 1));
          assert.equal(each, 2);
        }),
    },
    {
      title: 'listeners may call anything: run_callbacks does nothing there, releasing and sending work',
      run: ({ url }) =>
        withSteam(async (steam) => {
          let depth = 0;
          let deepest = 0;
          let completed = 0;
          steam.http_request_completed.connect((handle) => {
            deepest = Math.max(deepest, ++depth);
            steam.run_callbacks();
            steam.releaseHTTPRequest(handle);
            if (completed++ === 0) sendSome(steam, url, 1);
            depth--;
          });
          sendSome(steam, url, 3);
          await until('four completions', () => {
            steam.run_callbacks();
            return completed === 4 ? true : undefined;
          });
          assert.equal(deepest, 1);
        }),
    },
    {
      title: 'a budget of no time still tells one thing a call, and loses nothing',
      run: (environment) =>
        withSteam(async (steam) => {
          let fired = 0;
          steam.http_request_completed.connect(() => fired++);
          sendSome(steam, environment.url, 4);
          await untilAnswered(environment, 4);
          for (let i = 0; i < 20; i++) await nextTurn();
          const steps: number[] = [];
          await until('four signals', () => {
            const before = fired;
            steam.run_callbacks(0);
            if (fired > before) steps.push(fired - before);
            return fired === 4 ? true : undefined;
          });
          assert.deepEqual(steps, [1, 1, 1, 1]);
        }),
    },
    {
      title: 'a released request is silent',
      run: (environment) =>
        withSteam(async (steam) => {
          let heard = 0;
          steam.http_request_completed.connect(() => heard++);
          const [handle] = sendSome(steam, environment.url, 1) as [number];
          await untilAnswered(environment, 1);
          steam.releaseHTTPRequest(handle);
          await get(steam, `${environment.url}/status/200`);
          assert.equal(heard, 1, 'the second request alone');
        }),
    },
    {
      title: 'requests without listeners complete as well',
      run: ({ url }) =>
        withSteam(async (steam) => {
          const [handle] = sendSome(steam, url, 1) as [number];
          await until('the completion', () => {
            steam.run_callbacks();
            return steam.getHTTPRequestTimings(handle) === null ? undefined : true;
          });
          assert.equal(steam.getHTTPResponseBodySize(handle), 1);
        }),
    },
  ],
};
