import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { describe, it } from 'node:test';
import { HTTPClient } from 'tickwire/godot';
import { screenFor } from '#src/cli/demo/screen.js';
import { Transfer } from '#src/cli/demo/transfer.js';
import type { OutputStream } from '#src/cli/terminal.js';
import { drained } from '../../support/drained.js';
import { ScriptedClient, type ScriptStep } from './scripted-client.js';

const steps: ScriptStep[] = [
  { status: HTTPClient.STATUS_CONNECTED },
  { status: HTTPClient.STATUS_BODY, code: 200, length: 6, chunks: ['abc'] },
  { chunks: ['def'], afterwards: HTTPClient.STATUS_CONNECTED },
];

/** Shows a transfer after each frame of half a second, and returns what was written. */
function shown(terminal: Partial<OutputStream>, env: NodeJS.ProcessEnv = {}): string {
  const stream = new PassThrough();
  let time = 0;
  const screen = screenFor(Object.assign(stream, terminal), env, () => time);
  const request = {
    method: 'GET',
    url: new URL('http://host/a/path/that/is/longer/than/its/column'),
    body: '',
  } as const;
  const surroundings = { now: () => time, readBudgetMs: 2, patienceMs: 9999 };
  const transfer = new Transfer(new ScriptedClient(steps), request, surroundings);
  screen.line('before');
  while (!transfer.over) {
    transfer.advance();
    screen.show(transfer);
    time += 500;
  }
  screen.rest();
  screen.line(screen.style.strong('after'));
  return drained(stream).toString();
}

const terminal = { isTTY: true, columns: 120, hasColors: () => true };

describe('a screen that is no terminal', () => {
  const lines = [
    'before',
    'GET  host/a/path/t…han/its/column ...',
    'GET  host/a/path/t…han/its/column 200, 6 B in 1.000 s',
    'after',
    '',
  ];

  it('gets a line when a transfer begins and when it ends', () => {
    assert.deepEqual(shown({}).split('\n'), lines);
  });

  it('is also one that calls itself dumb', () => {
    assert.deepEqual(shown(terminal, { TERM: 'dumb' }).split('\n'), lines);
  });
});

describe('a terminal', () => {
  it('gets a bar, and its cursor and line wrapping back', () => {
    const text = shown(terminal);
    assert.match(text, /\[={30}\] 200, 6 B in 1.000 s/);
    for (const mode of ['?25', '?7']) {
      assert.ok(text.lastIndexOf(`\u001b[${mode}h`) > text.lastIndexOf(`\u001b[${mode}l`), mode);
    }
  });

  it('gets colours only where it has them', () => {
    assert.ok(shown(terminal).includes('\u001b[1mafter\u001b[22m'));
    assert.ok(shown({ ...terminal, hasColors: () => false }).endsWith('\nafter\n'));
  });

  it('gets a shorter bar when it is narrow', () => {
    assert.match(shown({ ...terminal, columns: 70 }), /\[={8}\] 200/);
  });
});
