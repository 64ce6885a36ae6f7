/** The command behind `npm run playground`: its one line, its complaints, and its end. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../playground/server/main.js', import.meta.url));

function start(...args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  after(() => child.kill('SIGKILL'));
  return child;
}

/** The first line of its output; what it complained of when it ends without one. */
async function firstLine(child: ChildProcess): Promise<string> {
  const complaint = text(child.stderr!);
  for await (const line of createInterface(child.stdout!)) return line;
  return assert.fail(`it ended without a word: ${await complaint}`);
}

async function run(...args: readonly string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = start(...args);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout!),
    text(child.stderr!),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { code, stdout, stderr };
}

describe('the playground’s command', () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`says in one line where the page is, serves it, and ends with ${signal}`, async () => {
      const child = start();
      const line = await firstLine(child);
      const [, address = ''] =
        /^The playground is at (http:\/\/127\.0\.0\.1:\d+\/) \(Ctrl-C ends it\)\.$/.exec(line) ?? [];
      const page = await fetch(address);
      assert.match(await page.text(), /<h1>tickwire/);
      assert.equal((await fetch(new URL('samples/json', address))).status, 200);
      // A request under way does not hold it up.
      const pending = fetch(new URL('samples/stall', address)).then(
        () => 'answered',
        () => 'broken off',
      );
      child.kill(signal);
      assert.deepEqual(await once(child, 'exit'), [0, null]);
      assert.equal(await pending, 'broken off');
    });
  }

  it('tells a port that is in use in one sentence', async () => {
    const other = createServer();
    after(() => other.close());
    await once(other.listen(0, '127.0.0.1'), 'listening');
    const { port } = other.address() as AddressInfo;
    const { code, stdout, stderr } = await run('--port', String(port));
    assert.deepEqual([code, stdout], [1, '']);
    assert.equal(
      stderr,
      `playground: port ${port} is in use; give another with --port, or none for one that is free\n`,
    );
  });

  it('takes the port that it is given', async () => {
    const other = createServer();
    await once(other.listen(0, '127.0.0.1'), 'listening');
    const { port } = other.address() as AddressInfo;
    await new Promise((resolve) => other.close(resolve));
    const child = start('--port', String(port));
    assert.match(await firstLine(child), new RegExp(`http://127\\.0\\.0\\.1:${port}/ `));
  });

  for (const words of [['--port', '0'], ['--port', 'x'], ['--port', '70000'], ['--port'], ['--colour'], ['here']]) {
    it(`refuses what it does not understand in one line: ${words.join(' ')}`, async () => {
      const { code, stdout, stderr } = await run(...words);
      assert.deepEqual([code, stdout], [1, '']);
      assert.match(stderr, /^playground: [^\n]+\. --help tells the rest\.\n$/);
    });
  }

  it('has a help text', async () => {
    const { code, stdout, stderr } = await run('--help');
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /^Usage: npm run playground -- \[--port N\]/);
  });
});
