/** StreamPeerTLS as a program uses it by itself: both sides of a handshake, over a StreamPeerTCP that is connected. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectSocket, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { it } from 'node:test';
import tls from 'node:tls';
import {
  CryptoKey,
  GodotError,
  HTTPClient,
  StreamPeerBuffer,
  StreamPeerTCP,
  StreamPeerTLS,
  TLSOptions,
  X509Certificate,
} from '#src/godot/index.js';
import { chainOf, testCertificates } from '../support/certificates.js';
import { awaitAnswer, connect, readBody, until } from '../support/polling.js';
import { startServer } from '../support/scripted-server.js';
import { hello, onEachPlatform, text, warnings } from './platforms.js';

const { STATUS_CONNECTED, STATUS_DISCONNECTED, STATUS_ERROR, STATUS_ERROR_HOSTNAME_MISMATCH, STATUS_HANDSHAKING } =
  StreamPeerTLS;

const { servers, otherKey } = testCertificates();
const trusting = TLSOptions.client(chainOf());

function keyOf(pem: string, publicOnly = false): CryptoKey {
  const key = new CryptoKey();
  assert.equal(key.load_from_string(pem, publicOnly), GodotError.OK);
  return key;
}

/** Connects a StreamPeerTCP; closes it afterwards. */
async function withTcp(port: number, use: (tcp: StreamPeerTCP) => Promise<void>): Promise<void> {
  const tcp = new StreamPeerTCP();
  assert.equal(tcp.connect_to_host('127.0.0.1', port), GodotError.OK);
  await until('the TCP connection', () => (tcp.get_status() === StreamPeerTCP.STATUS_CONNECTED ? true : undefined));
  try {
    await use(tcp);
  } finally {
    tcp.disconnect_from_host();
  }
}

/** Whether a read of what is not there yet would block the test. */
function canWait(): boolean {
  const client = new HTTPClient();
  client.blocking_mode_enabled = true;
  return client.blocking_mode_enabled;
}

/** Polls until the handshake is over; returns the status that follows. */
function shaken(peer: StreamPeerTLS): Promise<number> {
  return until('the handshake', () => {
    peer.poll();
    return peer.get_status() === STATUS_HANDSHAKING ? undefined : peer.get_status();
  });
}

async function received(peer: StreamPeerTLS | StreamPeerTCP, count: number): Promise<string> {
  await until(`${count} bytes`, () => (peer.get_available_bytes() >= count ? true : undefined));
  return text(peer.get_data(count)[1]);
}

