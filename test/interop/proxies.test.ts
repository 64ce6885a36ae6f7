/** HTTPClient through real proxies, squid and tinyproxy: plain requests, tunnels, and passwords right and wrong. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { HTTPClient, TLSOptions, set_logger } from 'tickwire/godot';
import { chainOf, testCertificates } from '../support/certificates.js';
import { closedPort } from '../support/scripted-server.js';
import { awaiting, connect, exchange } from './drive.js';
import { squid, tinyproxy, type ProxyProgram } from './proxy-programs.js';

const { METHOD_GET, METHOD_POST, STATUS_CONNECTED, STATUS_CANT_CONNECT } = HTTPClient;
const BIG = Buffer.alloc(8 << 20, 'a body of eight megabytes, in lines of odd length\n');
const options = TLSOptions.client(chainOf());

/** Tells what it was asked, so that a test can see what a proxy passed on. */
function tell(request: IncomingMessage, response: ServerResponse): void {
  if (request.url === '/big') {
    response.end(BIG);
    return;
  }
  const parts: Buffer[] = [];
  request.on('data', (data: Buffer) => parts.push(data));
  request.on('end', () => {
    const length = Buffer.concat(parts).length;
    response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers, length }));
  });
}

interface Told {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly length: number;
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const warnings: string[] = [];

for (const kind of [squid, tinyproxy]) {
  const reason = kind.missing();
  if (reason !== null) console.log(`skipped: ${reason}`);

  describe(`HTTPClient through ${kind.name}`, { skip: reason ?? false }, () => {
    const plain = createServer(tell);
    const secure = createSecureServer(testCertificates().servers.valid, tell);
    let ports: { plain: number; secure: number };
    let open: ProxyProgram | undefined;
    let guarded: ProxyProgram | undefined;

    before(async () => {
      set_logger(({ message }) => warnings.push(message));
      ports = { plain: await listen(plain), secure: await listen(secure) };
      open = await kind.start(null);
      guarded = await kind.start(kind.credentials);
    });
    after(async () => {
      await open?.stop();
      await guarded?.stop();
      for (const server of [plain, secure]) {
        server.closeAllConnections();
        server.close();
      }
      set_logger(null);
    });

    function clientThrough(proxy: ProxyProgram | undefined, who = ''): HTTPClient {
      const { port } = proxy!;
      const client = new HTTPClient();
      client.set_http_proxy(`${who}127.0.0.1`, port);
      client.set_https_proxy(`${who}127.0.0.1`, port);
      return client;
    }

    it('passes plain requests on', async () => {
      const client = clientThrough(open);
      await connect(awaiting, client, '127.0.0.1', ports.plain);
      const { code, body } = await exchange(awaiting, client, METHOD_GET, '/a/path?query');
      assert.equal(code, 200);
      const told = JSON.parse(body.toString()) as Told;
      assert.deepEqual([told.method, told.url], ['GET', '/a/path?query']);
      assert.equal(told.headers.host, `127.0.0.1:${ports.plain}`);
      client.close();
    });

    it('passes long bodies on, both ways', async () => {
      const client = clientThrough(open);
      await connect(awaiting, client, '127.0.0.1', ports.plain);
      const posted = await exchange(awaiting, client, METHOD_POST, '/', [], BIG);
      assert.equal((JSON.parse(posted.body.toString()) as Told).length, BIG.length);
      // tinyproxy closes every connection after one answer, and does not say so.
      await connect(awaiting, client, '127.0.0.1', ports.plain);
      const { body } = await exchange(awaiting, client, METHOD_GET, '/big');
      assert.ok(body.equals(BIG));
      client.close();
    });

    it('opens a tunnel for TLS, and keeps it', async () => {
      const client = clientThrough(open);
      await connect(awaiting, client, 'localhost', ports.secure, options);
      for (const url of ['/1', '/2']) {
        const { body, status } = await exchange(awaiting, client, METHOD_GET, url);
        const told = JSON.parse(body.toString()) as Told;
        assert.equal(told.url, url);
        assert.equal(told.headers.host, `localhost:${ports.secure}`);
        assert.equal(status, STATUS_CONNECTED);
      }
      const { body } = await exchange(awaiting, client, METHOD_GET, '/big');
      assert.ok(body.equals(BIG));
      const posted = await exchange(awaiting, client, METHOD_POST, '/', [], BIG);
      assert.equal((JSON.parse(posted.body.toString()) as Told).length, BIG.length);
      client.close();
    });

    it('accepts the right password, which the server never sees', async () => {
      const client = clientThrough(guarded, `${kind.credentials.user}:${kind.credentials.password}@`);
      await connect(awaiting, client, '127.0.0.1', ports.plain);
      const first = await exchange(awaiting, client, METHOD_GET, '/');
      assert.equal(first.code, 200);
      assert.equal((JSON.parse(first.body.toString()) as Told).headers['proxy-authorization'], undefined);
      await connect(awaiting, client, 'localhost', ports.secure, options);
      const second = await exchange(awaiting, client, METHOD_GET, '/');
      assert.equal((JSON.parse(second.body.toString()) as Told).headers['proxy-authorization'], undefined);
      client.close();
    });

    for (const [what, who] of [
      ['no password', ''],
      ['a wrong password', 'player:wrong@'],
    ] as const) {
      it(`refuses ${what}`, async () => {
        const client = clientThrough(guarded, who);
        await connect(awaiting, client, '127.0.0.1', ports.plain);
        const { code } = await exchange(awaiting, client, METHOD_GET, '/');
        assert.ok(code === 407 || code === 401, `it answered ${code}`);
        warnings.length = 0;
        client.connect_to_host('localhost', ports.secure, options);
        await awaiting.until(client, () => client.get_status() >= STATUS_CANT_CONNECT);
        assert.equal(client.get_status(), STATUS_CANT_CONNECT);
        assert.equal(warnings.length, 1);
        assert.match(warnings[0]!, new RegExp(`refused a tunnel to localhost:${ports.secure}: 40[17] `));
        assert.doesNotMatch(warnings[0]!, /wrong/);
        client.close();
      });
    }

    it('says that the server cannot be reached', async () => {
      const port = await closedPort();
      const client = clientThrough(open);
      await connect(awaiting, client, '127.0.0.1', port);
      const { code } = await exchange(awaiting, client, METHOD_GET, '/');
      assert.ok(code >= 500, `it answered ${code}`);
      warnings.length = 0;
      client.connect_to_host('https://127.0.0.1', port, options);
      await awaiting.until(client, () => client.get_status() !== HTTPClient.STATUS_CONNECTING);
      assert.equal(client.get_status(), STATUS_CANT_CONNECT);
      assert.match(warnings.join('\n'), /refused a tunnel to 127\.0\.0\.1:\d+: 5\d\d /);
      client.close();
    });
  });
}
