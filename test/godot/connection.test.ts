import assert from 'node:assert/strict';
import { it } from 'node:test';
import { GodotError, HTTPClient, StreamPeer, StreamPeerBuffer, StreamPeerTCP } from '#src/godot/index.js';
import { awaitAnswer, readBody, until } from '../support/polling.js';
import { startServer } from '../support/scripted-server.js';
import { hello, onEachPlatform, text, warnings } from './platforms.js';

const { STATUS_CONNECTED: CONNECTED, STATUS_BODY: BODY, STATUS_CONNECTION_ERROR: CONNECTION_ERROR } = HTTPClient;

/** A program's own stream: gives `incoming` a few bytes at a time, takes a few bytes at a time. */
class Trickle extends StreamPeer {
  sent = '';
  #incoming: Uint8Array;

  constructor(
    incoming: string,
    readonly atOnce: number,
  ) {
    super();
    this.#incoming = Buffer.from(incoming, 'latin1');
  }

  protected override _get_available_bytes(): number {
    return Math.min(this.#incoming.length, this.atOnce);
  }

  protected override _get_partial_data(bytes: number): [GodotError, Uint8Array] {
    if (this.#incoming.length === 0) return [GodotError.ERR_FILE_EOF, new Uint8Array(0)];
    const data = this.#incoming.slice(0, Math.min(bytes, this.atOnce));
    this.#incoming = this.#incoming.subarray(data.length);
    return [GodotError.OK, data];
  }

  protected override _put_partial_data(data: Uint8Array): [GodotError, number] {
    const taken = data.subarray(0, this.atOnce);
    this.sent += text(taken);
    return [GodotError.OK, taken.length];
  }
}

onEachPlatform('HTTPClient.connection', () => {
  it('is null before, a StreamPeerTCP while connected, and null again after close', async () => {
    const server = await startServer({ connections: [[]] });
    const client = new HTTPClient();
    assert.equal(client.get_connection(), null);
    client.connect_to_host('127.0.0.1', server.port);
    const peer = client.connection;
    assert.ok(peer instanceof StreamPeerTCP);
    assert.equal(client.get_connection(), peer);
    await until('the connection', () => (peer.get_status() === StreamPeerTCP.STATUS_CONNECTED ? true : undefined));
    assert.equal(peer.get_connected_host(), '127.0.0.1');
    assert.equal(peer.get_connected_port(), server.port);
    assert.ok(peer.get_local_port() > 0);
    client.close();
    assert.equal(client.connection, null);
    await server.close();
  });

  it('refuses null with a warning, and what is no StreamPeer with a TypeError', () => {
    const client = new HTTPClient();
    warnings.length = 0;
    client.connection = null;
    assert.equal(warnings.length, 1);
    assert.throws(() => {
      // @ts-expect-error a string is no StreamPeer
      client.connection = 'somewhere';
    }, TypeError);
  });

  it('takes a StreamPeerTCP the program connected, and leaves it open at close', async () => {
    const server = await startServer({ connections: [[{ expect: 'request' }, { send: hello }]] });
    const peer = new StreamPeerTCP();
    assert.equal(peer.connect_to_host('127.0.0.1', server.port), GodotError.OK);
    await until('the connection', () => (peer.get_status() === StreamPeerTCP.STATUS_CONNECTED ? true : undefined));
    const client = new HTTPClient();
    client.connection = peer;
    assert.equal(client.get_status(), CONNECTED);
    assert.equal(client.connection, peer);
    client.request(HTTPClient.METHOD_GET, '/', []);
    assert.equal(await awaitAnswer(client), BODY);
    assert.equal(text(await readBody(client)), 'hello');
    client.close();
    assert.equal(peer.get_status(), StreamPeerTCP.STATUS_CONNECTED);
    peer.disconnect_from_host();
    assert.equal(peer.get_status(), StreamPeerTCP.STATUS_NONE);
    await server.close();
  });

  it("takes a program's own stream, however few bytes it moves at once", async () => {
    for (const atOnce of [1, 3, 1000]) {
      const peer = new Trickle(hello, atOnce);
      const client = new HTTPClient();
      client.connection = peer;
      assert.equal(client.request(HTTPClient.METHOD_POST, '/', ['Host: example.com'], 'body'), GodotError.OK);
      assert.equal(await awaitAnswer(client), BODY);
      assert.equal(text(await readBody(client)), 'hello');
      assert.equal(client.get_status(), CONNECTED);
      assert.match(peer.sent, /^POST \/ HTTP\/1\.1\r\nHost: example\.com\r\nContent-Length: 4\r\n[^]*\r\n\r\nbody$/);
    }
  });

  it("reports the end of a program's own stream within an answer", async () => {
    const client = new HTTPClient();
    client.connection = new Trickle(hello.slice(0, -2), 5);
    client.request(HTTPClient.METHOD_GET, '/', []);
    assert.equal(await awaitAnswer(client), BODY);
    assert.equal(text(await readBody(client)), 'hel');
    assert.equal(client.get_status(), CONNECTION_ERROR);
  });

  it('takes nothing of what follows a hand-over from the stream', async () => {
    const peer = new Trickle('HTTP/1.1 101 Switching Protocols\r\n\r\nraw', 1000);
    const client = new HTTPClient();
    client.connection = peer;
    client.request(HTTPClient.METHOD_GET, '/', ['Connection: Upgrade', 'Upgrade: raw']);
    assert.equal(await awaitAnswer(client), CONNECTED);
    assert.equal(text(peer.get_data(3)[1]), 'raw');
  });

  it('reads an answer from a StreamPeerBuffer', async () => {
    const buffer = new StreamPeerBuffer();
    const client = new HTTPClient();
    client.connection = buffer;
    client.request(HTTPClient.METHOD_GET, '/', []);
    assert.match(text(buffer.data_array), /^GET \/ HTTP\/1\.1\r\n/);
    buffer.data_array = Buffer.from('HTTP/1.1 200 OK\r\n\r\nuntil the end');
    assert.equal(await awaitAnswer(client), BODY);
    assert.equal(text(await readBody(client)), 'until the end');
  });
});
