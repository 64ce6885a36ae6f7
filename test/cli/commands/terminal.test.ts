/** Downloads on a real terminal, which tmux is: bars while they run, lines that stay, Ctrl-C from the keyboard. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, describe, it } from 'node:test';
import { setTimeout as rest } from 'node:timers/promises';
import { file, startSite, text } from './site.js';

const BODY = Buffer.from(Array.from({ length: 2_000_000 }, (_none, index) => (index * 7919) % 256));
const DEADLINE_MS = 15_000;

const missing = spawnSync('tmux', ['-V']).error !== undefined ? 'tmux is not installed (apt-get install tmux)' : false;
if (missing !== false) console.log(`skipped: ${missing}`);

/** A terminal with a shell in it. */
class Terminal {
  readonly #socket = join(mkdtempSync(join(tmpdir(), 'tickwire-tmux-')), 'socket');

  constructor(columns: number, rows: number, env: Record<string, string> = {}) {
    const settings = Object.entries({ PS1: '$ ', ...env }).map(([name, value]) => `${name}='${value}'`);
    const shell = `env ${settings.join(' ')} sh`;
    this.#tmux('-f', '/dev/null', 'new-session', '-d', '-x', String(columns), '-y', String(rows), shell);
  }

  type(...keys: string[]): void {
    this.#tmux('send-keys', ...keys);
  }

  /** What can be seen, escape codes of colours included. */
  screen(): string {
    return this.#tmux('capture-pane', '-p', '-e').replace(/[ \n]+$/, '');
  }

  /** Looks until what can be seen matches. */
  async seen(expected: RegExp): Promise<string> {
    const deadline = performance.now() + DEADLINE_MS;
    for (;;) {
      const screen = this.screen();
      if (expected.test(screen)) return screen;
      if (performance.now() > deadline) throw new Error(`never seen: ${String(expected)}; but:\n${screen}`);
      await rest(20);
    }
  }

  close(): void {
    this.#tmux('kill-server');
    rmSync(join(this.#socket, '..'), { recursive: true, force: true });
  }

  #tmux(...args: string[]): string {
    return spawnSync('tmux', ['-S', this.#socket, ...args], { encoding: 'utf8' }).stdout;
  }
}

const terminals: Terminal[] = [];
const folder = mkdtempSync(join(tmpdir(), 'tickwire-terminal-'));
after(() => {
  for (const terminal of terminals) terminal.close();
  rmSync(folder, { recursive: true, force: true });
});

function terminal(columns: number, env: Record<string, string> = {}): Terminal {
  const opened = new Terminal(columns, 20, env);
  terminals.push(opened);
  return opened;
}

const command = `${process.execPath} ${resolve('dist/cli/main.js')}`;
const waiting: ServerResponse[] = [];
/** Half of the body at once, the rest when the test says so. */
const site = await startSite({
  '/half.bin': (request, response, body) => {
    if (request.headers.range !== undefined) {
      file(BODY, '"a"')(request, response, body);
      return;
    }
    response.writeHead(200, { 'Content-Length': BODY.length, ETag: '"a"' }).write(BODY.subarray(0, BODY.length / 2));
    waiting.push(response);
  },
  '/small.txt': text('small\n'),
  '/binary': text(Buffer.from([0, 1, 2])),
});

const finish = (): void => {
  for (const response of waiting.splice(0)) response.end(BODY.subarray(BODY.length / 2));
};

describe('tickwire on a terminal', { skip: missing }, () => {
  it('shows a bar for each download and one for all, then a line for each that stays', async () => {
    const screen = terminal(100);
    const urls = ['/half.bin', '/small.txt', '/nowhere'].map((path) => site.url + path).join(' ');
    screen.type(`cd ${folder}; clear; ${command} download ${urls} -o one/; echo "exit $?"`, 'Enter');
    // The server holds it there, so that is seen sooner or later.
    await screen.seen(/half\.bin +\[=+-+\] +50% 1\.00 MB of 2\.00 MB/);
    const during = await screen.seen(/2 of 3 files.*\[=+-+\]/);
    assert.match(during, /\u001b\[32msmall\.txt\u001b\[39m: 6 B in /);
    assert.match(during, /\u001b\[31mnowhere\u001b\[39m: failed/);
    finish();
    const after = await screen.seen(/exit 3/);
    assert.match(after, /half\.bin\S*: 2\.00 MB in /);
    assert.match(after, /3 files: 1 failed, 2 done|3 files: 2 done, 1 failed/);
    assert.doesNotMatch(after, /\[=/, 'the bars are gone');
    assert.deepEqual(readFileSync(join(folder, 'one', 'half.bin')), BODY);
  });

  it('is interrupted by Ctrl-C, and goes on byte for byte with the command that it names', async () => {
    const screen = terminal(200);
    screen.type(`cd ${folder}; clear; alias tickwire='${command}'`, 'Enter');
    screen.type(`tickwire download ${site.url}/half.bin -o two/; echo "exit $?"`, 'Enter');
    await screen.seen(/half\.bin.* 50%/);
    screen.type('C-c');
    const text = await screen.seen(/exit 130/);
    const [, next] = /To go on: (tickwire download -c .*)/.exec(text) ?? [];
    assert.ok(next !== undefined, text);
    screen.type(`clear; ${next}; echo "exit $?"`, 'Enter');
    await screen.seen(/exit 0/);
    assert.deepEqual(readFileSync(join(folder, 'two', 'half.bin')), BODY);
    waiting.length = 0;
  });

  it('uses no colours with NO_COLOR, fits a narrow terminal, and leaves long lines whole', async () => {
    const screen = terminal(60, { NO_COLOR: '1' });
    const urls = ['/half.bin', '/nowhere'].map((path) => site.url + path).join(' ');
    screen.type(`cd ${folder}; clear; ${command} download ${urls} -o three/; echo "exit $?"`, 'Enter');
    const during = await screen.seen(/half\.bin.* 50%/);
    assert.doesNotMatch(during.replace(/\u001b\[0m/g, ''), /\u001b/);
    finish();
    const lines = (await screen.seen(/exit 3/)).replace(/\n/g, '');
    assert.match(lines, /the server answered 404 Not Found\. To try: check the path\./);
  });

  it('gets no binary bytes, but the advice to save them', async () => {
    const screen = terminal(100);
    screen.type(`clear; ${command} get ${site.url}/binary; echo "exit $?"`, 'Enter');
    assert.match((await screen.seen(/exit 4/)).replace(/\n/g, ''), /the body is binary.*To try: -o FILE/);
  });
});
