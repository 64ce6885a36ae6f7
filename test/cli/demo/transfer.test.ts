import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { GodotError, HTTPClient } from 'tickwire/godot';
import { Transfer } from '#src/cli/demo/transfer.js';
import { ScriptedClient, type ScriptStep } from './scripted-client.js';

const RESOLVING: ScriptStep = { status: HTTPClient.STATUS_RESOLVING };
const CONNECTED: ScriptStep = { status: HTTPClient.STATUS_CONNECTED };
const NOTHING: ScriptStep = {};

const get = { method: 'GET', url: new URL('http://host:8080/a%20b?c=d#e'), body: '' } as const;

/** Runs a transfer for some frames of 10 ms, by default as many as the script has steps. */
function run(steps: readonly ScriptStep[], client = new ScriptedClient(steps), frames = steps.length): Transfer {
  let time = 0;
  const transfer = new Transfer(client, get, { now: () => time, readBudgetMs: 2, patienceMs: 1000 });
  for (let frame = 0; frame < frames; frame++) {
    transfer.advance();
    time += 10;
  }
  return transfer;
}

const textOf = (transfer: Transfer): string => Buffer.concat(transfer.takeChunks()).toString();

describe('a transfer', () => {
  it('connects, asks, and reads what is there in each frame', () => {
    const steps: ScriptStep[] = [
      RESOLVING,
      CONNECTED,
      NOTHING,
      { status: HTTPClient.STATUS_BODY, code: 200, length: 9, chunks: ['abc', 'def'] },
      NOTHING,
      { chunks: ['ghi'] },
      CONNECTED,
    ];
    const client = new ScriptedClient(steps);
    const transfer = run(steps, client);
    assert.deepEqual(client.calls, ['connect http://host 8080', 'request 0 /a%20b?c=d']);
    assert.equal(transfer.state, 'done');
    assert.deepEqual(transfer.answer, { code: 200, length: 9, location: null });
    assert.equal(textOf(transfer), 'abcdefghi');
    assert.equal(transfer.received, 9);
    assert.equal(transfer.frames, 7);
    assert.equal(transfer.elapsedMs, 60);
  });

  it('leaves the port to the scheme when the URL has none', () => {
    const client = new ScriptedClient([]);
    const request = { method: 'POST', url: new URL('https://[::1]/'), body: 'x' } as const;
    new Transfer(client, request, { now: () => 0, readBudgetMs: 2, patienceMs: 1000 }).advance();
    assert.deepEqual(client.calls, ['connect https://[::1] -1']);
  });

  it('is done in the frame in which the last chunk was read', () => {
    const body = { status: HTTPClient.STATUS_BODY, code: 200, chunks: ['x'], afterwards: HTTPClient.STATUS_CONNECTED };
    assert.equal(run([CONNECTED, body]).state, 'done');
  });

  it('stops reading when its time in the frame is up, and goes on in the next', () => {
    const body = { status: HTTPClient.STATUS_BODY, code: 200, chunks: ['a', 'b', 'c', 'd', 'e'] };
    let time = 0;
    const surroundings = { now: () => time++, readBudgetMs: 2, patienceMs: 1000 };
    const transfer = new Transfer(new ScriptedClient([CONNECTED, body]), get, surroundings);
    transfer.advance();
    transfer.advance();
    assert.equal(textOf(transfer), 'ab');
    transfer.advance();
    assert.equal(textOf(transfer), 'cd');
  });

  it('is done when an answer has no body, whether or not the connection stays', () => {
    for (const status of [HTTPClient.STATUS_CONNECTED, HTTPClient.STATUS_DISCONNECTED]) {
      const transfer = run([CONNECTED, { status, code: 301, headers: { LOCATION: '/there' } }]);
      assert.equal(transfer.state, 'done');
      assert.deepEqual(transfer.answer, { code: 301, length: -1, location: '/there' });
    }
  });

  it('uses the connection that an earlier transfer left, and sends what it is given', () => {
    const client = new ScriptedClient([CONNECTED, CONNECTED]);
    client.poll();
    const request = { method: 'POST', url: get.url, body: 'player=1' } as const;
    new Transfer(client, request, { now: () => 0, readBudgetMs: 2, patienceMs: 1000 }).advance();
    assert.deepEqual(client.calls, ['request 2 /a%20b?c=d player=1']);
  });

  it('connects again when the server has closed the connection that was left', () => {
    const client = new ScriptedClient([CONNECTED, { status: HTTPClient.STATUS_CONNECTION_ERROR }, CONNECTED]);
    client.poll();
    const transfer = run([], client, 1);
    assert.deepEqual(client.calls, ['connect http://host 8080', 'request 0 /a%20b?c=d']);
    assert.equal(transfer.state, 'requesting');
  });

  it('keeps the answer when the client goes on to the next one', () => {
    const client = new ScriptedClient([CONNECTED, { status: HTTPClient.STATUS_CONNECTED, code: 204 }, NOTHING]);
    const first = run([], client, 2);
    run([], client, 1);
    assert.equal(first.answer?.code, 204);
  });
});

