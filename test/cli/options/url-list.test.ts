import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { it } from 'node:test';
import { readUrlList } from '#src/cli/options/url-list.js';

const stdin = (text: string): Readable => Readable.from([Buffer.from(text)]);

it('reads an address from each line but blank ones and remarks', async () => {
  const text = '# a list\nhttp://a/1\r\n\n  b/2  \nhttps://c/3';
  assert.deepEqual(await readUrlList('-', stdin(text)), ['http://a/1', 'http://b/2', 'https://c/3']);
});

it('names the line that is no address', async () => {
  await assert.rejects(
    readUrlList('-', stdin('http://a\nftp://b\n')),
    /^Complaint: -, line 2: "ftp:\/\/b" is no address/,
  );
});

it('says which file cannot be read', async () => {
  await assert.rejects(readUrlList('/nowhere/list', stdin('')), /-i \/nowhere\/list: .* cannot be read \(ENOENT/);
});
