import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { it } from 'node:test';
import { interruptionOf, interruptions, type InterruptionSources } from '#src/cli/interruption.js';

interface Emitters {
  readonly process: EventEmitter;
  readonly stdout: EventEmitter;
  readonly stderr: EventEmitter;
}

function listen(): { signal: AbortSignal; emitters: Emitters } {
  const emitters = { process: new EventEmitter(), stdout: new EventEmitter(), stderr: new EventEmitter() };
  return { signal: interruptions(emitters as unknown as InterruptionSources), emitters };
}

const broken = (code: string): Error => Object.assign(new Error(`write ${code}`), { code });

it('says nothing while nothing happens', () => {
  const { signal } = listen();
  assert.equal(signal.aborted, false);
  assert.equal(interruptionOf(signal), null);
});

it('gives the exit code of each signal', () => {
  for (const [name, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    const { signal, emitters } = listen();
    emitters.process.emit(name);
    assert.equal(interruptionOf(signal)?.exitCode, code);
    assert.match(interruptionOf(signal)?.message ?? '', new RegExp(name));
  }
});

it('leaves a second signal to the system', () => {
  const { emitters } = listen();
  emitters.process.emit('SIGINT');
  assert.equal(emitters.process.listenerCount('SIGINT'), 0);
});

it('takes a reader that went away for the end, and any other broken output for a failure', () => {
  const gone = listen();
  gone.emitters.stdout.emit('error', broken('EPIPE'));
  assert.deepEqual([interruptionOf(gone.signal)?.exitCode, interruptionOf(gone.signal)?.message], [0, '']);
  const full = listen();
  full.emitters.stdout.emit('error', broken('ENOSPC'));
  assert.equal(interruptionOf(full.signal)?.exitCode, 4);
});

it('survives an error output that is gone', () => {
  const { signal, emitters } = listen();
  emitters.stderr.emit('error', broken('EPIPE'));
  assert.equal(signal.aborted, false);
});
