/** Whom HTTPClient trusts: each kind of certificate and each kind of options, and what it says about those it refuses. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { it } from 'node:test';
import tls from 'node:tls';
import { GodotError, HTTPClient, TLSOptions, X509Certificate, CryptoKey } from '#src/godot/index.js';
import { chainOf, testCertificates, type TestCertificates } from '../support/certificates.js';
import { awaitAnswer, connect, pollWhile, readBody } from '../support/polling.js';
import { startServer, type ServerStep } from '../support/scripted-server.js';
import { hello, onEachPlatform, text, warnings } from './platforms.js';

const {
  STATUS_CONNECTING: CONNECTING,
  STATUS_CONNECTED: CONNECTED,
  STATUS_CONNECTION_ERROR: CONNECTION_ERROR,
  STATUS_TLS_HANDSHAKE_ERROR: TLS_HANDSHAKE_ERROR,
  STATUS_RESOLVING: RESOLVING,
} = HTTPClient;

type ServerName = keyof TestCertificates['servers'];

const { servers, intermediate } = testCertificates();
const trusting = (pem?: string, name?: string): TLSOptions => TLSOptions.client(chainOf(pem), name);

interface Try {
  readonly server: ServerName;
  readonly options: TLSOptions | null;
  readonly host?: string;
  readonly secure?: Omit<tls.SecureContextOptions, 'cert'>;
}

/** Connects to a TLS server; hands over the client, however that ended. */
async function trying(
  { server: cert, options, host = 'localhost', secure = {} }: Try,
  use: (client: HTTPClient, port: number) => Promise<void> | void,
  steps: readonly ServerStep[] = [{ expect: 'request' }, { send: hello }],
): Promise<void> {
  const server = await startServer({ connections: [steps], tls: { cert, ...secure } }, servers);
  const client = new HTTPClient();
  warnings.length = 0;
  try {
    assert.equal(client.connect_to_host(host, server.port, options), GodotError.OK);
    await pollWhile(client, RESOLVING, CONNECTING);
    await use(client, server.port);
  } finally {
    client.close();
    await server.close();
  }
}

/** Checks what a client is like after a failed handshake, whose poll was the last one. */
function assertRefused(client: HTTPClient, place: string, reason: RegExp): void {
  assert.equal(client.get_status(), TLS_HANDSHAKE_ERROR);
  assert.equal(client.connection, null);
  assert.equal(client.poll(), GodotError.ERR_CONNECTION_ERROR);
  assert.equal(warnings.length, 1);
  assert.ok(warnings[0]!.includes(place), `${warnings[0]} does not name ${place}`);
  assert.match(warnings[0]!, reason);
}

