import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { PartFile } from '#src/cli/download/part-file.js';

let folder: string;
let target: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tickwire-part-'));
  target = join(folder, 'name');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const note = { validator: '"a"', size: 6 };

function begun(text: string): PartFile {
  const part = new PartFile(target);
  part.begin(note);
  part.append(Buffer.from(text));
  return part;
}

describe('a part file', () => {
  it('gets its name when it is complete, and leaves nothing else behind', () => {
    const part = begun('abc');
    part.append(Buffer.from('def'));
    assert.equal(existsSync(target), false);
    part.complete(false);
    assert.deepEqual([readdirSync(folder), readFileSync(target, 'utf8')], [['name'], 'abcdef']);
  });

  it('is gone on with where it ended, by what its note says', () => {
    begun('abc').close();
    const part = new PartFile(target);
    part.reopen();
    assert.deepEqual([part.size, part.note], [3, note]);
    part.append(Buffer.from('def'));
    part.complete(false);
    assert.equal(readFileSync(target, 'utf8'), 'abcdef');
  });

  it('begins anew with nothing in it', () => {
    begun('abcdef').close();
    const part = new PartFile(target);
    part.reopen();
    part.begin({ validator: null, size: null });
    part.append(Buffer.from('x'));
    part.complete(false);
    assert.equal(readFileSync(target, 'utf8'), 'x');
  });

  it('does not trust a note that it cannot read', () => {
    begun('abc').close();
    writeFileSync(`${target}.part.json`, '{"validator": 5');
    const part = new PartFile(target);
    part.reopen();
    assert.equal(part.note, null);
    part.close();
  });

  it('never takes the name of another file, unless it may', () => {
    const part = begun('new');
    writeFileSync(target, 'old');
    assert.throws(() => {
      part.complete(false);
    }, /EEXIST/);
    assert.equal(readFileSync(target, 'utf8'), 'old');
    assert.equal(readFileSync(`${target}.part`, 'utf8'), 'new');
    part.complete(true);
    assert.equal(readFileSync(target, 'utf8'), 'new');
  });

  it('is not shared by two', () => {
    const part = begun('a');
    assert.throws(() => begun('b'), /EEXIST/);
    part.close();
  });

  it('does not stay behind with nothing in it, but an empty file can be complete', () => {
    begun('').close();
    assert.deepEqual(readdirSync(folder), []);
    begun('').complete(false);
    assert.deepEqual([readdirSync(folder), readFileSync(target, 'utf8')], [['name'], '']);
  });
});
