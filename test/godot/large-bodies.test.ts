/** Bodies beyond what fits into memory twice, and lengths beyond 32 bits. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import tls from 'node:tls';
import { HTTPClient } from '#src/godot/index.js';
import type { UploadReport } from '../programs/large-upload.js';
import { testCertificates } from '../support/certificates.js';
import { runProgram } from '../support/child.js';
import { awaitAnswer } from '../support/polling.js';
import { onEachPlatform, withServer } from './platforms.js';

const MEGABYTE = 1 << 20;
const { authority, servers } = testCertificates();

/** Counts the bytes of a body that says its length, and answers with their number and whether all were `Z`. */
function count(socket: Socket): void {
  let expected = -1;
  let counted = 0;
  let right = true;
  const pattern = Buffer.alloc(65536, 'Z');
  socket
    .on('error', () => undefined)
    .on('data', (data: Buffer) => {
      let body = data;
      if (expected < 0) {
        const end = data.indexOf('\r\n\r\n');
        expected = Number(/content-length: (\d+)/i.exec(data.toString('latin1', 0, end))?.[1]);
        body = data.subarray(end + 4);
      }
      counted += body.length;
      for (let at = 0; at < body.length; at += pattern.length) {
        const part = body.subarray(at, at + pattern.length);
        right &&= part.equals(pattern.subarray(0, part.length));
      }
      if (counted < expected) return;
      const answer = `${counted} ${right}`;
      socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${answer.length}\r\n\r\n${answer}`);
    });
}

describe('an upload', () => {
  for (const [size, secure] of [
    [1024 * MEGABYTE, false],
    [256 * MEGABYTE, true],
  ] as const) {
    const how = secure ? 'with' : 'without';
    it(`of ${size / MEGABYTE} MiB takes no memory beyond the body, ${how} TLS`, async () => {
      const server: Server = secure ? tls.createServer(servers.valid, count) : createServer(count);
      server.listen(0, 'localhost');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const { stdout, stderr } = await runProgram('large-upload', port, size, ...(secure ? [authority] : []));
      server.close();
      assert.equal(stderr, '');
      const report = JSON.parse(stdout) as UploadReport;
      assert.deepEqual([report.code, report.answer, report.left], [200, `${size} true`, 0]);
      assert.ok(report.grown < 64 * MEGABYTE, `resident memory grew by ${Math.round(report.grown / MEGABYTE)} MiB`);
    });
  }
});

onEachPlatform('HTTPClient and long bodies', () => {
  for (const length of [2 ** 31, 2 ** 32 + 5, 2 ** 53 - 1]) {
    it(`tells a length of ${length}`, async () => {
      const head = `HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n\r\nbegin`;
      await withServer([{ expect: 'request' }, { send: head }], async (client) => {
        client.request(HTTPClient.METHOD_GET, '/', []);
        assert.equal(await awaitAnswer(client), HTTPClient.STATUS_BODY);
        assert.equal(client.get_response_body_length(), length);
        client.read_response_body_chunk();
        assert.equal(client.get_status(), HTTPClient.STATUS_BODY);
      });
    });
  }
});
