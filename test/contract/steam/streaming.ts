/** Streamed responses: order, offsets, how long bytes stay readable, and the pace of the program. */
import assert from 'node:assert/strict';
import { SteamHTTP } from '#src/steam/index.js';
import { nextTurn } from '../../support/next-turn.js';
import type { Contract } from '../contract.js';
import { firstDifference } from '../pattern.js';
import { collect, get, text, until, untilCompleted, withSteam } from './driving.js';
import { control, siteState, untilHeld, type SteamEnvironment } from './environment.js';

const MEGABYTE = 1024 * 1024;

/** Sends a GET whose response is streamed. */
function stream(steam: SteamHTTP, url: string): number {
  const handle = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_GET, url);
  assert.equal(steam.sendHTTPRequestAndStreamResponse(handle), true);
  return handle;
}

/** Polls until something was signalled since the last look. */
async function untilGrown(steam: SteamHTTP, collected: { bytes: number[] }, size: number): Promise<void> {
  await until(`${size} bytes`, () => {
    steam.run_callbacks();
    return collected.bytes.length >= size ? true : undefined;
  });
}

export const streaming: Contract<SteamEnvironment> = {
  title: 'streamed responses',
  cases: [
    {
      title: 'give headers, data in order without gaps, and completion',
      run: ({ url }) =>
        withSteam(async (steam) => {
          for (const size of [0, 1, 70_000, 2 * MEGABYTE]) {
            const names: string[] = [];
            let received = 0;
            const listeners = [
              (): unknown => names.push('headers'),
              (handle: number, _context: unknown, offset: number, length: number): void => {
                if (names.at(-1) !== 'data') names.push('data');
                assert.equal(offset, received, 'no gap');
                const bytes = steam.getHTTPStreamingResponseBodyData(handle, offset, length);
                assert.equal(bytes.length, length);
                assert.equal(firstDifference(bytes, offset), -1);
                received += length;
                assert.equal(steam.getHTTPResponseBodySize(handle), received);
              },
              (): unknown => names.push('completed'),
            ] as const;
            steam.http_request_headers_received.connect(listeners[0]);
            steam.http_request_data_received.connect(listeners[1]);
            steam.http_request_completed.connect(listeners[2]);
            const ended = await get(steam, `${url}/bytes/${size}`, true);
            assert.deepEqual([ended.success, ended.status, ended.size], [true, 200, size]);
            assert.deepEqual(names, size === 0 ? ['headers', 'completed'] : ['headers', 'data', 'completed']);
            assert.equal(steam.getHTTPDownloadProgressPct(ended.handle), 100);
            assert.equal(steam.getHTTPResponseBodyData(ended.handle, size).length, 0);
            steam.http_request_headers_received.disconnect(listeners[0]);
            steam.http_request_data_received.disconnect(listeners[1]);
            steam.http_request_completed.disconnect(listeners[2]);
          }
        }),
    },
    {
      title: 'give each piece when it comes',
      run: (environment) =>
        withSteam(async (steam) => {
          const collected = collect(steam);
          const handle = stream(steam, `${environment.url}/hold/a?head`);
          await untilHeld(environment, steam, 'a');
          await until('the headers', () => {
            steam.run_callbacks();
            return collected.names.includes('headers') ? true : undefined;
          });
          assert.equal(steam.getHTTPResponseStatusCode(handle), 200);
          for (const piece of ['one ', 'two ', 'three']) {
            await control(environment, 'write', 'a', piece);
            await untilGrown(steam, collected, collected.bytes.length + piece.length);
          }
          assert.equal(steam.getHTTPRequestTimings(handle), null, 'not complete');
          await control(environment, 'release', 'a');
          const [ended] = await untilCompleted(steam, handle);
          assert.equal(text(Uint8Array.from(collected.bytes)), 'one two three');
          assert.equal(ended!.size, 13);
        }),
    },
    {
      title: 'keep bytes readable until the next run_callbacks, and for their own numbers alone',
      run: (environment) =>
        withSteam(async (steam) => {
          const collected = collect(steam);
          const handle = stream(steam, `${environment.url}/hold/a?head`);
          await untilHeld(environment, steam, 'a');
          await control(environment, 'write', 'a', 'hello');
          await untilGrown(steam, collected, 5);
          const read = (offset: number, size: number): string =>
            text(steam.getHTTPStreamingResponseBodyData(handle, offset, size));
          assert.equal(read(0, 5), 'hello');
          assert.equal(read(0, 5), 'hello');
          for (const [offset, size] of [
            [0, 4],
            [0, 6],
            [1, 4],
            [5, 0],
            [NaN, 5],
            [-1, 5],
          ] as const) {
            assert.equal(read(offset, size), '', `${offset}, ${size}`);
          }
          const buffer = new Uint8Array(8);
          assert.equal(steam.getHTTPStreamingResponseBodyData(handle, 0, 5, buffer).buffer, buffer.buffer);
          assert.equal(text(buffer), 'hello\0\0\0');
          steam.run_callbacks();
          assert.equal(read(0, 5), '');
          await control(environment, 'release', 'a');
          await untilCompleted(steam, handle);
        }),
    },
    {
      title: 'of an error are streamed too',
      run: ({ url }) =>
        withSteam(async (steam) => {
          const collected = collect(steam);
          const ended = await get(steam, `${url}/status/404/nothing`, true);
          assert.deepEqual([ended.success, ended.status, ended.size], [true, 404, 7]);
          assert.equal(text(Uint8Array.from(collected.bytes)), 'nothing');
        }),
    },
    {
      title: 'have their headers from the first signal on',
      run: ({ url }) =>
        withSteam(async (steam) => {
          let type = '';
          steam.http_request_headers_received.connect((handle) => {
            type = text(steam.getHTTPResponseHeaderValue(handle, 'Content-Type', 99));
          });
          await get(steam, `${url}/fields`, true);
          assert.equal(type, 'text/plain');
        }),
    },
    {
      title: 'slow the server down to what the program takes, and go on then',
      run: (environment) =>
        withSteam(async (steam) => {
          // More than Chromium itself takes ahead of a page, which was seen to be 64 MiB.
          const total = 256 * MEGABYTE;
          const handle = stream(steam, `${environment.url}/flood/${total}`);
          let received = 0;
          steam.http_request_data_received.connect((_handle, _context, _offset, size) => {
            received += size;
          });
          steam.run_callbacks();
          // Nobody polls: what can be kept on the way fills, and then the server has to wait.
          let before = -1;
          let same = 0;
          const written = await until('the server to stall', async () => {
            const state = await siteState(environment);
            same = state.written > 0 && state.written === before ? same + 1 : 0;
            before = state.written;
            return same > 50 ? state.written : undefined;
          });
          assert.ok(written < total / 2, `${written} bytes were taken`);
          const kept = (steam.getHTTPDownloadProgressPct(handle) / 100) * total;
          assert.ok(kept > 0 && kept <= 9 * MEGABYTE, `${kept} bytes are kept`);
          const [ended] = await untilCompleted(steam, handle);
          assert.deepEqual([ended!.success, ended!.size, received], [true, total, total]);
        }),
    },
    {
      title: 'stop when they are released on the way, and the server hears of it',
      run: (environment) =>
        withSteam(async (steam) => {
          let pieces = 0;
          steam.http_request_data_received.connect((handle) => {
            if (++pieces === 2) steam.releaseHTTPRequest(handle);
          });
          stream(steam, `${environment.url}/flood/${256 * MEGABYTE}`);
          await until('the connection to close', async () => {
            steam.run_callbacks();
            const { open, written } = await siteState(environment);
            return written > 0 && open === 0 ? true : undefined;
          });
          assert.equal(pieces, 2);
        }),
    },
    {
      title: 'with a budget give a piece at a time, and lose none',
      run: ({ url }) =>
        withSteam(async (steam) => {
          let received = 0;
          let most = 0;
          let inOne = 0;
          steam.http_request_data_received.connect((handle, _context, offset, size) => {
            assert.equal(firstDifference(steam.getHTTPStreamingResponseBodyData(handle, offset, size), offset), -1);
            received += size;
            most = Math.max(most, ++inOne);
          });
          const handle = stream(steam, `${url}/bytes/${3 * MEGABYTE}`);
          await until('the completion', () => {
            inOne = 0;
            steam.run_callbacks(0);
            return steam.getHTTPRequestTimings(handle) === null ? undefined : true;
          });
          assert.deepEqual([received, most], [3 * MEGABYTE, 1]);
        }),
    },
    {
      title: 'that are cut deliver what came, and then fail',
      run: ({ url }) =>
        withSteam(async (steam) => {
          for (const path of ['short', 'unended']) {
            const collected = collect(steam);
            const ended = await get(steam, `${url}/${path}`, true);
            assert.deepEqual([ended.success, ended.status, ended.size], [false, 200, collected.bytes.length]);
            assert.ok(ended.size === 0 || text(Uint8Array.from(collected.bytes)) === 'hello');
            assert.equal(steam.getHTTPRequestError(ended.handle)!.code, 'TRUNCATED');
            steam.close();
            await nextTurn();
          }
        }),
    },
    {
      title: 'of several requests go on side by side',
      run: ({ url }) =>
        withSteam(async (steam) => {
          const sizes = new Map<number, number>();
          steam.http_request_data_received.connect((handle, _context, offset, size) => {
            assert.equal(offset, sizes.get(handle) ?? 0);
            assert.equal(firstDifference(steam.getHTTPStreamingResponseBodyData(handle, offset, size), offset), -1);
            sizes.set(handle, offset + size);
          });
          const handles = Array.from({ length: 4 }, () => stream(steam, `${url}/bytes/${MEGABYTE}`));
          await untilCompleted(steam, ...handles);
          assert.deepEqual([...sizes.values()], [MEGABYTE, MEGABYTE, MEGABYTE, MEGABYTE]);
        }),
    },
  ],
};
