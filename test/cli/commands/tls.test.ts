/** Servers with TLS: certificates that are right, wrong, trusted with --cacert, and let through with -k. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { testCertificates } from '../../support/certificates.js';
import { runCommand } from './run-command.js';

const certificates = testCertificates();
const server = createServer(certificates.servers.valid, (_request, response) => response.end('secure\n')).listen(0);
await once(server, 'listening');
const folder = mkdtempSync(join(tmpdir(), 'tickwire-tls-'));
after(() => {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});

const url = `https://localhost:${(server.address() as AddressInfo).port}/`;
const authority = join(folder, 'ca.pem');
writeFileSync(authority, certificates.authority);

for (const name of ['steam', 'godot']) {
  describe(`a server with TLS, asked by ${name}`, () => {
    const get = (...args: string[]): ReturnType<typeof runCommand> =>
      runCommand(['get', url, '--interface', name, ...args]);

    it('is refused when its certificate cannot be verified', async () => {
      const { code, out, err } = await get();
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, /^tickwire: GET https:[^\n]*certificate[^\n]*\n$/);
    });

    it('is trusted with --cacert', async () => {
      assert.equal((await get('--cacert', authority)).out, 'secure\n');
    });

    it('is let through with -k', async () => {
      assert.equal((await get('-k')).out, 'secure\n');
    });
  });
}

it('is told about with -v', async () => {
  assert.match((await runCommand(['get', url, '-v', '-k'])).err, /^\* TLS with a certificate that was not verified/m);
  const { err } = await runCommand(['get', url, '-v', '--cacert', authority]);
  assert.match(err, /^\* TLS with a certificate that was verified \(handshake [\d.]+ ms\)$/m);
});

it('cannot be trusted by a file without certificates', async () => {
  const { code, err } = await runCommand(['get', url, '--cacert', 'package.json']);
  assert.equal(code, 4);
  assert.match(err, /there is no certificate in it/);
});
