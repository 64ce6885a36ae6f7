import assert from 'node:assert/strict';
import { it } from 'node:test';
import { set_logger, warn } from '#src/log.js';

it('hands each warning to the logger in force', () => {
  const seen: string[] = [];
  set_logger(({ source, message }) => seen.push(`${source}: ${message}`));
  warn('here', 'something happened');
  set_logger(null);
  warn('here', 'nobody hears this');
  assert.deepEqual(seen, ['here: something happened']);
});

it('survives a logger that throws', () => {
  set_logger(() => {
    throw new Error('a broken logger');
  });
  warn('here', 'still fine');
});

it('refuses what is no function', () => {
  assert.throws(() => {
    // @ts-expect-error a number is no logger
    set_logger(42);
  }, TypeError);
});
