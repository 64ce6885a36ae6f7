/** HTTPClient through proxies that play a script: what they are sent, and what becomes of their answers. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectSocket, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { it } from 'node:test';
import { GodotError, HTTPClient, TLSOptions } from '#src/godot/index.js';
import { chainOf, testCertificates } from '../support/certificates.js';
import { awaitAnswer, connect, pollWhile, readBody } from '../support/polling.js';
import { closedPort, startServer, type ScriptedServer, type ServerStep } from '../support/scripted-server.js';
import { hello, onEachPlatform, text, warnings } from './platforms.js';

const {
  STATUS_CONNECTING: CONNECTING,
  STATUS_RESOLVING: RESOLVING,
  STATUS_CONNECTED: CONNECTED,
  STATUS_DISCONNECTED: DISCONNECTED,
  STATUS_CANT_CONNECT: CANT_CONNECT,
  STATUS_CANT_RESOLVE: CANT_RESOLVE,
  STATUS_TLS_HANDSHAKE_ERROR: TLS_HANDSHAKE_ERROR,
  METHOD_GET: GET,
  METHOD_OPTIONS: OPTIONS,
  METHOD_CONNECT: CONNECT,
} = HTTPClient;

const { servers } = testCertificates();
const trusting = TLSOptions.client(chainOf());
const basic = `Basic ${Buffer.from('user:secret').toString('base64')}`;

/** Plays `steps` to one client whose proxy for everything this is. */
async function withProxy(
  steps: readonly ServerStep[],
  use: (client: HTTPClient, proxy: ScriptedServer) => Promise<void>,
  credentials = '',
): Promise<void> {
  const proxy = await startServer({ connections: [steps] });
  const client = new HTTPClient();
  client.set_http_proxy(`${credentials}127.0.0.1`, proxy.port);
  client.set_https_proxy(`${credentials}127.0.0.1`, proxy.port);
  warnings.length = 0;
  try {
    await use(client, proxy);
  } finally {
    client.close();
    await proxy.close();
  }
}

/** A proxy that really opens tunnels, to `port` whatever it is asked for, with what it was asked. */
async function startTunnels(port: number, answer: string): Promise<{ port: number; asked: string[]; server: Server }> {
  const asked: string[] = [];
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => undefined));
    socket.once('data', (data) => {
      asked.push(data.toString());
      const far = connectSocket(port, '127.0.0.1');
      sockets.push(far.on('error', () => undefined));
      socket.write(answer);
      socket.pipe(far).pipe(socket);
    });
  });
  server.on('close', () => {
    for (const socket of sockets) socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, asked, server };
}

const exchange: ServerStep[] = [{ expect: 'request' }, { send: hello }];

