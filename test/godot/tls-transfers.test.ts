/** Requests and answers over TLS: the same life as without it, whatever is in between. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { HTTPClient, StreamPeerBuffer, StreamPeerTCP, StreamPeerTLS, TLSOptions } from '#src/godot/index.js';
import { chainOf, testCertificates } from '../support/certificates.js';
import { awaitAnswer, connect, pollWhile, readBody, until } from '../support/polling.js';
import { startServer, type ScriptedServer, type ServerStep } from '../support/scripted-server.js';
import { hello, onEachPlatform, text, warnings } from './platforms.js';

const {
  STATUS_CONNECTED: CONNECTED,
  STATUS_DISCONNECTED: DISCONNECTED,
  STATUS_BODY: BODY,
  STATUS_CONNECTION_ERROR: CONNECTION_ERROR,
  METHOD_GET: GET,
  METHOD_POST: POST,
} = HTTPClient;

const { servers } = testCertificates();
const MEGABYTE = 1 << 20;

/** Plays `steps` over TLS to one client that is already CONNECTED. */
async function withTlsServer(
  steps: readonly ServerStep[],
  use: (client: HTTPClient, server: ScriptedServer) => Promise<void>,
): Promise<void> {
  const server = await startServer({ connections: [steps], tls: { cert: 'valid' } }, servers);
  const client = new HTTPClient();
  try {
    assert.equal(await connect(client, server.port, 'localhost', TLSOptions.client(chainOf())), CONNECTED);
    await use(client, server);
  } finally {
    client.close();
    await server.close();
  }
}

