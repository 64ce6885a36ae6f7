/** Blocking mode for real: in programs of their own that never yield, where only waiting on the I/O thread can help. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HTTPClient, configureIo, set_logger } from '#src/godot/index.js';
import type { ExchangePlan, ExchangeReport } from '../programs/exchanges-once.js';
import { testCertificates } from '../support/certificates.js';
import { runProgram } from '../support/child.js';
import { closedPort, startServer, type ServerStep } from '../support/scripted-server.js';

const {
  STATUS_RESOLVING: RESOLVING,
  STATUS_CONNECTING: CONNECTING,
  STATUS_CANT_CONNECT: CANT_CONNECT,
  STATUS_CANT_RESOLVE: CANT_RESOLVE,
  STATUS_CONNECTED: CONNECTED,
  STATUS_REQUESTING: REQUESTING,
  STATUS_BODY: BODY,
  STATUS_CONNECTION_ERROR: CONNECTION_ERROR,
  STATUS_TLS_HANDSHAKE_ERROR: TLS_HANDSHAKE_ERROR,
} = HTTPClient;

const { authority, servers } = testCertificates();

async function run(plan: ExchangePlan): Promise<ExchangeReport> {
  const { code, stdout, stderr } = await runProgram('exchanges-once', JSON.stringify(plan));
  assert.equal(stderr, '');
  assert.equal(code, 0, 'the program did not end by itself');
  return JSON.parse(stdout) as ExchangeReport;
}

/** A body in five pieces, whose parts do not fit the chunks it is read in. */
const LENGTH = 200_000;
const slowAnswer: readonly ServerStep[] = [
  { expect: 'request' },
  { delay: 400 },
  { send: `HTTP/1.1 200 OK\r\nContent-Length: ${LENGTH}\r\n\r\n` },
  { delay: 20 },
  { send: { repeat: 'x', count: LENGTH / 5 }, times: 5, each: 33_000, gap: 5 },
];

describe('blocking mode', () => {
  it('fills memory of the program’s own before it returns', async () => {
    const server = await startServer({ connections: [slowAnswer] }, servers);
    const report = await run({ host: '127.0.0.1', port: server.port, blocking: true, into: 60_000 });
    await server.close();
    assert.deepEqual(report.reads, [60_000, 60_000, 60_000, LENGTH - 3 * 60_000]);
    assert.deepEqual(report.warnings, []);
  });

  for (const secure of [false, true]) {
    it(`waits in every status, and for whole chunks, without spinning (${secure ? 'with' : 'without'} TLS)`, async () => {
      const script = { connections: [slowAnswer], ...(secure ? { tls: { cert: 'valid' } } : {}) };
      const server = await startServer(script, servers);
      const report = await run({
        host: 'localhost',
        port: server.port,
        blocking: true,
        ...(secure ? { authority } : {}),
      });
      await server.close();
      assert.deepEqual(report.warnings, []);
      // A poll may find two changes at once; it never returns without one.
      assert.deepEqual(report.path.slice(-4), [CONNECTED, REQUESTING, BODY, CONNECTED]);
      assert.equal(report.path[0], RESOLVING);
      assert.deepEqual(Object.values(report.polls), new Array(Object.keys(report.polls).length).fill(1));
      assert.deepEqual(report.reads, [65536, 65536, 65536, LENGTH - 3 * 65536]);
      assert.ok(report.waited >= 390, `it waited ${report.waited} ms for an answer that took 400`);
      assert.ok(report.worked < report.waited / 2, `${report.worked} ms of work in ${report.waited} ms of waiting`);
    });
  }

  it('reads what there is when the body ends before the chunk is full', async () => {
    const steps: ServerStep[] = [{ expect: 'request' }, { send: 'HTTP/1.1 200 OK\r\n\r\nhello' }, { end: true }];
    const server = await startServer({ connections: [steps] });
    const report = await run({ host: '127.0.0.1', port: server.port, blocking: true });
    await server.close();
    assert.deepEqual(report.reads, [5]);
    assert.equal(report.path.at(-1), HTTPClient.STATUS_DISCONNECTED);
  });

  it('returns when the answer breaks off, with what had arrived', async () => {
    const head = 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n';
    const steps: ServerStep[] = [{ expect: 'request' }, { send: `${head}hello` }, { delay: 20 }, { end: true }];
    const server = await startServer({ connections: [steps] });
    const report = await run({ host: '127.0.0.1', port: server.port, blocking: true });
    await server.close();
    assert.deepEqual(report.reads, [5]);
    assert.equal(report.path.at(-1), CONNECTION_ERROR);
  });

  it('returns when there is no connection to be had', async () => {
    const refused = await run({ host: '127.0.0.1', port: await closedPort(), blocking: true });
    assert.deepEqual(refused.path.slice(0, 2), [CONNECTING, CANT_CONNECT]);
    const unknown = await run({ host: 'name.invalid', port: 80, blocking: true });
    assert.deepEqual(unknown.path.slice(0, 2), [RESOLVING, CANT_RESOLVE]);
  });

  it('returns when the handshake fails, or the server says nothing more', async () => {
    const untrusted = await startServer({ connections: [[]], tls: { cert: 'selfSigned' } }, servers);
    const refused = await run({ host: '127.0.0.1', port: untrusted.port, blocking: true, authority });
    await untrusted.close();
    assert.deepEqual(refused.path.slice(0, 2), [CONNECTING, TLS_HANDSHAKE_ERROR]);
    assert.equal(refused.error, 25);
    const closing = await startServer({ connections: [[{ expect: 'request' }, { delay: 20 }, { end: true }]] });
    const lost = await run({ host: '127.0.0.1', port: closing.port, blocking: true });
    await closing.close();
    assert.deepEqual(lost.path.slice(-3), [REQUESTING, CONNECTION_ERROR, CONNECTION_ERROR]);
  });

  it('is refused with a warning where nothing can wait, and the client goes on without it', () => {
    const warnings: string[] = [];
    set_logger(({ message }) => warnings.push(message));
    configureIo({ ioThread: false });
    const client = new HTTPClient();
    client.blocking_mode_enabled = true;
    assert.equal(client.blocking_mode_enabled, false);
    assert.equal(warnings.length, 1);
    client.blocking_mode_enabled = false;
    configureIo({ ioThread: true });
    client.set_blocking_mode(true);
    assert.equal(client.is_blocking_mode_enabled(), true);
    set_logger(null);
  });
});

describe('a program that never yields', () => {
  it('makes a request over TLS by polling alone', async () => {
    const server = await startServer({ connections: [slowAnswer], tls: { cert: 'valid' } }, servers);
    const report = await run({ host: 'localhost', port: server.port, blocking: false, authority });
    await server.close();
    assert.deepEqual(report.path.slice(-4), [CONNECTED, REQUESTING, BODY, CONNECTED]);
    assert.equal(
      report.reads.reduce((sum, length) => sum + length, 0),
      LENGTH,
    );
  });

  it('ends by itself after a request over TLS, closed or not', async () => {
    for (const closes of [false, true]) {
      const steps: ServerStep[] = [{ expect: 'request' }, { send: 'HTTP/1.1 204 No Content\r\n\r\n' }];
      const server = await startServer({ connections: [steps], tls: { cert: 'valid' } }, servers);
      const report = await run({ host: 'localhost', port: server.port, blocking: true, authority, closes });
      await server.close();
      assert.equal(report.code, 204);
    }
  });
});