onEachPlatform('HTTPClient through an HTTP proxy', () => {
  const targets: Record<string, [host: string, port: number, url: string, line: string, host: string]> = {
    'a path as an absolute URL': [
      'name.invalid',
      8080,
      '/a?b',
      'GET http://name.invalid:8080/a?b',
      'name.invalid:8080',
    ],
    'no port that is the default': ['name.invalid', 80, '/', 'GET http://name.invalid/', 'name.invalid'],
    'no port where none was given': ['name.invalid', -1, '/', 'GET http://name.invalid/', 'name.invalid'],
    'an IPv6 address in brackets': ['::1', 81, '/', 'GET http://[::1]:81/', '[::1]:81'],
    'an absolute URL as it is': [
      'name.invalid',
      80,
      'http://other.invalid/x',
      'GET http://other.invalid/x',
      'other.invalid',
    ],
  };
  for (const [what, [host, port, url, line, hostField]] of Object.entries(targets)) {
    it(`sends ${what}`, () =>
      withProxy(exchange, async (client, proxy) => {
        assert.equal(await connect(client, port, host), CONNECTED);
        assert.equal(client.request(GET, url, []), GodotError.OK);
        await awaitAnswer(client);
        assert.equal(text(await readBody(client)), 'hello');
        assert.equal(client.get_status(), CONNECTED);
        const request = text(proxy.requests()[0]!);
        assert.ok(request.startsWith(`${line} HTTP/1.1\r\nHost: ${hostField}\r\n`), request);
        assert.doesNotMatch(request, /proxy-authorization/i);
      }));
  }

  it('sends OPTIONS of the whole server as a URL without a path', () =>
    withProxy(exchange, async (client, proxy) => {
      await connect(client, 8080, 'name.invalid');
      client.request(OPTIONS, '*', []);
      await awaitAnswer(client);
      assert.match(text(proxy.requests()[0]!), /^OPTIONS http:\/\/name\.invalid:8080 HTTP\/1\.1\r\n/);
    }));

  it('sends credentials with each request, unless the program sends its own', () =>
    withProxy(
      [...exchange, ...exchange, ...exchange],
      async (client, proxy) => {
        await connect(client, 80, 'name.invalid');
        for (const headers of [[], [], ['proxy-authorization: Bearer mine']]) {
          client.request(GET, '/', headers);
          await awaitAnswer(client);
          await readBody(client);
        }
        const fields = text(proxy.requests()[0]!).match(/^proxy-authorization:.*$/gim);
        const ours = `Proxy-Authorization: ${basic}`;
        assert.deepEqual(fields, [ours, ours, 'proxy-authorization: Bearer mine']);
      },
      'user:secret@',
    ));

  it("takes the proxy's own answers for answers", () =>
    withProxy([{ expect: 'request' }, { send: 'HTTP/1.1 407 Who?\r\nContent-Length: 0\r\n\r\n' }], async (client) => {
      await connect(client, 80, 'name.invalid');
      client.request(GET, '/', []);
      await awaitAnswer(client);
      assert.equal(client.get_response_code(), 407);
    }));

  it('sends nothing of the proxy into a tunnel that the program opened by hand', () =>
    withProxy(
      [{ expect: 'request' }, { send: 'HTTP/1.1 200 OK\r\n\r\n' }, ...exchange],
      async (client, proxy) => {
        await connect(client, 80, 'name.invalid');
        client.request(CONNECT, 'name.invalid:80', []);
        assert.equal(await awaitAnswer(client), CONNECTED);
        client.request(GET, '/inside', []);
        await awaitAnswer(client);
        const [, inside = ''] = text(proxy.requests()[0]!).split('GET ');
        assert.match(inside, /^\/inside HTTP\/1\.1\r\nHost: name\.invalid\r\n/);
        assert.doesNotMatch(inside, /authorization/i);
      },
      'user:secret@',
    ));

  it('connects to the proxy: its name is looked up, its failure named', async () => {
    const client = new HTTPClient();
    client.set_http_proxy('localhost', await closedPort());
    warnings.length = 0;
    client.connect_to_host('127.0.0.1', 80);
    assert.equal(client.get_status(), RESOLVING);
    assert.equal(await pollWhile(client, RESOLVING, CONNECTING), CANT_CONNECT);
    assert.match(warnings.join(), /HTTP proxy cannot be used/);
    client.set_http_proxy('127.0.0.1', 1);
    client.connect_to_host('name.invalid', 80);
    assert.equal(client.get_status(), CONNECTING);
    client.close();
  });

  it('is not used for TLS, and not any more once it was unset', async () => {
    const server = await startServer({ connections: [exchange] });
    const secure = await startServer({ connections: [exchange], tls: { cert: 'valid' } }, servers);
    await withProxy([], async (client, proxy) => {
      client.set_https_proxy('', 0);
      assert.equal(await connect(client, secure.port, 'localhost', trusting), CONNECTED);
      client.set_http_proxy('127.0.0.1', -1);
      assert.equal(await connect(client, server.port), CONNECTED);
      client.request(GET, '/', []);
      await awaitAnswer(client);
      assert.match(text(server.requests()[0]!), /^GET \/ HTTP/);
      assert.equal(proxy.requests().length, 0);
    });
    await server.close();
    await secure.close();
  });

  it('does not go around a proxy that was set wrong', () => {
    const client = new HTTPClient();
    warnings.length = 0;
    client.set_http_proxy('user:secret@proxy example', 3128);
    assert.equal(warnings.length, 1);
    assert.equal(client.connect_to_host('127.0.0.1', 80), GodotError.ERR_INVALID_PARAMETER);
    assert.equal(client.get_status(), DISCONNECTED);
    assert.equal(warnings.length, 2);
    assert.doesNotMatch(warnings.join(), /secret/);
    assert.throws(() => {
      client.set_http_proxy(1 as unknown as string, 1);
    }, TypeError);
    assert.throws(() => {
      client.set_https_proxy('proxy', '1' as unknown as number);
    }, TypeError);
  });
});