onEachPlatform('HTTPClient over TLS', () => {
  it('sends the request, with the port in Host', async () => {
    await withTlsServer([{ expect: 'request' }, { send: hello }], async (client, server) => {
      client.request(POST, '/index.php', ['X-Test: 1'], 'body');
      await awaitAnswer(client);
      assert.equal(text(await readBody(client)), 'hello');
      const request = text(server.requests()[0]!);
      assert.match(request, /^POST \/index\.php HTTP\/1\.1\r\nX-Test: 1\r\nHost: localhost:\d+\r\n[^]*\r\n\r\nbody$/);
    });
  });

  it('reads many megabytes, also when the program is slow to fetch them', async () => {
    const size = 16 * MEGABYTE;
    const head = `HTTP/1.1 200 OK\r\nContent-Length: ${size}\r\n\r\n`;
    const steps: ServerStep[] = [
      { expect: 'request' },
      { send: head },
      { send: { repeat: '0123456789abcdef', count: MEGABYTE / 16 }, times: 16 },
      { end: true },
    ];
    await withTlsServer(steps, async (client) => {
      client.request(GET, '/', []);
      await awaitAnswer(client);
      client.read_chunk_size = 100_003;
      const body = await readBody(client);
      assert.equal(body.length, size);
      assert.ok(Buffer.from('0123456789abcdef'.repeat(size / 16), 'latin1').equals(body));
    });
  });

  it('uploads many megabytes', async () => {
    const body = Buffer.alloc(4 * MEGABYTE, 'what is to be uploaded, ');
    await withTlsServer([{ expect: 'request' }, { send: hello }], async (client, server) => {
      client.request_raw(POST, '/', [], new Uint8Array(body));
      assert.equal(await awaitAnswer(client), BODY);
      const request = server.requests()[0]!;
      assert.ok(request.subarray(request.indexOf('\r\n\r\n') + 4).equals(body));
    });
  });

  it('keeps the connection for the next request', async () => {
    const exchange: ServerStep[] = [{ expect: 'request' }, { send: hello }];
    await withTlsServer([...exchange, ...exchange, ...exchange], async (client, server) => {
      for (let i = 0; i < 3; i++) {
        assert.equal(client.request(GET, `/${i}`, []), 0);
        await awaitAnswer(client);
        assert.equal(text(await readBody(client)), 'hello');
        assert.equal(client.get_status(), CONNECTED);
      }
      assert.equal(server.requests().length, 1);
    });
  });

  it('reads a body that ends with the connection', async () => {
    const steps: ServerStep[] = [{ expect: 'request' }, { send: 'HTTP/1.1 200 OK\r\n\r\nhello' }, { end: true }];
    await withTlsServer(steps, async (client) => {
      client.request(GET, '/', []);
      await awaitAnswer(client);
      assert.equal(text(await readBody(client)), 'hello');
      assert.equal(client.get_status(), DISCONNECTED);
    });
  });

  it('notices that the server closed an idle connection', async () => {
    const steps: ServerStep[] = [{ expect: 'request' }, { send: hello }, { end: true }];
    await withTlsServer(steps, async (client) => {
      client.request(GET, '/', []);
      await awaitAnswer(client);
      await readBody(client);
      assert.equal(await pollWhile(client, CONNECTED), CONNECTION_ERROR);
    });
  });

  it('reports an answer that breaks off', async () => {
    const steps: ServerStep[] = [
      { expect: 'request' },
      { send: 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello' },
      { reset: true },
    ];
    await withTlsServer(steps, async (client) => {
      client.request(GET, '/', []);
      await awaitAnswer(client);
      const body = text(await readBody(client));
      assert.ok('hello'.startsWith(body));
      assert.equal(client.get_status(), CONNECTION_ERROR);
    });
  });

  it('delivers all that a server sent before it closed, though the program fetches it later', async () => {
    const size = 4 * MEGABYTE;
    const steps: ServerStep[] = [
      { expect: 'request' },
      { send: ['HTTP/1.1 200 OK\r\n\r\n', { repeat: 'x', count: size }] },
      { end: true },
      { until_closed: true },
    ];
    await withTlsServer(steps, async (client) => {
      client.request(GET, '/', []);
      assert.equal(await awaitAnswer(client), BODY);
      assert.equal((await readBody(client)).length, size);
      assert.equal(client.get_status(), DISCONNECTED);
    });
  });

  it('shows its connection as a StreamPeerTLS over a StreamPeerTCP', async () => {
    await withTlsServer([], async (client, server) => {
      const peer = client.connection;
      assert.ok(peer instanceof StreamPeerTLS);
      assert.equal(peer.get_status(), StreamPeerTLS.STATUS_CONNECTED);
      const below = peer.get_stream();
      assert.ok(below instanceof StreamPeerTCP);
      assert.equal(below.get_status(), StreamPeerTCP.STATUS_CONNECTED);
      assert.equal(below.get_connected_host(), '127.0.0.1');
      assert.equal(below.get_connected_port(), server.port);
      assert.equal(below.get_available_bytes(), 0);
      assert.notEqual(below.put_data(Buffer.from('plain')), 0);
      client.close();
      assert.equal(client.connection, null);
      await Promise.resolve();
    });
  });

  it('hands its connection to another client', async () => {
    const steps: ServerStep[] = [{ expect: 'request' }, { send: hello }];
    await withTlsServer(steps, async (client) => {
      const other = new HTTPClient();
      other.connection = client.connection;
      assert.equal(other.request(GET, '/', []), 0);
      await awaitAnswer(other);
      assert.equal(text(await readBody(other)), 'hello');
      other.close();
      assert.equal(client.get_status(), CONNECTED);
    });
  });

  it('takes nothing but a StreamPeerTLS as the connection of a client that connects with TLS', async () => {
    await withTlsServer([], async (client) => {
      warnings.length = 0;
      const before = client.connection;
      client.connection = new StreamPeerBuffer();
      assert.equal(client.connection, before);
      assert.equal(warnings.length, 1);
      client.close();
      client.connection = new StreamPeerTCP();
      assert.equal(client.connection, null);
      client.connection = new StreamPeerTLS();
      assert.equal(client.get_status(), CONNECTED);
      await connect(client, 1);
      client.connection = new StreamPeerBuffer();
      assert.equal(client.get_status(), CONNECTED);
    });
  });

  it('notices that the program closed the connection below it', async () => {
    await withTlsServer([], async (client) => {
      const peer = client.connection;
      assert.ok(peer instanceof StreamPeerTLS);
      peer.disconnect_from_stream();
      assert.equal(peer.get_status(), StreamPeerTLS.STATUS_DISCONNECTED);
      assert.equal(await pollWhile(client, CONNECTED), CONNECTION_ERROR);
    });
  });

  it('hands the connection over at 101, still inside of TLS', async () => {
    const steps: ServerStep[] = [
      { expect: 'request' },
      { send: 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: raw\r\n\r\nraw' },
      { expect: 4 },
      { send: 'pong' },
    ];
    await withTlsServer(steps, async (client) => {
      client.request(GET, '/', ['Connection: Upgrade', 'Upgrade: raw']);
      assert.equal(await awaitAnswer(client), CONNECTED);
      const peer = client.connection!;
      await until('the first bytes', () => (peer.get_available_bytes() >= 3 ? true : undefined));
      assert.equal(text(peer.get_data(3)[1]), 'raw');
      assert.equal(peer.put_data(Buffer.from('ping')), 0);
      await until('the answer', () => (peer.get_available_bytes() >= 4 ? true : undefined));
      assert.equal(text(peer.get_data(4)[1]), 'pong');
    });
  });
});