/** A TCP server that hands its first connection to `use`. */
async function listening(use: (socket: Socket) => void): Promise<{ server: Server; port: number }> {
  const server = createServer(use).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

onEachPlatform('StreamPeerTLS', () => {
  it('has the documented numbers and begins DISCONNECTED', () => {
    const numbers = [STATUS_DISCONNECTED, STATUS_HANDSHAKING, STATUS_CONNECTED, STATUS_ERROR, STATUS_ERROR_HOSTNAME_MISMATCH]; // prettier-ignore
    assert.deepEqual(numbers, [0, 1, 2, 3, 4]);
    const peer = new StreamPeerTLS();
    assert.equal(peer.get_status(), STATUS_DISCONNECTED);
    assert.equal(peer.get_stream(), null);
    assert.equal(peer.get_available_bytes(), 0);
    assert.equal(peer.get_partial_data(1)[0], GodotError.ERR_UNCONFIGURED);
    assert.equal(peer.put_data(new Uint8Array(1)), GodotError.ERR_UNCONFIGURED);
    peer.poll();
    peer.disconnect_from_stream();
  });

  it('talks to a TLS server over a StreamPeerTCP', async () => {
    const script = { connections: [[{ expect: 4 }, { send: 'pong' }]], tls: { cert: 'valid' } } as const;
    const server = await startServer(script, servers);
    await withTcp(server.port, async (tcp) => {
      const peer = new StreamPeerTLS();
      assert.equal(peer.connect_to_stream(tcp, 'localhost', trusting), GodotError.OK);
      assert.equal(peer.get_status(), STATUS_HANDSHAKING);
      assert.equal(await shaken(peer), STATUS_CONNECTED);
      assert.equal(peer.get_stream(), tcp);
      assert.equal(peer.put_data(Buffer.from('ping')), GodotError.OK);
      assert.equal(await received(peer, 4), 'pong');
      assert.equal(text(server.requests()[0]!), 'ping');
      assert.equal(tcp.get_status(), StreamPeerTCP.STATUS_CONNECTED);
      assert.equal(tcp.get_available_bytes(), 0);
      assert.notEqual(tcp.put_data(Buffer.from('in clear text')), GodotError.OK);
      peer.disconnect_from_stream();
      assert.equal(peer.get_status(), STATUS_DISCONNECTED);
      assert.equal(tcp.get_status(), StreamPeerTCP.STATUS_NONE);
    });
    await server.close();
  });

  it('becomes secure in the middle of a conversation, after what was written before', async () => {
    const heard: string[] = [];
    const { server, port } = await listening((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', (data) => {
        heard.push(data.toString());
        socket.write('ready');
        const secure = new tls.TLSSocket(socket, { isServer: true, ...servers.valid });
        secure.on('error', () => undefined).on('data', (more: Buffer) => secure.write(`<${more.toString()}>`));
      });
    });
    await withTcp(port, async (tcp) => {
      tcp.put_data(Buffer.from('STARTTLS'));
      assert.equal(await received(tcp, 5), 'ready');
      const peer = new StreamPeerTLS();
      assert.equal(peer.connect_to_stream(tcp, 'localhost', trusting), GodotError.OK);
      assert.equal(await shaken(peer), STATUS_CONNECTED);
      peer.put_data(Buffer.from('secret'));
      assert.equal(await received(peer, 8), '<secret>');
    });
    assert.deepEqual(heard, ['STARTTLS']);
    server.close();
  });

  it('takes the part of the server, also when the hello has arrived already', async () => {
    const answers: string[] = [];
    const { server, port } = await listening((socket) => {
      const secure = tls.connect({ socket, ca: testCertificates().authority, servername: 'localhost' });
      secure.on('error', () => undefined).write('ping');
      secure.on('data', (data: Buffer) => answers.push(data.toString()));
    });
    await withTcp(port, async (tcp) => {
      await until('the hello', () => (tcp.get_available_bytes() > 100 ? true : undefined));
      // Where reading cannot wait, what was too little is kept for the next read: here, the handshake.
      if (!canWait()) assert.equal(tcp.get_string(60_000), '');
      const peer = new StreamPeerTLS();
      const own = TLSOptions.server(keyOf(servers.valid.key), chainOf(servers.valid.cert));
      assert.equal(peer.accept_stream(tcp, own), GodotError.OK);
      assert.equal(await shaken(peer), STATUS_CONNECTED);
      assert.equal(await received(peer, 4), 'ping');
      peer.put_data(Buffer.from('pong'));
      await until('the answer', () => (answers.length > 0 ? true : undefined));
      assert.deepEqual(answers, ['pong']);
    });
    server.close();
  });

  it('reports a client that does not trust it, hangs up, or speaks no TLS', async () => {
    const clients: ((socket: Socket) => void)[] = [
      (socket) => tls.connect({ socket }).on('error', () => undefined),
      (socket) => tls.connect({ socket, maxVersion: 'TLSv1.2' }).on('error', () => undefined),
      (socket) => socket.end(),
      (socket) => socket.end('GET / HTTP/1.1\r\n\r\n'),
      (socket) => socket.resetAndDestroy(),
    ];
    for (const [index, client] of clients.entries()) {
      const sockets: Socket[] = [];
      const { server, port } = await listening((socket) => {
        sockets.push(socket.on('error', () => undefined));
      });
      await withTcp(port, async (tcp) => {
        const peer = new StreamPeerTLS();
        const own = TLSOptions.server(keyOf(servers.valid.key), chainOf(servers.valid.cert));
        assert.equal(peer.accept_stream(tcp, own), GodotError.OK);
        warnings.length = 0;
        client(await until('the other side', () => sockets[0]));
        const last = await until('the end', () => {
          const status = peer.get_status();
          return status === STATUS_HANDSHAKING || status === STATUS_CONNECTED ? undefined : status;
        });
        peer.poll();
        // Node's own client looks at the certificate only after the handshake, and then closes the connection.
        if (index < 2) assert.ok(last === STATUS_ERROR || last === STATUS_DISCONNECTED);
        else assert.deepEqual([last, warnings.length], [STATUS_ERROR, 1]);
      });
      server.close();
    }
  });

  it('tells a wrong name from other failures', async () => {
    const cases = [
      ['wrongName', STATUS_ERROR_HOSTNAME_MISMATCH],
      ['expired', STATUS_ERROR],
      ['unknownAuthority', STATUS_ERROR],
    ] as const;
    for (const [cert, status] of cases) {
      const server = await startServer({ connections: [[]], tls: { cert } }, servers);
      await withTcp(server.port, async (tcp) => {
        const peer = new StreamPeerTLS();
        warnings.length = 0;
        assert.equal(peer.connect_to_stream(tcp, 'localhost', trusting), GodotError.OK);
        assert.equal(await shaken(peer), status);
        peer.poll();
        assert.equal(warnings.length, 1);
        assert.equal(peer.get_available_bytes(), 0);
        assert.equal(peer.put_partial_data(new Uint8Array(1))[0], GodotError.ERR_UNCONFIGURED);
      });
      await server.close();
    }
  });

  it('reads what came before the end, then shows the end', async () => {
    const script = { connections: [[{ send: 'all of it' }, { end: true }]], tls: { cert: 'valid' } } as const;
    const server = await startServer(script, servers);
    await withTcp(server.port, async (tcp) => {
      const peer = new StreamPeerTLS();
      peer.connect_to_stream(tcp, 'localhost', trusting);
      await shaken(peer);
      assert.equal(await received(peer, 9), 'all of it');
      await until('the end', () => (peer.get_status() === STATUS_DISCONNECTED ? true : undefined));
      assert.equal(peer.get_partial_data(1)[0], GodotError.ERR_FILE_EOF);
    });
    await server.close();
  });

  it('ends with the stream below', async () => {
    const server = await startServer({ connections: [[]], tls: { cert: 'valid' } }, servers);
    await withTcp(server.port, async (tcp) => {
      const peer = new StreamPeerTLS();
      peer.connect_to_stream(tcp, 'localhost', trusting);
      await shaken(peer);
      tcp.disconnect_from_host();
      const last = await until('the end', () => {
        const status = peer.get_status();
        return status === STATUS_CONNECTED ? undefined : status;
      });
      assert.equal(last, STATUS_ERROR);
    });
    await server.close();
  });

  it('serves as the connection of an HTTPClient', async () => {
    const script = { connections: [[{ expect: 'request' }, { send: hello }]], tls: { cert: 'valid' } } as const;
    const server = await startServer(script, servers);
    await withTcp(server.port, async (tcp) => {
      const peer = new StreamPeerTLS();
      peer.connect_to_stream(tcp, 'localhost', trusting);
      const client = new HTTPClient();
      client.connection = peer;
      assert.equal(client.request(HTTPClient.METHOD_GET, '/', []), GodotError.OK);
      await awaitAnswer(client);
      assert.equal(text(await readBody(client)), 'hello');
      assert.match(text(server.requests()[0]!), new RegExp(`\r\nHost: 127\\.0\\.0\\.1:${server.port}\r\n`));
      client.close();
      assert.equal(peer.get_status(), STATUS_CONNECTED);
      peer.disconnect_from_stream();
    });
    await server.close();
  });

  it('shows a client its failed handshake as a broken connection', async () => {
    const server = await startServer({ connections: [[]], tls: { cert: 'expired' } }, servers);
    await withTcp(server.port, async (tcp) => {
      const peer = new StreamPeerTLS();
      peer.connect_to_stream(tcp, 'localhost', trusting);
      const client = new HTTPClient();
      client.connection = peer;
      client.request(HTTPClient.METHOD_GET, '/', []);
      assert.equal(await awaitAnswer(client), HTTPClient.STATUS_CONNECTION_ERROR);
    });
    await server.close();
  });

  it('secures a tunnel that the program opened by hand', async () => {
    const target = await startServer(
      { connections: [[{ expect: 'request' }, { send: hello }]], tls: { cert: 'valid' } },
      servers,
    );
    const { server: proxy, port } = await listening((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        const far = connectSocket(target.port, '127.0.0.1');
        far.on('error', () => undefined);
        socket.pipe(far).pipe(socket);
      });
    });
    const client = new HTTPClient();
    assert.equal(await connect(client, port), HTTPClient.STATUS_CONNECTED);
    client.request(HTTPClient.METHOD_CONNECT, `localhost:${target.port}`, []);
    assert.equal(await awaitAnswer(client), HTTPClient.STATUS_CONNECTED);
    const peer = new StreamPeerTLS();
    assert.equal(peer.connect_to_stream(client.connection!, 'localhost', trusting), GodotError.OK);
    assert.equal(await shaken(peer), STATUS_CONNECTED);
    // In clear text no request may go into it.
    client.request(HTTPClient.METHOD_GET, '/in-clear-text', []);
    assert.equal(await awaitAnswer(client), HTTPClient.STATUS_CONNECTION_ERROR);
    client.connection = peer;
    client.request(HTTPClient.METHOD_GET, '/', []);
    await awaitAnswer(client);
    assert.equal(text(await readBody(client)), 'hello');
    peer.disconnect_from_stream();
    client.close();
    proxy.close();
    await target.close();
  });

  it('refuses streams and options that will not do', async () => {
    const server = await startServer({ connections: [[]] });
    await withTcp(server.port, (tcp) => {
      const peer = new StreamPeerTLS();
      const key = keyOf(servers.valid.key);
      const certificate = chainOf(servers.valid.cert);
      const { ERR_INVALID_PARAMETER, ERR_UNCONFIGURED, ERR_ALREADY_IN_USE } = GodotError;
      const refusals: [GodotError, () => GodotError][] = [
        [ERR_INVALID_PARAMETER, () => peer.connect_to_stream(new StreamPeerBuffer(), 'localhost')],
        [ERR_UNCONFIGURED, () => peer.connect_to_stream(new StreamPeerTCP(), 'localhost')],
        [ERR_INVALID_PARAMETER, () => peer.connect_to_stream(tcp, 'a', TLSOptions.server(key, certificate))],
        [ERR_INVALID_PARAMETER, () => peer.connect_to_stream(tcp, 'a', TLSOptions.client(new X509Certificate()))],
        [ERR_INVALID_PARAMETER, () => peer.accept_stream(tcp, trusting)],
        [ERR_INVALID_PARAMETER, () => peer.accept_stream(tcp, TLSOptions.server(new CryptoKey(), certificate))],
        [ERR_INVALID_PARAMETER, () => peer.accept_stream(tcp, TLSOptions.server(key, new X509Certificate()))],
        [
          ERR_INVALID_PARAMETER,
          () => peer.accept_stream(tcp, TLSOptions.server(keyOf(servers.valid.key, true), certificate)),
        ],
        [ERR_INVALID_PARAMETER, () => peer.accept_stream(tcp, TLSOptions.server(keyOf(otherKey), certificate))],
      ];
      for (const [error, refused] of refusals) {
        warnings.length = 0;
        assert.equal(refused(), error);
        assert.equal(warnings.length, 1);
        assert.equal(peer.get_status(), STATUS_DISCONNECTED);
      }
      assert.throws(() => peer.connect_to_stream(null as unknown as StreamPeerTCP, 'localhost'), TypeError);
      assert.throws(() => peer.connect_to_stream(tcp, 1 as unknown as string), TypeError);
      assert.throws(() => peer.accept_stream(tcp, null as unknown as TLSOptions), TypeError);
      assert.equal(tcp.get_status(), StreamPeerTCP.STATUS_CONNECTED);
      assert.equal(peer.connect_to_stream(tcp, 'localhost', trusting), GodotError.OK);
      assert.equal(peer.connect_to_stream(tcp, 'localhost', trusting), ERR_ALREADY_IN_USE);
      assert.equal(new StreamPeerTLS().connect_to_stream(tcp, 'localhost', trusting), ERR_ALREADY_IN_USE);
      return Promise.resolve();
    });
    await server.close();
  });
});
