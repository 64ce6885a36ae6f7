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
const folder = mkdtempSync(join(tmpdir(), 'tickwire-tls-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The address of a server that nobody has talked to yet: later handshakes go on with the session of the first one. */
async function startServer(): Promise<string> {
  const server = createServer(certificates.servers.valid, (_request, response) => response.end('secure\n')).listen(0);
  await once(server, 'listening');
  after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `https://localhost:${(server.address() as AddressInfo).port}/`;
}

const url = await startServer();
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

describe('-v with TLS', () => {
  it('shows version, cipher and certificate, and whether it was verified', async () => {
    const fresh = await startServer();
    const { err } = await runCommand(['get', fresh, '-v', '--cacert', authority]);
    assert.match(err, /^\* TLSv1\.3 with TLS_\w+$/m);
    assert.match(err, /^\* {3}for: +DNS:localhost, [^]*\* {3}valid: +from [\d-]+ [\d:]+ UTC to /m);
    assert.match(err, /^\* the certificate was verified\n> GET /m);
    const again = await runCommand(['get', fresh, '-v', '--cacert', authority]);
    assert.match(again.err, /^\* TLSv1\.3 with TLS_\w+, going on with an earlier session\n> GET /m);
    assert.match((await runCommand(['get', fresh, '-v', '-k'])).err, /^\* the certificate was not verified, /m);
  });

  it('shows a certificate that was refused', async () => {
    const { code, err } = await runCommand(['get', url, '-v']);
    assert.equal(code, 2);
    assert.match(err, /^\* {3}subject: CN=[^]*^\* the certificate was refused \([A-Z_]+\)$/m);
    assert.doesNotMatch(err, /^>/m);
  });

  it('says that HTTPClient tells less', async () => {
    const { err } = await runCommand(['get', url, '-v', '--cacert', authority, '--interface', 'godot']);
    assert.match(err, /^\* TLS, of which HTTPClient tells no more; the certificate is in order\n> GET /m);
  });
});

it('cannot be trusted by a file without certificates', async () => {
  const { code, err } = await runCommand(['get', url, '--cacert', 'package.json']);
  assert.equal(code, 4);
  assert.match(err, /there is no certificate in it/);
});
