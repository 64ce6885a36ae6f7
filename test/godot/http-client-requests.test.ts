import assert from 'node:assert/strict';
import { it } from 'node:test';
import { GodotError, HTTPClient } from '#src/godot/index.js';
import { awaitAnswer, connect, pollWhile, readBody } from '../support/polling.js';
import { closedPort, startServer, type ServerStep } from '../support/scripted-server.js';
import { hello, onEachPlatform, text, warnings, withServer } from './platforms.js';

const {
  STATUS_DISCONNECTED: DISCONNECTED,
  STATUS_RESOLVING: RESOLVING,
  STATUS_CANT_RESOLVE: CANT_RESOLVE,
  STATUS_CONNECTING: CONNECTING,
  STATUS_CANT_CONNECT: CANT_CONNECT,
  STATUS_CONNECTED: CONNECTED,
  STATUS_REQUESTING: REQUESTING,
  STATUS_BODY: BODY,
  METHOD_GET: GET,
  METHOD_POST: POST,
  METHOD_CONNECT: CONNECT,
} = HTTPClient;

onEachPlatform('HTTPClient: connections and requests', () => {
  it('fetches, posts on the same connection and keeps it', async () => {
    const steps: ServerStep[] = [{ expect: 'request' }, { send: hello }, { expect: 'request' }, { send: hello }];
    await withServer(steps, async (client, server) => {
      assert.equal(client.request(GET, '/a?b=c', ['X-One: 1']), GodotError.OK);
      assert.equal(client.get_status(), REQUESTING);
      assert.equal(client.has_response(), false);
      assert.equal(await awaitAnswer(client), BODY);
      assert.equal(client.has_response(), true);
      assert.equal(client.get_response_code(), 200);
      assert.equal(client.get_response_body_length(), 5);
      assert.deepEqual(client.get_response_headers(), ['Content-Length: 5']);
      assert.deepEqual(client.get_response_headers(), ['Content-Length: 5']);
      assert.deepEqual({ ...client.get_response_headers_as_dictionary() }, { 'Content-Length': '5' });
      assert.equal(text(await readBody(client)), 'hello');
      assert.equal(client.get_status(), CONNECTED);
      assert.equal(client.request(POST, '/b', [], 'grüße'), GodotError.OK);
      assert.equal(await awaitAnswer(client), BODY);
      assert.equal(text(await readBody(client)), 'hello');
      const agent = `User-Agent: tickwire/0.1.0 (${process.platform})\r\nAccept: */*\r\n\r\n`;
      const host = `Host: 127.0.0.1:${server.port}\r\n`;
      assert.equal(
        server.requests()[0]?.toString(),
        `GET /a?b=c HTTP/1.1\r\nX-One: 1\r\n${host}${agent}` +
          `POST /b HTTP/1.1\r\n${host}Content-Length: 7\r\n${agent}grüße`,
      );
    });
  });

  it('answers a poll before connecting with ERR_UNCONFIGURED', () => {
    const client = new HTTPClient();
    assert.equal(client.poll(), GodotError.ERR_UNCONFIGURED);
    assert.equal(client.get_status(), DISCONNECTED);
    assert.equal(client.get_response_code(), 0);
    assert.equal(client.get_response_body_length(), -1);
    assert.deepEqual(client.get_response_headers(), []);
    assert.equal(client.read_response_body_chunk().length, 0);
  });

  it('goes RESOLVING for a name and CONNECTING for an address', async () => {
    const server = await startServer({ connections: [[]] });
    const client = new HTTPClient();
    assert.equal(client.connect_to_host('http://localhost', server.port), GodotError.OK);
    assert.equal(client.get_status(), RESOLVING);
    assert.equal(await pollWhile(client, RESOLVING, CONNECTING), CONNECTED);
    assert.equal(client.connect_to_host('[::ffff:127.0.0.1]', server.port), GodotError.OK);
    assert.equal(client.get_status(), CONNECTING);
    assert.equal(await pollWhile(client, CONNECTING), CONNECTED);
    client.close();
    await server.close();
  });

  it('tells a name without address and a port without server apart', async () => {
    const client = new HTTPClient();
    warnings.length = 0;
    assert.equal(await connect(client, 80, 'name.invalid'), CANT_RESOLVE);
    assert.equal(client.poll(), GodotError.ERR_CANT_RESOLVE);
    assert.match(warnings.join(), /name\.invalid/);
    const port = await closedPort();
    assert.equal(await connect(client, port), CANT_CONNECT);
    assert.equal(client.poll(), GodotError.ERR_CANT_CONNECT);
    assert.match(warnings.join(), new RegExp(`127.0.0.1:${port} .*ECONNREFUSED`));
  });

  it('refuses hosts and ports that cannot be', () => {
    const client = new HTTPClient();
    for (const [host, port] of [
      ['', 80],
      ['a host', 80],
      ['host/path', 80],
      ['host', 0],
      ['host', 65536],
      ['host', 1.5],
      ['host', -2],
    ] as const) {
      assert.equal(client.connect_to_host(host, port), GodotError.ERR_INVALID_PARAMETER, `${host}:${port}`);
      assert.equal(client.get_status(), DISCONNECTED);
    }
    // @ts-expect-error a number is no host
    assert.throws(() => client.connect_to_host(127), TypeError);
  });

  it('refuses requests that would break, and sends nothing of them', async () => {
    await withServer([{ expect: 'request' }, { send: hello }], async (client, server) => {
      const refused: [number, string, string[]][] = [
        [9, '/', []],
        [-1, '/', []],
        [GET, 'index.html', []],
        [GET, '', []],
        [GET, '*', []],
        [GET, 'host:80', []],
        [GET, '/a b', []],
        [GET, '/\r\nX: y', []],
        [GET, '/ü', []],
        [GET, '/#top', []],
        [CONNECT, '/', []],
        [GET, '/', ['no colon']],
        [GET, '/', [': no name']],
        [GET, '/', ['bad name: x']],
        [GET, '/', ['']],
        [GET, '/', ['X: a\r\nY: b']],
        [GET, '/', ['X: a\nY: b']],
        [GET, '/', ['X: a\0']],
      ];
      for (const [method, url, headers] of refused) {
        const answer = client.request(method as typeof GET, url, headers);
        assert.equal(answer, GodotError.ERR_INVALID_PARAMETER, JSON.stringify([method, url, headers]));
        assert.equal(client.get_status(), CONNECTED);
      }
      assert.throws(() => client.request(GET, '/', 'X: y' as unknown as string[]), TypeError);
      assert.equal(client.request(GET, '/', []), GodotError.OK);
      assert.equal(client.request(GET, '/', []), GodotError.ERR_INVALID_PARAMETER);
      await awaitAnswer(client);
      assert.equal(server.requests()[0]?.toString().startsWith('GET / HTTP/1.1\r\n'), true);
    });
  });

  it('warns once of the same mistake until the call succeeds', async () => {
    await withServer([{ expect: 'request' }, { send: hello }], async (client) => {
      warnings.length = 0;
      for (let i = 0; i < 3; i++) client.request(GET, 'nowhere', []);
      assert.equal(warnings.length, 1);
      client.request(GET, '/', []);
      await awaitAnswer(client);
      client.request(GET, 'nowhere', []);
      client.request(GET, 'nowhere', []);
      assert.equal(warnings.length, 2);
    });
  });

  it('puts a wrong Content-Length right, and says so', async () => {
    await withServer([{ expect: 'request' }, { send: hello }], async (client, server) => {
      warnings.length = 0;
      client.request(POST, '/', ['content-length: 5'], 'grüße');
      await awaitAnswer(client);
      assert.match(server.requests()[0]?.toString() ?? '', /Content-Length: 7\r\n[^]*grüße$/);
      assert.match(warnings.join(), /7 bytes/);
    });
  });
});
