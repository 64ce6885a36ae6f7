/** What TLS costs the program's own thread: handshakes and decryption are the I/O thread's. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { it } from 'node:test';
import tls from 'node:tls';
import type { CostReport } from '../programs/caller-cost.js';
import { testCertificates } from '../support/certificates.js';
import { runProgram } from '../support/child.js';

const PART = Buffer.alloc(1 << 20, 'part of a body');
const SIZE = 96 * PART.length;
const CONNECTIONS = 100;

/** Answers every request with a large body. */
function serve(socket: Socket): void {
  let left = 0;
  const send = (): void => {
    while (left > 0) {
      left -= PART.length;
      if (!socket.write(PART)) return;
    }
  };
  socket.on('error', () => undefined).on('drain', send);
  socket.on('data', () => {
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${SIZE}\r\n\r\n`);
    left = SIZE;
    send();
  });
}

async function measure(secure: boolean): Promise<CostReport> {
  const { authority, servers } = testCertificates();
  const server = secure ? tls.createServer(servers.valid, serve) : createServer(serve);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { stdout, stderr } = await runProgram('caller-cost', port, CONNECTIONS, ...(secure ? [authority] : []));
  server.close();
  assert.equal(stderr, '');
  return JSON.parse(stdout) as CostReport;
}

const skip = existsSync('/proc/self/schedstat') ? false : "this system does not tell a thread's processor time";

it("handshakes and decryption cost the program's thread next to nothing", { skip }, async (test) => {
  const plain = await measure(false);
  const secure = await measure(true);
  test.diagnostic(`caller's thread, ${CONNECTIONS} connections: ${plain.connecting.caller} ms plain, ${secure.connecting.caller} ms TLS`); // prettier-ignore
  test.diagnostic(`whole process, ${CONNECTIONS} connections: ${plain.connecting.process} ms plain, ${secure.connecting.process} ms TLS`); // prettier-ignore
  test.diagnostic(`caller's thread, ${SIZE >> 20} MiB: ${plain.downloading.caller} ms plain, ${secure.downloading.caller} ms TLS`); // prettier-ignore
  test.diagnostic(`whole process, ${SIZE >> 20} MiB: ${plain.downloading.process} ms plain, ${secure.downloading.process} ms TLS`); // prettier-ignore
  assert.deepEqual([plain.bytes, secure.bytes], [SIZE, SIZE]);
  const more = (part: 'connecting' | 'downloading', of: 'caller' | 'process'): number =>
    secure[part][of] - plain[part][of];
  // Handshakes are real work, and next to none of it is the caller's.
  assert.ok(more('connecting', 'caller') < more('connecting', 'process') / 3);
  // What the caller pays for a body is the copy out of shared memory, with TLS or without.
  assert.ok(secure.downloading.caller < plain.downloading.caller * 1.5 + 30);
});