onEachPlatform('HTTPClient through an HTTPS proxy', () => {
  it('opens a tunnel, speaks TLS in it, and shows the server nothing of the proxy', async () => {
    const server = await startServer({ connections: [[...exchange, ...exchange]], tls: { cert: 'valid' } }, servers);
    const proxy = await startTunnels(server.port, 'HTTP/1.1 200 Connection established\r\nVia: x\r\n\r\n');
    const client = new HTTPClient();
    client.set_https_proxy('user:secret@127.0.0.1', proxy.port);
    assert.equal(await connect(client, -1, 'https://localhost', trusting), CONNECTED);
    for (let i = 0; i < 2; i++) {
      client.request(GET, `/${i}`, []);
      await awaitAnswer(client);
      assert.equal(text(await readBody(client)), 'hello');
    }
    const [asked = ''] = proxy.asked;
    assert.match(asked, /^CONNECT localhost:443 HTTP\/1\.1\r\n/);
    assert.match(asked, /\r\nHost: localhost:443\r\n/);
    assert.ok(asked.includes(`\r\nProxy-Authorization: ${basic}\r\n`));
    const request = text(server.requests()[0]!);
    assert.match(request, /^GET \/0 HTTP\/1\.1\r\nHost: localhost\r\n/);
    assert.doesNotMatch(request, /proxy|secret|CONNECT/i);
    client.close();
    proxy.server.close();
    await server.close();
  });

  it('reads many megabytes through a tunnel, to the last byte', async () => {
    const size = 12 << 20;
    const steps: ServerStep[] = [
      { expect: 'request' },
      { send: ['HTTP/1.1 200 OK\r\n\r\n', { repeat: '0123456789abcdef', count: size / 16 }] },
      { end: true },
    ];
    const server = await startServer({ connections: [steps], tls: { cert: 'valid' } }, servers);
    const proxy = await startTunnels(server.port, 'HTTP/1.0 200 OK\r\n\r\n');
    const client = new HTTPClient();
    client.set_https_proxy('127.0.0.1', proxy.port);
    await connect(client, 443, 'localhost', trusting);
    client.request(GET, '/', []);
    await awaitAnswer(client);
    const body = await readBody(client);
    assert.equal(body.length, size);
    assert.ok(Buffer.from('0123456789abcdef'.repeat(size / 16), 'latin1').equals(body));
    assert.equal(client.get_status(), DISCONNECTED);
    proxy.server.close();
    await server.close();
  });

  it('checks the certificate of the server behind the tunnel', async () => {
    const server = await startServer({ connections: [[]], tls: { cert: 'wrongName' } }, servers);
    const proxy = await startTunnels(server.port, 'HTTP/1.1 200 OK\r\n\r\n');
    const client = new HTTPClient();
    client.set_https_proxy('127.0.0.1', proxy.port);
    warnings.length = 0;
    assert.equal(await connect(client, 443, 'localhost', trusting), TLS_HANDSHAKE_ERROR);
    assert.match(warnings.join(), /localhost:443.*another name/);
    proxy.server.close();
    await server.close();
  });

  it('resolves the name of the proxy alone', () =>
    withProxy([], async (client) => {
      client.connect_to_host('https://name.invalid', 443);
      assert.equal(client.get_status(), CONNECTING);
      client.set_https_proxy('name.invalid', 3128);
      assert.equal(await connect(client, 443, 'https://127.0.0.1'), CANT_RESOLVE);
    }));

  const refusals: Record<string, [ServerStep[], RegExp]> = {
    'refuses it with 407': [
      [{ expect: 'head' }, { send: 'HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n' }],
      /407 Proxy Authentication Required.*user:password@host/,
    ],
    'refuses it with 502': [
      [{ expect: 'head' }, { send: 'HTTP/1.1 502 Bad Gateway\r\nContent-Length: 3\r\n\r\nno!' }],
      /502 Bad Gateway/,
    ],
    'refuses it with a redirect': [
      [{ expect: 'head' }, { send: 'HTTP/1.1 302 Found\r\nLocation: http://login.invalid/\r\n\r\n' }],
      /302 Found/,
    ],
    'answers garbage': [[{ expect: 'head' }, { send: 'SSH-2.0-OpenSSH\r\n\r\n' }], /did not answer in HTTP/],
    'answers with an endless head': [
      [{ expect: 'head' }, { send: ['HTTP/1.1 200 OK\r\n', { repeat: 'X: y\r\n', count: 100_000 }] }],
      /did not answer in HTTP/,
    ],
    'hangs up': [[{ expect: 'head' }, { end: true }], /hung up/],
    'hangs up in its answer': [[{ expect: 'head' }, { send: 'HTTP/1.1 200 O' }, { end: true }], /hung up/],
    'resets the connection': [[{ expect: 'head' }, { reset: true }], /ECONNRESET/],
  };
  for (const [what, [steps, reason]] of Object.entries(refusals)) {
    it(`reports CANT_CONNECT when the proxy ${what}`, () =>
      withProxy(
        steps,
        async (client, proxy) => {
          assert.equal(await connect(client, 443, 'localhost', trusting), CANT_CONNECT);
          assert.equal(client.poll(), GodotError.ERR_CANT_CONNECT);
          assert.equal(client.connection, null);
          assert.equal(warnings.length, 1);
          assert.match(warnings[0]!, reason);
          assert.ok(warnings[0]!.includes(`127.0.0.1:${proxy.port}`));
          assert.doesNotMatch(warnings[0]!, /secret/);
        },
        'user:secret@',
      ));
  }

  const opened: ServerStep[] = [{ expect: 'head' }, { send: 'HTTP/1.1 200 OK\r\n\r\n' }];
  const broken: Record<string, ServerStep[]> = {
    'hangs up in the tunnel': [...opened, { end: true }],
    'resets the tunnel': [...opened, { expect: 5 }, { reset: true }],
    'sends garbage through the tunnel': [...opened, { send: 'HTTP/1.1 400 Bad Request\r\n\r\n' }],
    'hangs up in the handshake': [...opened, { expect: 5 }, { end: true }],
  };
  for (const [what, steps] of Object.entries(broken)) {
    it(`reports TLS_HANDSHAKE_ERROR when the proxy ${what}`, () =>
      withProxy(steps, async (client) => {
        assert.equal(await connect(client, 443, 'localhost', trusting), TLS_HANDSHAKE_ERROR);
        assert.equal(warnings.length, 1);
        assert.match(warnings[0]!, /localhost:443/);
      }));
  }

  it('lets go of a silent proxy at once', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const arrived = once(server, 'connection') as Promise<[Socket]>;
    const client = new HTTPClient();
    client.set_https_proxy('127.0.0.1', (server.address() as AddressInfo).port);
    client.connect_to_host('https://localhost');
    client.poll();
    const [socket] = await arrived;
    client.close();
    socket.resume().on('error', () => undefined);
    await once(socket, 'close');
    server.close();
  });

  it('takes what came right behind the answer for the beginning of the tunnel', async () => {
    // A server that speaks first cannot speak TLS; the first bytes must still reach whoever reads the tunnel.
    await withProxy(
      [{ expect: 'head' }, { send: 'HTTP/1.1 200 OK\r\n\r\n\x15\x03\x03\0\x02\x02\x28' }],
      async (client) => {
        assert.equal(await connect(client, 443, 'localhost', trusting), TLS_HANDSHAKE_ERROR);
        assert.match(warnings.join(), /no cipher in common/);
      },
    );
  });
});
