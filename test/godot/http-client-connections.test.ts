import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { GodotError, HTTPClient, StreamPeerTCP } from '#src/godot/index.js';
import { awaitAnswer, pollWhile, readBody, until } from '../support/polling.js';
import type { ServerStep } from '../support/scripted-server.js';
import { hello, onEachPlatform, text, withServer } from './platforms.js';

const {
  STATUS_CONNECTED: CONNECTED,
  STATUS_CONNECTION_ERROR: CONNECTION_ERROR,
  METHOD_GET: GET,
  METHOD_CONNECT: CONNECT,
} = HTTPClient;

onEachPlatform('HTTPClient: connections between and after answers', () => {
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
});
