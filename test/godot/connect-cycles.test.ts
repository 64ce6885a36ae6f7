/** Thousands of connections in a row leave nothing behind. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { describe, it } from 'node:test';
import tls from 'node:tls';
import type { CyclePlan, CycleReport } from '../programs/connect-cycles.js';
import { testCertificates } from '../support/certificates.js';
import { runProgram } from '../support/child.js';

const MEGABYTE = 1 << 20;
/** Deno opens a few for itself on the way; what connections leave open would be as many as there are connections of a kind. */
const FILES_OF_RUNTIME = 4;

describe('connecting and closing', () => {
  for (const [count, secure] of [
    [10_000, false],
    [400, true],
  ] as const) {
    it(`${count} times leaves no socket, listener or shared memory, ${secure ? 'with' : 'without'} TLS`, async () => {
      const { valid } = testCertificates().servers;
      const server = secure ? tls.createServer(valid) : createServer();
      for (const event of ['connection', 'secureConnection']) {
        server.on(event, (socket: Socket) => {
          socket.on('error', () => undefined);
          if (event === 'secureConnection' || !secure) socket.resume();
        });
      }
      server.on('tlsClientError', () => undefined);
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const plan: CyclePlan = { port, count, tls: secure };
      const { code, stdout, stderr } = await runProgram('connect-cycles', JSON.stringify(plan));
      server.close();
      // A warning about too many listeners would stand here.
      assert.equal(stderr, '');
      assert.equal(code, 0);
      const report = JSON.parse(stdout) as CycleReport;
      assert.ok(report.connected >= count / 2, `${report.connected} connected`);
      assert.deepEqual(report.open, [0, 0]);
      const files = report.files[1] - report.files[0];
      assert.ok(files <= FILES_OF_RUNTIME, `${files} files more are open`);
      const [before, after] = report.resident;
      const grown = (after - before) / MEGABYTE;
      assert.ok(grown < 100, `resident memory grew by ${Math.round(grown)} MiB`);
      assert.ok(report.buffers < 32 * MEGABYTE, `${Math.round(report.buffers / MEGABYTE)} MiB of buffers are left`);
    });
  }
});
