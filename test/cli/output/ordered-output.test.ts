import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { describe, it } from 'node:test';
import { OrderedOutput } from '#src/cli/output/ordered-output.js';
import { drained } from '../../support/drained.js';

const never = new AbortController().signal;

describe('an ordered output', () => {
  it('writes lanes one after the other, however they are filled', () => {
    const stream = new PassThrough();
    const output = new OrderedOutput(stream, never);
    const [first, second, third] = [output.lane(), output.lane(), output.lane()];
    third.write(Buffer.from('3'));
    third.end();
    second.write(Buffer.from('2a'));
    first.write(Buffer.from('1'));
    assert.equal(drained(stream).toString(), '1');
    first.end();
    second.write(Buffer.from('2b'));
    second.end();
    assert.equal(drained(stream).toString(), '2a2b3');
  });

  it('keeps what it was given, although the memory is used again', () => {
    const stream = new PassThrough();
    const lane = new OrderedOutput(stream, never).lane();
    const memory = Buffer.from('abc');
    lane.write(memory);
    memory.fill('x');
    assert.equal(drained(stream).toString(), 'abc');
  });

  it('is closed while its reader is slow, also when the reader catches up before anyone looks', async () => {
    const stream = new PassThrough({ highWaterMark: 4 });
    const output = new OrderedOutput(stream, never);
    const lane = output.lane();
    assert.equal(output.closedUntil(), null);
    lane.write(Buffer.from('12345678'));
    const closed = output.closedUntil();
    assert.notEqual(closed, null);
    stream.resume();
    await closed;
    assert.equal(output.closedUntil(), null);
    lane.write(Buffer.from('12345678'));
    await new Promise((resolve) => stream.once('drain', resolve));
    await output.flushed();
    assert.equal(output.closedUntil(), null);
  });

  it('lets everybody go when the run is cut short', async () => {
    const controller = new AbortController();
    const output = new OrderedOutput(new PassThrough({ highWaterMark: 1 }), controller.signal);
    output.lane().write(Buffer.from('12345678'));
    const closed = output.closedUntil();
    controller.abort();
    await closed;
    assert.equal(output.closedUntil(), null);
  });
});
