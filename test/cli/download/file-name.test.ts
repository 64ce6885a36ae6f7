import assert from 'node:assert/strict';
import { basename, join } from 'node:path';
import { describe, it } from 'node:test';
import { nameFromUrl, targetPath } from '#src/cli/download/file-name.js';

describe('the name of a download', () => {
  for (const [path, name] of [
    ['/a/b.zip', 'b.zip'],
    ['/a/b.zip?x=/c#d', 'b.zip'],
    ['/', 'index.html'],
    ['/a/', 'index.html'],
    ['', 'index.html'],
    ['/a%20b.txt', 'a b.txt'],
    ['/%C3%A4.txt', 'ä.txt'],
    ['/%E4.txt', '%E4.txt'],
    ['/..%2F..%2Fetc%2Fpasswd', '_.._etc_passwd'],
    ['/%2e%2e', 'index.html'],
    ['/a%00b%0Ac', 'a_b_c'],
    ['/.bashrc', 'bashrc'],
    ['/a%5Cb', 'a_b'],
    ['/con.txt', '_con.txt'],
    ['/a%E2%80%AEgpj.exe', 'a_gpj.exe'],
  ] as const) {
    it(`is ${name} for ${path === '' ? 'no path' : path}`, () => {
      assert.equal(nameFromUrl(`http://host${path}`), name);
    });
  }

  it('fits into a file system, with its ending', () => {
    const name = nameFromUrl(`http://host/${'ä'.repeat(300)}.tar`);
    assert.ok(Buffer.byteLength(name) <= 240);
    assert.match(name, /^ä+\.tar$/);
  });

  it('is always one plain name', () => {
    for (let code = 0; code < 256; code++) {
      const name = nameFromUrl(`http://host/x/%${code.toString(16).padStart(2, '0')}a`);
      assert.equal(basename(name), name);
      assert.ok(!name.startsWith('.') && name !== '');
    }
  });
});

it('is put into the folder that was given, or is the file that was given', () => {
  assert.equal(targetPath('http://host/a', { kind: 'folder', path: 'to' }), join('to', 'a'));
  assert.equal(targetPath('http://host/a', { kind: 'file', path: 'to' }), 'to');
});
