import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { GodotError, HTTPClient, StreamPeerTCP } from '#src/godot/index.js';
import { awaitAnswer, pollWhile, readBody, until } from '../support/polling.js';
import { startServer, type ServerStep } from '../support/scripted-server.js';
import { hello, onEachPlatform, text, withServer } from './platforms.js';

const {
  STATUS_DISCONNECTED: DISCONNECTED,
  STATUS_RESOLVING: RESOLVING,
  STATUS_CONNECTING: CONNECTING,
  STATUS_CONNECTED: CONNECTED,
  STATUS_BODY: BODY,
  STATUS_CONNECTION_ERROR: CONNECTION_ERROR,
  METHOD_GET: GET,
  METHOD_HEAD: HEAD,
  METHOD_CONNECT: CONNECT,
} = HTTPClient;

onEachPlatform('HTTPClient: responses', () => {
  it('reads a body until the server closes, and is DISCONNECTED then', async () => {
    await withServer(
      [{ expect: 'request' }, { send: 'HTTP/1.1 200 OK\r\n\r\nhello' }, { end: true }],
      async (client) => {
        client.request(GET, '/', []);
        await awaitAnswer(client);
        assert.equal(client.get_response_body_length(), -1);
        assert.equal(text(await readBody(client)), 'hello');
        assert.equal(client.get_status(), DISCONNECTED);
        assert.equal(client.get_response_code(), 200);
      },
    );
  });

  it('leaves BODY by polling alone when an until-close body was empty', async () => {
    await withServer([{ expect: 'request' }, { send: 'HTTP/1.1 200 OK\r\n\r\n' }, { end: true }], async (client) => {
      client.request(GET, '/', []);
      await awaitAnswer(client);
      assert.equal(await pollWhile(client, BODY), DISCONNECTED);
    });
  });

  it('is DISCONNECTED after an answer that says Connection: close', async () => {
    const answer = 'HTTP/1.1 200 OK\r\nConnection: Keep-Alive, Close\r\nContent-Length: 5\r\n\r\nhello';
    await withServer([{ expect: 'request' }, { send: answer }, { until_closed: true }], async (client) => {
      client.request(GET, '/', []);
      await awaitAnswer(client);
      assert.equal(text(await readBody(client)), 'hello');
      assert.equal(client.get_status(), DISCONNECTED);
    });
  });

  it('passes through BODY for a declared length of 0, until it is read', async () => {
    const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';
    await withServer([{ expect: 'request' }, { send: answer }], async (client) => {
      client.request(GET, '/', []);
      assert.equal(await awaitAnswer(client), BODY);
      client.poll();
      assert.equal(client.get_status(), BODY);
      assert.equal(client.read_response_body_chunk().length, 0);
      assert.equal(client.get_status(), CONNECTED);
    });
  });

  it('has no body after HEAD, 204 and 304', async () => {
    const steps: ServerStep[] = [
      { expect: 'request' },
      { send: 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n' },
      { expect: 'request' },
      { send: 'HTTP/1.1 204 No Content\r\n\r\n' },
      { expect: 'request' },
      { send: 'HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n' },
    ];
    await withServer(steps, async (client) => {
      for (const [method, code, length] of [
        [HEAD, 200, 5],
        [GET, 204, 0],
        [GET, 304, 7],
      ] as const) {
        client.request(method, '/', []);
        assert.equal(await awaitAnswer(client), CONNECTED);
        assert.equal(client.has_response(), true);
        assert.equal(client.get_response_code(), code);
        assert.equal(client.get_response_body_length(), length);
      }
    });
  });

  it('skips interim answers', async () => {
    const interim = 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n';
    await withServer([{ expect: 'request' }, { send: interim + hello }], async (client) => {
      client.request(GET, '/', []);
      await awaitAnswer(client);
      assert.equal(client.get_response_code(), 200);
      assert.deepEqual(client.get_response_headers(), ['Content-Length: 5']);
    });
  });

  it('joins repeated fields by name, compared without case', async () => {
    const answer = 'HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\n__proto__: x\r\nContent-Length: 0\r\n\r\n';
    await withServer([{ expect: 'request' }, { send: answer }], async (client) => {
      client.request(GET, '/', []);
      await awaitAnswer(client);
      const fields = client.get_response_headers_as_dictionary();
      assert.deepEqual(Object.entries(fields), [
        ['Set-Cookie', 'a=1; b=2'],
        ['__proto__', 'x'],
        ['Content-Length', '0'],
      ]);
      assert.equal(Object.getPrototypeOf(fields), null);
    });
  });

  for (const [what, more] of [
    ['closed the connection', { end: true }],
    ['went on talking', { send: 'more' }],
  ] as const) {
    it(`notices at the next poll that the server ${what} right behind an answer`, async () => {
      await withServer([{ expect: 'request' }, { send: hello }, more], async (client) => {
        client.request(GET, '/', []);
        await awaitAnswer(client);
        // So that it is there when the body is read.
        await sleep(50);
        client.poll();
        client.read_response_body_chunk();
        assert.equal(client.get_status(), CONNECTED);
        assert.equal(await pollWhile(client, CONNECTED), CONNECTION_ERROR);
      });
    });
  }

  it('notices at the next poll that the server closed an idle connection', async () => {
    await withServer([{ expect: 'request' }, { send: hello }, { delay: 10 }, { end: true }], async (client) => {
      client.request(GET, '/', []);
      await awaitAnswer(client);
      await readBody(client);
      assert.equal(await pollWhile(client, CONNECTED), CONNECTION_ERROR);
      assert.equal(client.request(GET, '/', []), GodotError.ERR_INVALID_PARAMETER);
    });
  });

  it('writes no request into a connection the server has closed or spoken on', async () => {
    for (const last of [{ end: true }, { send: hello }] as const) {
      await withServer([{ expect: 'request' }, { send: hello }, { delay: 10 }, last], async (client, server) => {
        client.request(GET, '/', []);
        await awaitAnswer(client);
        await readBody(client);
        // Not polled: what the server did shows in the connection alone.
        const peer = client.connection as StreamPeerTCP;
        await until('the server to act', () => {
          const acted = peer.get_available_bytes() > 0 || peer.get_status() === StreamPeerTCP.STATUS_NONE;
          return acted ? true : undefined;
        });
        assert.equal(client.get_status(), CONNECTED);
        assert.equal(client.request(GET, '/second', []), GodotError.OK);
        assert.equal(await awaitAnswer(client), CONNECTION_ERROR);
        assert.doesNotMatch(server.requests()[0]?.toString() ?? '', /second/);
      });
    }
  });

  it('hands the connection over after CONNECT and 101', async () => {
    const steps: ServerStep[] = [
      { expect: 'request' },
      { send: 'HTTP/1.1 200 Connection established\r\nContent-Length: 99\r\n\r\nraw' },
      { expect: 4 },
      { send: 'pong' },
      { end: true },
    ];
    await withServer(steps, async (client) => {
      client.request(CONNECT, 'example.com:443', []);
      assert.equal(await awaitAnswer(client), CONNECTED);
      const peer = client.connection!;
      const read = async (count: number): Promise<string> => {
        await until('bytes', () => (peer.get_available_bytes() >= count ? true : undefined));
        return text(peer.get_data(count)[1]);
      };
      assert.equal(await read(3), 'raw');
      assert.equal(peer.put_data(Buffer.from('ping')), GodotError.OK);
      assert.equal(await read(4), 'pong');
      assert.equal(client.get_status(), CONNECTED);
    });
    await withServer(
      [{ expect: 'request' }, { send: 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nnew' }],
      async (client) => {
        client.request(GET, '/', ['Connection: Upgrade', 'Upgrade: x']);
        assert.equal(await awaitAnswer(client), CONNECTED);
        assert.equal(client.get_response_code(), 101);
        await until('bytes', () => (client.connection!.get_available_bytes() === 3 ? true : undefined));
      },
    );
  });

  it('can be closed in every status and used again', async () => {
    const server = await startServer({
      connections: [[{ expect: 'request' }, { send: 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello' }]],
    });
    const client = new HTTPClient();
    const stops: (() => Promise<void> | void)[] = [
      () => undefined,
      async () => {
        await pollWhile(client, RESOLVING, CONNECTING);
      },
      () => {
        client.request(GET, '/', []);
      },
      async () => {
        await awaitAnswer(client);
      },
      () => {
        client.read_response_body_chunk();
      },
    ];
    for (let last = 0; last < stops.length; last++) {
      assert.equal(client.connect_to_host('127.0.0.1', server.port), GodotError.OK);
      for (const stop of stops.slice(0, last + 1)) await stop();
      client.close();
      assert.equal(client.get_status(), DISCONNECTED);
      assert.equal(client.connection, null);
      assert.equal(client.poll(), GodotError.ERR_UNCONFIGURED);
    }
    await server.close();
  });

  it('keeps the last answer readable after close, until it connects again', async () => {
    await withServer([{ expect: 'request' }, { send: hello }], async (client, server) => {
      client.request(GET, '/', []);
      await awaitAnswer(client);
      client.close();
      assert.equal(client.get_response_code(), 200);
      assert.equal(client.has_response(), true);
      assert.equal(client.get_response_body_length(), 5);
      client.connect_to_host('127.0.0.1', server.port);
      assert.equal(client.get_response_code(), 0);
      assert.equal(client.has_response(), false);
    });
  });
});