onEachPlatform('HTTPClient and certificates', () => {
  const accepted: Record<string, Try> = {
    'by its name': { server: 'valid', options: trusting() },
    'by its address': { server: 'valid', options: trusting(), host: '127.0.0.1' },
    'behind https://': { server: 'valid', options: trusting(), host: 'https://localhost' },
    'with TLS 1.2 alone': { server: 'valid', options: trusting(), secure: { maxVersion: 'TLSv1.2' } },
    'with TLS 1.3 alone': { server: 'valid', options: trusting(), secure: { minVersion: 'TLSv1.3' } },
    'with an intermediate authority': { server: 'chained', options: trusting() },
    'trusting the intermediate authority alone': { server: 'chained', options: trusting(intermediate) },
    "trusting the server's own certificate": { server: 'selfSigned', options: trusting(servers.selfSigned.cert) },
    'trusting several authorities': {
      server: 'selfSigned',
      options: trusting(servers.valid.cert + testCertificates().authority + servers.selfSigned.cert),
    },
    'under another name that was asked for': { server: 'wrongName', options: trusting(undefined, 'other.example') },
    'under another name, unsafe, with the chain': { server: 'wrongName', options: TLSOptions.client_unsafe(chainOf()) },
    'self-signed, unsafe': { server: 'selfSigned', options: TLSOptions.client_unsafe() },
    'expired, unsafe': { server: 'expired', options: TLSOptions.client_unsafe() },
  };
  for (const [what, attempt] of Object.entries(accepted)) {
    it(`talks to a server ${what}`, () =>
      trying(attempt, async (client) => {
        assert.deepEqual(warnings, []);
        assert.equal(client.get_status(), CONNECTED);
        client.request(HTTPClient.METHOD_GET, '/', []);
        await awaitAnswer(client);
        assert.equal(text(await readBody(client)), 'hello');
        assert.equal(client.get_status(), CONNECTED);
      }));
  }

  const refused: Record<string, readonly [Try, RegExp]> = {
    'an expired certificate': [{ server: 'expired', options: trusting() }, /has expired/],
    'one that is not valid yet': [{ server: 'notYetValid', options: trusting() }, /not valid yet/],
    'one for another name': [{ server: 'wrongName', options: trusting() }, /for another name.*localhost/],
    'one for another address': [{ server: 'wrongName', options: trusting(), host: '127.0.0.1' }, /another name/],
    'one without the name that was asked for': [
      { server: 'valid', options: trusting(undefined, 'other.example') },
      /another name.*other\.example/,
    ],
    'a self-signed one': [{ server: 'selfSigned', options: trusting() }, /self-signed/],
    'one of an unknown authority': [{ server: 'unknownAuthority', options: trusting() }, /not trusted/],
    'one of an authority that only the given chain lacks': [
      { server: 'valid', options: trusting(servers.selfSigned.cert) },
      /not trusted/,
    ],
    'one of an authority that Node does not know': [{ server: 'valid', options: TLSOptions.client() }, /not trusted/],
    'one behind https:// alone, of such an authority': [
      { server: 'valid', options: null, host: 'https://localhost' },
      /not trusted/,
    ],
    'one whose intermediate certificate is missing': [{ server: 'chainCut', options: trusting() }, /intermediate/],
    'one of an unknown authority, unsafe, with a chain': [
      { server: 'unknownAuthority', options: TLSOptions.client_unsafe(chainOf()) },
      /not trusted/,
    ],
    'an expired one, unsafe, with a chain': [
      { server: 'expired', options: TLSOptions.client_unsafe(chainOf()) },
      /has expired/,
    ],
    'a server that speaks TLS 1.1 alone': [
      {
        server: 'valid',
        options: trusting(),
        secure: { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
      },
      /no version of TLS from 1\.2 on/,
    ],
    'a server with which it has no cipher in common': [
      { server: 'valid', options: trusting(), secure: { maxVersion: 'TLSv1.2', ciphers: 'PSK-AES128-CBC-SHA256' } },
      /no cipher in common/,
    ],
  };
  for (const [what, [attempt, reason]] of Object.entries(refused)) {
    it(`refuses ${what}, and says why, once`, () =>
      trying(attempt, (client, port) => {
        const host = attempt.host?.replace('https://', '') ?? 'localhost';
        assertRefused(client, `${host}:${port}`, reason);
      }));
  }

  it('returns ERR_CANT_CONNECT from the poll that finds the handshake failed', async () => {
    const server = await startServer({ connections: [[]], tls: { cert: 'expired' } }, servers);
    const client = new HTTPClient();
    client.connect_to_host('127.0.0.1', server.port, trusting());
    let error: GodotError = GodotError.OK;
    while (client.get_status() === CONNECTING) {
      error = client.poll();
      await new Promise(setImmediate);
    }
    assert.equal(error, GodotError.ERR_CANT_CONNECT);
    assert.equal(client.poll(), GodotError.ERR_CONNECTION_ERROR);
    assert.equal(client.get_status(), TLS_HANDSHAKE_ERROR);
    await server.close();
  });

  it('can connect again after a refusal, also to the same server with better options', async () => {
    await trying({ server: 'valid', options: TLSOptions.client() }, async (client, port) => {
      assert.equal(client.get_status(), TLS_HANDSHAKE_ERROR);
      assert.equal(await connect(client, port, 'localhost', trusting()), CONNECTED);
      assert.equal(await connect(client, port, 'localhost', TLSOptions.client()), TLS_HANDSHAKE_ERROR);
    });
  });

  const misfits: Record<string, readonly [ServerStep[], RegExp]> = {
    'answers in plain HTTP': [[{ expect: 5 }, { send: 'HTTP/1.1 400 Bad Request\r\n\r\n' }], /not speak TLS/],
    'hangs up at once': [[{ end: true }], /hung up/],
    'hangs up in the handshake': [[{ expect: 5 }, { end: true }], /hung up/],
    'resets in the handshake': [[{ expect: 5 }, { reset: true }], /hung up/],
    'sends binary garbage': [[{ expect: 5 }, { send: { b64: '/////wAAAAAAAAAAAAA=' } }], /./],
    'sends an alert': [[{ expect: 5 }, { send: '\x15\x03\x03\0\x02\x02\x28' }], /no cipher in common/],
    'breaks off in its hello': [
      [{ expect: 5 }, { send: '\x16\x03\x03\0\x7a\x02\0\0\x76\x03' }, { end: true }],
      /hung up/,
    ],
  };
  for (const [what, [steps, reason]] of Object.entries(misfits)) {
    it(`reports TLS_HANDSHAKE_ERROR when the server ${what}`, async () => {
      const server = await startServer({ connections: [steps] });
      const client = new HTTPClient();
      warnings.length = 0;
      await connect(client, server.port, '127.0.0.1', trusting());
      assertRefused(client, `127.0.0.1:${server.port}`, reason);
      await server.close();
    });
  }

  it('reports CONNECTION_ERROR when it speaks plainly to a TLS server', async () => {
    const server = tls.createServer(servers.valid).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = new HTTPClient();
    assert.equal(await connect(client, (server.address() as AddressInfo).port), CONNECTED);
    client.request(HTTPClient.METHOD_GET, '/', []);
    assert.equal(await awaitAnswer(client), CONNECTION_ERROR);
    server.close();
  });

  it('lets go of a server that is silent in the handshake as soon as it is told to', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const arrived = once(server, 'connection') as Promise<[Socket]>;
    const client = new HTTPClient();
    client.connect_to_host('127.0.0.1', (server.address() as AddressInfo).port, trusting());
    client.poll();
    const [socket] = await arrived;
    assert.equal(client.poll(), GodotError.OK);
    assert.equal(client.get_status(), CONNECTING);
    client.close();
    assert.equal(client.get_status(), HTTPClient.STATUS_DISCONNECTED);
    socket.resume().on('error', () => undefined);
    await once(socket, 'close');
    server.close();
  });

  it('asks for the name, or its override, in clear text, and never for an address', async () => {
    const asked: (string | false)[] = [];
    const server = tls.createServer(servers.valid, (socket) => {
      asked.push(socket.servername ?? false);
      socket.on('error', () => undefined);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const client = new HTTPClient();
    const attempts: [string, TLSOptions][] = [
      ['localhost', trusting()],
      ['127.0.0.1', trusting()],
      ['127.0.0.1', trusting(undefined, 'localhost')],
    ];
    for (const [host, options] of attempts) {
      const heard = once(server, 'secureConnection');
      assert.equal(await connect(client, port, host, options), CONNECTED);
      await heard;
    }
    client.close();
    assert.deepEqual(asked, ['localhost', false, 'localhost']);
    server.close();
  });

  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    it(`resumes its session when it connects again (${version})`, async () => {
      const resumed: boolean[] = [];
      const server = tls.createServer({ ...servers.valid, minVersion: version, maxVersion: version }, (socket) => {
        resumed.push(socket.isSessionReused());
        socket.on('error', () => undefined).on('data', () => socket.write(hello));
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const client = new HTTPClient();
      const once_ = async (options: TLSOptions): Promise<void> => {
        assert.equal(await connect(client, port, 'localhost', options), CONNECTED);
        client.request(HTTPClient.METHOD_GET, '/', []);
        await awaitAnswer(client);
        assert.equal(text(await readBody(client)), 'hello');
      };
      await once_(trusting());
      await once_(trusting());
      await once_(trusting());
      // Whom one option trusts, another need not.
      await once_(TLSOptions.client_unsafe());
      client.close();
      assert.deepEqual(resumed, [false, true, true, false]);
      server.close();
    });
  }

  it('refuses options that cannot be', () => {
    const client = new HTTPClient();
    const key = new CryptoKey();
    key.load_from_string(servers.valid.key);
    const options: Record<string, TLSOptions> = {
      'for a server': TLSOptions.server(key, chainOf(servers.valid.cert)),
      'no certificate': TLSOptions.client(new X509Certificate()),
    };
    for (const [reason, wrong] of Object.entries(options)) {
      warnings.length = 0;
      assert.equal(client.connect_to_host('localhost', 443, wrong), GodotError.ERR_INVALID_PARAMETER);
      assert.equal(client.get_status(), HTTPClient.STATUS_DISCONNECTED);
      assert.equal(warnings.length, 1);
      assert.match(warnings[0]!, new RegExp(reason));
    }
    assert.throws(() => client.connect_to_host('localhost', 443, 'yes' as unknown as TLSOptions), TypeError);
  });

  it('uses port 443 with TLS when none is given, and none with http://', async () => {
    const client = new HTTPClient();
    assert.equal(client.connect_to_host('https://127.0.0.1'), GodotError.OK);
    client.close();
    const server = await startServer({ connections: [[{ expect: 'request' }, { send: hello }]] });
    assert.equal(await connect(client, server.port, 'http://127.0.0.1', trusting()), CONNECTED);
    client.request(HTTPClient.METHOD_GET, '/', []);
    await awaitAnswer(client);
    assert.equal(text(await readBody(client)), 'hello');
    client.close();
    await server.close();
  });
});