describe('a transfer that fails', () => {
  it('says what each status of the client means', () => {
    const words = [
      [HTTPClient.STATUS_CANT_RESOLVE, /cannot be resolved/],
      [HTTPClient.STATUS_CANT_CONNECT, /cannot be made/],
      [HTTPClient.STATUS_TLS_HANDSHAKE_ERROR, /TLS/],
    ] as const;
    for (const [status, expected] of words) {
      const transfer = run([RESOLVING, { status }]);
      assert.equal(transfer.state, 'failed');
      assert.match(transfer.failure?.what ?? '', expected);
    }
  });

  it('notices a connection that breaks or ends before the answer', () => {
    for (const status of [HTTPClient.STATUS_CONNECTION_ERROR, HTTPClient.STATUS_DISCONNECTED]) {
      assert.equal(run([CONNECTED, { status }]).state, 'failed');
    }
  });

  it('keeps what it read of a body that breaks off', () => {
    const body = { status: HTTPClient.STATUS_BODY, code: 200, length: 9, chunks: ['abc'] };
    const transfer = run([CONNECTED, body, { status: HTTPClient.STATUS_CONNECTION_ERROR }]);
    assert.equal(transfer.state, 'failed');
    assert.equal(textOf(transfer), 'abc');
  });

  it('names the error that connect_to_host or request answered', () => {
    const unconnectable = new ScriptedClient([]);
    unconnectable.connectError = GodotError.ERR_INVALID_PARAMETER;
    assert.match(run([], unconnectable, 1).failure?.what ?? '', /connect_to_host answered ERR_INVALID_PARAMETER/);
    const unaskable = new ScriptedClient([CONNECTED]);
    unaskable.requestError = GodotError.ERR_INVALID_PARAMETER;
    assert.match(run([], unaskable, 1).failure?.what ?? '', /request answered ERR_INVALID_PARAMETER/);
  });

  it('gives up when nothing happens for as long as it was told', () => {
    assert.equal(run([RESOLVING], undefined, 100).state, 'connecting');
    const transfer = run([RESOLVING], undefined, 101);
    assert.equal(transfer.state, 'failed');
    assert.match(transfer.failure?.what ?? '', /nothing happened for 1 s/);
  });

  it('lets go of the connection, once', () => {
    const client = new ScriptedClient([{ status: HTTPClient.STATUS_CANT_CONNECT }]);
    run([], client, 5);
    assert.deepEqual(client.calls, ['connect http://host 8080', 'close']);
  });

  it('may be turned down after it was done', () => {
    const transfer = run([CONNECTED, { status: HTTPClient.STATUS_CONNECTED, code: 200 }]);
    transfer.reject({ what: 'the bytes are wrong', remedy: '' });
    assert.equal(transfer.state, 'failed');
  });
});
