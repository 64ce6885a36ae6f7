/** `tickwire demo` as a user meets it: a process with arguments, streams, signals and an exit code. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { after, describe, it } from 'node:test';
import { ended, run, start, written } from './process.js';
import { runCommand, type Run } from './run-command.js';

const open = new Set<Server>();

after(() => {
  for (const server of open) server.close();
});

/** The demo within this process. */
const demo = (...args: string[]): Promise<Run> => runCommand(['demo', ...args]);

/** A loopback port that refuses: it was free a moment ago. */
async function refusingPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A server that gives every connection the same answer and hangs up. */
async function serverAnswering(answer: string): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(answer));
  }).listen(0, '127.0.0.1');
  open.add(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

describe('tickwire demo', () => {
  it('transfers from its own server and shows what that cost, in plain lines when there is no terminal', async () => {
    const { code, out, err } = await run('demo', '--size', '8');
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /^GET +http:\S+\/hello +200 +44 B/m);
    assert.match(out, /^POST +http:\S+\/echo +200 +32 B/m);
    assert.match(out, /^GET +http:\S+\/download\?bytes=8000000 +200 +8.00 MB/m);
    assert.match(out, /^\d+ frames/m);
    assert.match(out, /^frame lateness( +[\d.]+){4}$/m);
    assert.match(out, /^poll and read, per frame( +[\d.]+){4}$/m);
    assert.match(out, /Every byte that arrived was compared/);
    assert.equal(out.match(/^GET +\S+\/download\/\d\?bytes=1000000 +200 +miss +1\.00 MB/gm)?.length, 8);
    assert.equal(out.match(/^GET +\S+\/download\/\d\?bytes=1000000 +200 +hit +1\.00 MB/gm)?.length, 8);
    assert.match(out, /^8 of 8 files came from the cache: 8\.00 MB in [\d.]+ s, after [\d.]+ s from the server\.$/m);
    assert.doesNotMatch(out, /\u001b|\r/);
  });

  it('asks real servers instead, on one connection each', async () => {
    const port = await serverAnswering('HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\nConnection: close\r\n\r\nsorry');
    const { code, out, err } = await demo(`http://127.0.0.1:${port}/a`, `http://127.0.0.1:${port}/b`);
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /^GET +http:\S+\/a +404 +5 B/m);
    assert.match(out, /^GET +http:\S+\/b +404 +5 B/m);
  });

  it('tells where a server redirects to', async () => {
    const port = await serverAnswering('HTTP/1.1 301 Moved\r\nLocation: /there\r\nConnection: close\r\n\r\n');
    assert.match((await demo(`http://127.0.0.1:${port}/`)).out, /redirects to \/there;/);
  });

  it('says in one line which server cannot be reached, and what to try', async () => {
    const url = `http://127.0.0.1:${await refusingPort()}/`;
    const { code, err } = await demo(url);
    assert.equal(code, 2);
    assert.match(err, new RegExp(`^GET ${url} failed: the connection cannot be made.* To try: [^\n]+\n$`));
  });

  it('fails when only one of several transfers failed', async () => {
    const answering = await serverAnswering('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    const refusing = await refusingPort();
    const { code, out } = await demo(`http://127.0.0.1:${answering}/`, `http://127.0.0.1:${refusing}/`);
    assert.equal(code, 2);
    assert.match(out, / 200 /);
    assert.match(out, / failed /);
  });

  it('does not take a body that breaks off for a complete one', async () => {
    const port = await serverAnswering('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this');
    const { code, err } = await demo(`http://127.0.0.1:${port}/`);
    assert.equal(code, 2);
    assert.match(err, /the connection broke before the answer was complete/);
  });

  it('gives up on a server that never answers', async () => {
    const server = createServer((socket) => socket.on('error', () => undefined).resume()).listen(0, '127.0.0.1');
    open.add(server);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { code, err } = await demo('--timeout', '0.2', `http://127.0.0.1:${port}/`);
    assert.equal(code, 2);
    assert.match(err, /nothing happened for/);
  });
});

describe('tickwire demo, cut short', () => {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    it(`puts everything away on ${signal} and exits with ${code}`, async () => {
      const child = start('demo', '--size', '1000000');
      const output = await written(child, /127\.0\.0\.1:\d+\/?[^]*\/download/);
      const port = /127\.0\.0\.1:(\d+)/.exec(output)![1]!;
      child.kill(signal);
      const outcome = await ended(child);
      assert.equal(outcome.code, code);
      assert.match(outcome.err, new RegExp(`^tickwire demo: interrupted by ${signal}.*\n$`));
      const gone = await demo(`http://127.0.0.1:${port}/hello`);
      assert.match(gone.err, /the connection cannot be made/);
    });
  }

  it('ends without a word when the reader of its output goes away', async () => {
    const child = start('demo', '--size', '1000000');
    await written(child, /\n/);
    child.stdout.destroy();
    const { code, err } = await ended(child);
    assert.deepEqual([code, err], [0, '']);
  });
});
