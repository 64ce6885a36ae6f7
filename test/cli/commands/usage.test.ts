/** What the command says about itself, and to those whom it does not understand. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { ExitCode, exitCodeMeanings } from '#src/cli/exit-code.js';
import { run } from './process.js';
import { runCommand } from './run-command.js';

describe('tickwire', () => {
  it('tells its version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    assert.deepEqual(await run('--version'), { code: 0, out: `${version}\n`, err: '' });
  });

  it('explains itself and its exit codes', async () => {
    const { code, out, err } = await run('help');
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /^Usage: tickwire/);
    assert.match(out, /^ {3}28 {2}a time limit was over$/m);
  });

  for (const [command, option] of [
    ['get', '--include'],
    ['request', '--data'],
    ['download', '--continue'],
    ['demo', '--size'],
  ] as const) {
    it(`explains ${command}`, async () => {
      const { code, out } = await runCommand(['help', command]);
      assert.equal(code, 0);
      assert.match(out, new RegExp(`^Usage: tickwire ${command} [^]*${option}`));
    });
  }

  for (const args of [
    ['dema'],
    ['help', 'nothing'],
    ['get', 'http://host/', '-u', 'ada'],
    ['--nonsense'],
    ['demo', '--nonsense'],
    ['demo', '--size', 'huge'],
    ['demo', '--size', '0'],
    ['demo', 'ftp://host/'],
    ['get'],
    ['get', 'http://host/', '--parallel', '0'],
    ['download', 'http://host/', '--limit-rate', 'fast'],
    ['request', 'GET'],
  ]) {
    it(`does not understand: ${args.join(' ')}`, async () => {
      const { code, out, err } = await runCommand(args);
      assert.deepEqual([code, out], [1, '']);
      assert.match(err, /^error: [^]*tickwire help \[command\]/);
    });
  }

  for (const [typed, meant] of [
    [['gte'], 'get'],
    [['help', 'dwonload'], 'download'],
    [['get', 'http://host/', '--verbos'], '--verbose'],
    [['download', 'http://host/', '--contineu'], '--continue'],
  ] as const) {
    it(`suggests ${meant} for: ${typed.join(' ')}`, async () => {
      const { code, err } = await runCommand(typed);
      assert.equal(code, 1);
      assert.match(err, new RegExp(`^error: unknown [^\n]+\n\\(Did you mean ${meant}\\?\\)\n`));
    });
  }

  for (const args of [
    ['get', 'http://host/', '--har-secrets'],
    ['get', 'http://host/', '-o', 'x', '-O'],
    ['get', 'http://host/', 'http://host/', '-o', 'x'],
    ['get', 'http://host/', '-X', 'DELETE', '-d', 'x'],
    ['get', 'http://host/', '-d', '-', '-d', '@-'],
    ['download'],
  ]) {
    it(`refuses what cannot be meant: ${args.join(' ')}`, async () => {
      const { code, out, err } = await runCommand(args);
      assert.deepEqual([code, out], [1, '']);
      assert.match(err, /^tickwire: [^\n]+\n$/);
    });
  }
});

describe('the manual', () => {
  const manual = readFileSync('docs/command-line.md', 'utf8');

  it('has the exit codes as they are', () => {
    const rows = [...manual.matchAll(/^\| (\d+) +\| (.+?) +\|$/gm)].map(([, code, meaning]) => [Number(code), meaning]);
    assert.deepEqual(rows, [...exitCodeMeanings]);
    assert.deepEqual(new Set(exitCodeMeanings.keys()), new Set(Object.values(ExitCode)));
  });

  for (const command of ['get', 'request', 'download', 'demo']) {
    it(`has every option of ${command}`, async () => {
      const { out } = await runCommand(['help', command]);
      const options = [...out.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, option]) => option!);
      assert.ok(options.length > 2);
      const left = options.filter(
        (option) => option !== '--help' && !manual.includes(`\`${option}`) && !manual.includes(` ${option}`),
      );
      assert.deepEqual(left, []);
    });
  }
});
