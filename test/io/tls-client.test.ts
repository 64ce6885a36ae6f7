/** What a TLS client trusts by itself, and what it does with a chain that has no certificate in it. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import tls from 'node:tls';
import { startTls } from '#src/io/tls-client.js';
import { testCertificates } from '../support/certificates.js';

const { authority, servers } = testCertificates();
const plan = { serverName: 'localhost', trustedChain: null, verify: 'full' } as const;

describe('the trust of a TLS client', () => {
  const server = tls.createServer(servers.valid, (socket) => socket.on('error', () => undefined));
  const node = tls as { getCACertificates?: (type: string) => string[] };
  const { getCACertificates } = node;
  let port = 0;

  before(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
    // Newer Nodes have this function; here it stands for a machine whose own store has the test's authority.
    node.getCACertificates = (type) => (type === 'system' ? [authority] : tls.rootCertificates.slice(0, 3));
  });
  after(() => {
    if (getCACertificates === undefined) delete node.getCACertificates;
    else node.getCACertificates = getCACertificates;
    server.close();
  });

  it("is the system's store too, where Node can read it", async () => {
    const socket = startTls(plan, `localhost:${port}`, { host: '127.0.0.1', port });
    await once(socket, 'secureConnect');
    assert.equal(socket.authorized, true);
    socket.destroy();
  });

  it('is nobody when the given chain has no certificate in it', async () => {
    const socket = startTls({ ...plan, trustedChain: 'none' }, `localhost:${port}`, { host: '127.0.0.1', port });
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    assert.match(error.code ?? '', /^UNABLE_TO_/);
  });
});
