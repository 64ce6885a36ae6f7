/** Streamed responses of real servers, on both platforms: whole and in order, with bounded memory; and awaited ones. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { it } from 'node:test';
import { until } from '../support/polling.js';
import { get, onEachPlatform, untilCompleted, withServer, withSteam } from './platforms.js';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

onEachPlatform('streaming', () => {
  const piece = Buffer.alloc(64 * 1024, 'tickwire streams without gaps. ');

  it('delivers a large body whole and in order, however slowly the program polls', async () => {
    const pieces = 320;
    const sent = createHash('sha256');
    await withServer(
      (_request, response) => {
        response.setHeader('Content-Length', pieces * piece.length);
        let count = 0;
        const write = (): void => {
          while (count < pieces) {
            piece.writeUInt32BE(count++);
            sent.update(piece);
            if (!response.write(Buffer.from(piece))) return void response.once('drain', write);
          }
          response.end();
        };
        write();
      },
      (url) =>
        withSteam(async (steam) => {
          const received = createHash('sha256');
          const names: string[] = [];
          let size = 0;
          let lastProgress = 0;
          steam.http_request_headers_received.connect((handle) => {
            names.push('headers');
            assert.equal(Number(text(steam.getHTTPResponseHeaderValue(handle, 'content-length', 20))), 20971520);
          });
          steam.http_request_data_received.connect((handle, _context, offset, length) => {
            if (names.at(-1) !== 'data') names.push('data');
            assert.equal(offset, size);
            received.update(steam.getHTTPStreamingResponseBodyData(handle, offset, length));
            size += length;
            assert.equal(steam.getHTTPResponseBodySize(handle), size);
            const progress = steam.getHTTPDownloadProgressPct(handle);
            assert.ok(progress >= lastProgress && progress <= 100);
            lastProgress = progress;
          });
          steam.http_request_completed.connect(() => names.push('completed'));
          const ended = await get(steam, url, true);
          assert.deepEqual(names, ['headers', 'data', 'completed']);
          assert.deepEqual([ended.success, ended.status, ended.size], [true, 200, pieces * piece.length]);
          assert.equal(received.digest('hex'), sent.digest('hex'));
          assert.equal(steam.getHTTPDownloadProgressPct(ended.handle), 100);
        }),
    );
  });

  it('slows the server down to what the program takes', async () => {
    let written = 0;
    let stalled = false;
    const total = 64 * 1024 * 1024;
    await withServer(
      (_request, response) => {
        const write = (): void => {
          stalled = false;
          while (written < total) {
            written += piece.length;
            if (!response.write(piece)) {
              stalled = true;
              return void response.once('drain', write);
            }
          }
          response.end();
        };
        write();
      },
      (url) =>
        withSteam(async (steam) => {
          const handle = steam.createHTTPRequest(1, url);
          steam.sendHTTPRequestAndStreamResponse(handle);
          steam.run_callbacks();
          // Nobody polls: the first ring and the kernel's buffers fill, and then the server has to wait.
          let before = -1;
          let same = 0;
          await until('the server to stall', () => {
            same = stalled && written === before ? same + 1 : 0;
            before = written;
            return same > 2000 ? true : undefined;
          });
          assert.ok(written < total / 2, `${written} bytes were taken`);
          const [ended] = await untilCompleted(steam, handle);
          assert.equal(ended?.size, total);
        }),
    );
  });

  it('stops when it is released on the way', async () => {
    let closed = false;
    await withServer(
      (request, response) => {
        request.socket.on('close', () => (closed = true));
        const write = (): void => {
          while (response.write(piece));
          response.once('drain', write);
        };
        write();
      },
      (url) =>
        withSteam(async (steam) => {
          let pieces = 0;
          steam.http_request_data_received.connect((handle) => {
            if (++pieces === 3) steam.releaseHTTPRequest(handle);
          });
          steam.sendHTTPRequestAndStreamResponse(steam.createHTTPRequest(1, url));
          await until('the connection to close', () => {
            steam.run_callbacks();
            return closed ? true : undefined;
          });
          assert.equal(pieces, 3);
        }),
    );
  });
});

onEachPlatform('whenCompleted', () => {
  it('awaits requests, streamed ones too, without any polling', async () => {
    const body = Buffer.alloc(3 * 1024 * 1024, 'x');
    await withServer(
      (_request, response) => response.end(body),
      (url) =>
        withSteam(async (steam) => {
          let streamed = 0;
          steam.http_request_data_received.connect((_handle, _context, _offset, length) => {
            streamed += length;
          });
          const [plain, stream] = [steam.createHTTPRequest(1, url), steam.createHTTPRequest(1, url)];
          steam.sendHTTPRequest(plain);
          steam.sendHTTPRequestAndStreamResponse(stream);
          const completions = await Promise.all([steam.whenCompleted(plain), steam.whenCompleted(stream)]);
          const expected = { request_success: true, status_code: 200, body_size: body.length };
          assert.deepEqual(completions, [expected, expected]);
          assert.equal(streamed, body.length);
          assert.deepEqual(Buffer.from(steam.getHTTPResponseBodyData(plain, body.length)), body);
        }),
    );
  });
});
