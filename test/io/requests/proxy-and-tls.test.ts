import assert from 'node:assert/strict';
import net from 'node:net';
import https from 'node:https';
import { createServer } from 'node:http';
import { before, describe, it } from 'node:test';
import { testCertificates, type Identity, type TestCertificates } from '../../support/certificates.js';
import { closedPort, startServer } from '../../support/scripted-server.js';
import { Driver, slotValue } from './driver.js';
import { answering, ok, response, withServer } from './serving.js';

let certificates: TestCertificates;
before(() => {
  certificates = testCertificates();
});

/** An https server that answers with the path and counts its connections. */
async function secureServer(
  identity: Identity,
): Promise<{ port: number; connections(): number; close(): Promise<void> }> {
  let connections = 0;
  const server = https.createServer({ ...identity }, (request, reply) => reply.end(request.url));
  server.on('secureConnection', () => connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as net.AddressInfo).port,
    connections: () => connections,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A proxy that opens tunnels, and tells what it was asked. */
async function tunnelProxy(status = '200 OK'): Promise<{ port: number; asked: string[]; close(): Promise<void> }> {
  const asked: string[] = [];
  const sockets: net.Socket[] = [];
  const proxy = createServer();
  proxy.on('connect', (request, socket: net.Socket) => {
    sockets.push(socket);
    asked.push(`${request.url!} ${request.headers['proxy-authorization'] ?? '-'}`);
    socket.on('error', () => undefined);
    if (!status.startsWith('2')) {
      socket.end(`HTTP/1.1 ${status}\r\n\r\n`);
      return;
    }
    const [host, port] = request.url!.split(':');
    const onward = net.connect(Number(port), host, () => {
      socket.write(`HTTP/1.1 ${status}\r\n\r\n`);
      socket.pipe(onward).pipe(socket);
    });
    sockets.push(onward);
    onward.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    port: (proxy.address() as net.AddressInfo).port,
    asked,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      proxy.closeAllConnections();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}

describe('TLS', () => {
  it('a verified server is used, its connection again', async () => {
    const server = await secureServer(certificates.servers.valid);
    const driver = new Driver({ trustedCA: certificates.authority });
    const first = driver.send(`https://localhost:${server.port}/a`);
    assert.deepEqual([(await first.result).failure, (await first.result).body.toString()], [null, '/a']);
    assert.ok(slotValue(first, 'TLS_TIME')! > 0);
    assert.equal((await driver.ask(`https://localhost:${server.port}/b`)).body.toString(), '/b');
    assert.equal(server.connections(), 1);
    driver.close();
    await server.close();
  });

  it('a large body over TLS, buffered and streamed', async () => {
    const body = Buffer.alloc(3_000_000, 'abcdefg');
    const server = https.createServer({ ...certificates.servers.valid }, (_request, reply) => reply.end(body));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const driver = new Driver({ trustedCA: certificates.authority });
    for (const streaming of [false, true]) {
      const { port } = server.address() as net.AddressInfo;
      const result = await driver.ask(`https://localhost:${port}/`, { streaming });
      assert.ok(result.body.equals(body));
    }
    driver.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('a certificate that is not trusted: CERTIFICATE_REJECTED, unless nobody minds', async () => {
    const { selfSigned, expired, wrongName, unknownAuthority } = certificates.servers;
    for (const identity of [selfSigned, expired, wrongName, unknownAuthority]) {
      const server = await secureServer(identity);
      const driver = new Driver({ trustedCA: certificates.authority });
      const url = `https://localhost:${server.port}/`;
      const { failure, status } = await driver.ask(url);
      assert.deepEqual([failure?.code, failure?.phase, status], ['CERTIFICATE_REJECTED', 'tls', 0]);
      assert.ok(failure!.cause);
      assert.ok(!failure!.message.includes('TLSOptions'), failure!.message);
      assert.equal((await driver.ask(url, { verify: false })).status, 200);
      driver.close();
      await server.close();
    }
  });

  it('a connection that was not verified is never used for a request that demands it', async () => {
    const server = await secureServer(certificates.servers.selfSigned);
    const driver = new Driver({ trustedCA: certificates.authority, maxConnectionsPerOrigin: 1 });
    const url = `https://localhost:${server.port}/`;
    assert.equal((await driver.ask(url, { verify: false })).status, 200);
    assert.equal((await driver.ask(url)).failure?.code, 'CERTIFICATE_REJECTED');
    driver.close();
    await server.close();
  });

  it('one that was verified serves those who do not mind as well', async () => {
    const server = await secureServer(certificates.servers.valid);
    const driver = new Driver({ trustedCA: certificates.authority });
    const url = `https://localhost:${server.port}/`;
    await driver.ask(url);
    await driver.ask(url, { verify: false });
    assert.equal(server.connections(), 1);
    driver.close();
    await server.close();
  });

  it('other trust leaves the old connections unused', async () => {
    const server = await secureServer(certificates.servers.valid);
    const driver = new Driver({ trustedCA: certificates.authority });
    const url = `https://localhost:${server.port}/`;
    await driver.ask(url);
    driver.configure({ trustedCA: certificates.intermediate });
    assert.equal((await driver.ask(url)).failure?.code, 'CERTIFICATE_REJECTED');
    driver.close();
    await server.close();
  });

  it('a server that speaks something else: TLS_FAILED', async () => {
    const server = await startServer({ connections: [[{ send: 'HTTP/1.1 400 Bad\r\n\r\n' }, { end: true }]] });
    const driver = new Driver();
    const { failure } = await driver.ask(`https://127.0.0.1:${server.port}/`);
    assert.deepEqual([failure?.code, failure?.phase], ['TLS_FAILED', 'tls']);
    driver.close();
    await server.close();
  });
});

describe('a proxy', () => {
  it('gets http requests in absolute form, with its credentials', async () => {
    await withServer([answering(ok('proxied'), ok('again'))], async ({ url, server }) => {
      const driver = new Driver({ proxy: url.replace('//', '//user:pass@') });
      assert.equal((await driver.ask('http://origin.example:8080/a?b')).body.toString(), 'proxied');
      assert.equal((await driver.ask('http://origin.example:8080/c')).body.toString(), 'again');
      const [first] = server.requests()[0]!.toString().split('\r\n\r\n');
      const lines = first!.split('\r\n');
      assert.equal(lines[0], 'GET http://origin.example:8080/a?b HTTP/1.1');
      assert.equal(lines[1], 'Host: origin.example:8080');
      assert.ok(lines.includes(`Proxy-Authorization: Basic ${Buffer.from('user:pass').toString('base64')}`));
      assert.equal(server.requests().length, 1);
      driver.close();
    });
  });

  it('opens a tunnel for https; its credentials stay with it', async () => {
    const server = await secureServer(certificates.servers.valid);
    const proxy = await tunnelProxy();
    const driver = new Driver({
      trustedCA: certificates.authority,
      proxy: `http://user:pass@127.0.0.1:${proxy.port}`,
    });
    for (const streaming of [false, true]) {
      const result = await driver.ask(`https://localhost:${server.port}/x`, { streaming });
      assert.deepEqual([result.failure, result.body.toString()], [null, '/x']);
    }
    const credentials = `Basic ${Buffer.from('user:pass').toString('base64')}`;
    assert.deepEqual(proxy.asked, [`localhost:${server.port} ${credentials}`]);
    driver.close();
    await server.close();
    await proxy.close();
  });

  for (const way of ['directly', 'through a tunnel']) {
    it(`a large body over TLS ${way}, at the pace of the caller`, async () => {
      const body = Buffer.alloc(30_000_000, 'abcdefg');
      const server = https.createServer({ ...certificates.servers.valid }, (_request, reply) => reply.end(body));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const tunnel = await tunnelProxy();
      const proxy = way === 'directly' ? null : `http://127.0.0.1:${tunnel.port}`;
      const driver = new Driver({ trustedCA: certificates.authority, proxy });
      const { port } = server.address() as net.AddressInfo;
      const sent = driver.send(`https://localhost:${port}/`, { streaming: true, lazy: true });
      await sent.headed;
      while (!sent.events.includes('completed')) {
        sent.read();
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      sent.read();
      assert.ok(Buffer.concat(sent.chunks).equals(body));
      driver.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await tunnel.close();
    });
  }

  it('that refuses, or is not there, or cannot be used: PROXY_FAILED', async () => {
    const refusing = await tunnelProxy('407 Proxy Authentication Required');
    const nobody = await closedPort();
    const cases = [
      [`http://127.0.0.1:${refusing.port}`, 'https://localhost/', '407'],
      [`http://127.0.0.1:${nobody}`, 'https://localhost/', 'ECONNREFUSED'],
      [`http://127.0.0.1:${nobody}`, 'http://localhost/', 'ECONNREFUSED'],
      ['http://no-such-proxy.invalid', 'http://localhost/', 'no-such-proxy.invalid'],
      ['socks5://127.0.0.1:1', 'http://localhost/', 'socks5'],
    ] as const;
    for (const [proxy, url, mention] of cases) {
      const driver = new Driver({ proxy });
      const { failure, status } = await driver.ask(url);
      assert.deepEqual([failure?.code, failure?.phase, status], ['PROXY_FAILED', 'proxy', 0], proxy);
      assert.ok(failure!.message.includes(mention), failure!.message);
      driver.close();
    }
    await refusing.close();
  });

  it('that answers an http request itself: that is the response', async () => {
    await withServer([answering(response('407 Auth', 'who are you?'))], async ({ url }) => {
      const driver = new Driver({ proxy: url });
      const { failure, status } = await driver.ask('http://origin.example/');
      assert.deepEqual([failure, status], [null, 407]);
      driver.close();
    });
  });

  it('that changes leaves the old connections unused, and requests sent before keep theirs', async () => {
    await withServer([answering(ok('first'), ok('late'))], async (one) => {
      await withServer([answering(ok('second'))], async (two) => {
        const driver = new Driver({ proxy: one.url, maxConnectionsPerOrigin: 1 });
        const target = 'http://origin.example/';
        const [first, waiting] = [driver.ask(target), driver.ask(target)];
        driver.configure({ proxy: two.url, maxConnectionsPerOrigin: 1 });
        const after = driver.ask(target);
        const bodies = await Promise.all([first, waiting, after]);
        assert.equal(bodies[0].body.toString(), 'first');
        assert.equal(bodies[2].body.toString(), 'second');
        assert.equal(one.server.requests().length, 2);
        driver.close();
      });
    });
  });
});
