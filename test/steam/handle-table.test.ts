import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HandleTable } from '#src/steam/handle-table.js';

describe('the handle table', () => {
  it('counts from 1', () => {
    const table = new HandleTable<string>();
    assert.deepEqual([table.next(), table.next(), table.next()], [1, 2, 3]);
  });

  it('does not give a released handle again at once', () => {
    const table = new HandleTable<string>();
    const first = table.next();
    table.set(first, 'a');
    table.delete(first);
    assert.notEqual(table.next(), first);
  });

  it('goes on at 1 after the largest uint32, past 0 and past what is alive', () => {
    const table = new HandleTable<string>(0xffff_fffd);
    table.set(1, 'alive');
    table.set(0xffff_ffff, 'alive too');
    assert.deepEqual([table.next(), table.next(), table.next()], [0xffff_fffe, 2, 3]);
  });
});
