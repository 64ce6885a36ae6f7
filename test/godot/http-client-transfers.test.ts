import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { it } from 'node:test';
import { HTTPClient } from '#src/godot/index.js';
import { awaitAnswer, until } from '../support/polling.js';
import type { ServerStep } from '../support/scripted-server.js';
import { onEachPlatform, hello, withServer } from './platforms.js';

const { STATUS_CONNECTED: CONNECTED, STATUS_BODY: BODY, METHOD_GET: GET, METHOD_PUT: PUT } = HTTPClient;

onEachPlatform('HTTPClient: memory of bodies, and their pace', () => {
  it('reads at most read_chunk_size at once, whatever the framing', async () => {
    const chunked = [
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n',
      { repeat: '64\r\n' + 'x'.repeat(100) + '\r\n', count: 20 },
      '0\r\n\r\n',
    ];
    const counted = ['HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n', { repeat: 'x', count: 2000 }];
    for (const send of [chunked, counted]) {
      await withServer([{ expect: 'request' }, { send }], async (client) => {
        client.read_chunk_size = 256;
        client.request(GET, '/', []);
        await awaitAnswer(client);
        await until('the whole answer', () => (client.connection!.get_available_bytes() >= 2000 ? true : undefined));
        const sizes: number[] = [];
        while (client.get_status() === BODY) sizes.push(client.read_response_body_chunk().length);
        // On a busy machine a look may end early: an empty read is then in between.
        const filled = sizes.filter((size) => size > 0);
        assert.deepEqual(filled, [256, 256, 256, 256, 256, 256, 256, 208]);
        assert.equal(client.get_status(), CONNECTED);
      });
    }
  });

  it('moves a large body instead of copying it', async () => {
    const body = new Uint8Array(20 * 1024 * 1024).fill(65);
    await withServer([{ expect: 'request' }, { send: hello }], async (client, server) => {
      client.request_raw(PUT, '/', [], body);
      assert.equal(body.length, 0);
      assert.equal(await awaitAnswer(client), BODY);
      const request = server.requests()[0]!;
      assert.equal(request.length - request.indexOf('\r\n\r\n') - 4, 20 * 1024 * 1024);
      assert.equal(request.at(-1), 65);
    });
  });

  it('stops the server while the program does not read, and then delivers every byte in order', async () => {
    const size = 40 * 1024 * 1024;
    const body = Buffer.alloc(size);
    for (let i = 0; i < size; i += 4) body.writeUInt32LE((i * 2654435761) >>> 0, i);
    const steps: ServerStep[] = [
      { expect: 'request' },
      { send: [`HTTP/1.1 200 OK\r\nContent-Length: ${size}\r\n\r\n`, { b64: body.toString('base64') }] },
    ];
    await withServer(steps, async (client) => {
      client.request(GET, '/', []);
      await awaitAnswer(client);
      const peer = client.connection!;
      let before = -1;
      await until('the stream to stall', () => {
        const now = peer.get_available_bytes();
        const same = now === before && now > 0;
        before = now;
        return same ? true : undefined;
      });
      assert.ok(before <= 256 * 1024, `${before} bytes are buffered`);
      const hash = createHash('sha1');
      let largest = 0;
      await until('the download', () => {
        client.poll();
        largest = Math.max(largest, peer.get_available_bytes());
        for (;;) {
          const chunk = client.read_response_body_chunk();
          if (chunk.length === 0) break;
          hash.update(chunk);
        }
        return client.get_status() === BODY ? undefined : true;
      });
      assert.equal(client.get_status(), CONNECTED);
      assert.equal(hash.digest('hex'), createHash('sha1').update(body).digest('hex'));
      assert.ok(largest <= 8 * 1024 * 1024 + 1024 * 1024, `${largest} bytes were buffered`);
    });
  });
});
