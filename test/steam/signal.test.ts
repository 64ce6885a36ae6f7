/** Signals: who is called, in which order, and what happens when listeners change the list or throw. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { set_logger } from '#src/log.js';
import { Signal, emit } from '#src/steam/signal.js';

describe('a signal', () => {
  const warnings: string[] = [];
  let signal: Signal<[number]>;
  let heard: string[];
  const listener =
    (name: string, also?: () => void): ((value: number) => void) =>
    (value) => {
      heard.push(`${name}${value}`);
      also?.();
    };

  beforeEach(() => {
    signal = new Signal('Steam.something');
    heard = [];
    warnings.length = 0;
    set_logger(({ source, message }) => warnings.push(`${source}: ${message}`));
  });
  afterEach(() => {
    set_logger(null);
  });

  it('calls its listeners in the order of connecting, with the arguments', () => {
    signal.connect(listener('a'));
    signal.connect(listener('b'));
    emit(signal, [1]);
    emit(signal, [2]);
    assert.deepEqual(heard, ['a1', 'b1', 'a2', 'b2']);
  });

  it('calls a function that was connected twice once', () => {
    const a = listener('a');
    signal.connect(a);
    signal.connect(listener('b'));
    signal.connect(a);
    emit(signal, [1]);
    assert.deepEqual(heard, ['a1', 'b1']);
    assert.equal(signal.disconnect(a), true);
    emit(signal, [2]);
    assert.deepEqual(heard, ['a1', 'b1', 'b2']);
  });

  it('calls a once listener once', () => {
    signal.once(listener('a'));
    emit(signal, [1]);
    emit(signal, [2]);
    assert.deepEqual(heard, ['a1']);
  });

  it('lets a once listener be disconnected before', () => {
    const a = listener('a');
    signal.once(a);
    assert.equal(signal.disconnect(a), true);
    emit(signal, [1]);
    assert.deepEqual(heard, []);
  });

  it('keeps a listener for every time when it is also connected once, in either order', () => {
    const a = listener('a');
    const b = listener('b');
    signal.connect(a);
    signal.once(a);
    signal.once(b);
    signal.connect(b);
    emit(signal, [1]);
    emit(signal, [2]);
    assert.deepEqual(heard, ['a1', 'b1', 'a2', 'b2']);
  });

  it('lets one that is connected while it runs hear the next', () => {
    const late = listener('late');
    signal.connect(
      listener('a', () => {
        signal.connect(late);
      }),
    );
    emit(signal, [1]);
    assert.deepEqual(heard, ['a1']);
    emit(signal, [2]);
    assert.deepEqual(heard, ['a1', 'a2', 'late2']);
  });

  it('lets one that connects itself again as once hear the next', () => {
    const again = (value: number): void => {
      heard.push(`again${value}`);
      signal.once(again);
    };
    signal.once(again);
    emit(signal, [1]);
    emit(signal, [2]);
    assert.deepEqual(heard, ['again1', 'again2']);
  });

  it('does not call one that a listener before it disconnected', () => {
    const b = listener('b');
    signal.connect(
      listener('a', () => {
        signal.disconnect(b);
      }),
    );
    signal.connect(b);
    signal.connect(listener('c'));
    emit(signal, [1]);
    assert.deepEqual(heard, ['a1', 'c1']);
  });

  it('calls the others when a listener disconnects itself', () => {
    const a = (value: number): void => {
      heard.push(`a${value}`);
      signal.disconnect(a);
    };
    signal.connect(a);
    signal.connect(listener('b'));
    emit(signal, [1]);
    emit(signal, [2]);
    assert.deepEqual(heard, ['a1', 'b1', 'b2']);
  });

  it('reports a listener that throws and calls the others', () => {
    signal.connect(() => {
      throw new Error('my own bug');
    });
    signal.connect(() => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- programs may throw anything
      throw 'text';
    });
    signal.connect(listener('b'));
    emit(signal, [1]);
    assert.deepEqual(heard, ['b1']);
    assert.equal(warnings.length, 2);
    assert.match(warnings[0]!, /^Steam\.something: a listener threw.*my own bug/s);
    assert.match(warnings[1]!, /text$/);
  });

  it('says whether a listener was connected', () => {
    assert.equal(signal.disconnect(listener('a')), false);
  });

  it('throws for what is no function', () => {
    for (const value of [null, undefined, 1, 'a', {}]) {
      for (const method of ['connect', 'once', 'disconnect'] as const) {
        assert.throws(
          () => {
            signal[method](value as () => void);
          },
          new TypeError(`Steam.something.${method}: listener must be a function`),
        );
      }
    }
  });

  it('has no member that emits', () => {
    assert.deepEqual(Object.getOwnPropertyNames(Object.getPrototypeOf(signal)).sort(), [
      'connect',
      'constructor',
      'disconnect',
      'once',
    ]);
  });
});
