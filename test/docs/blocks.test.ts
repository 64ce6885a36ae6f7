/** Nothing in the pages that looks like code is left out of the tests: each kind of block has somebody who looks at it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { blocksOf, readPages } from './pages.js';

/** Who looks at blocks of a language, or why nobody does. */
const treatment: Readonly<Record<string, string>> = {
  ts: 'programs.test.ts compiles and runs it',
  js: 'programs.test.ts compiles and runs it',
  sh: 'commands.test.ts runs it',
  json: 'is parsed below',
  text: 'output or a drawing; `text prints` is compared by the test of the block before it',
  gdscript: 'for comparison; there is no engine here to run it',
  html: 'for browsers; a page is more than its mark-up',
};

describe('blocks of code in the pages', () => {
  for (const page of readPages()) {
    const blocks = blocksOf(page);
    const outputs = blocks.filter(({ language, remark }) => language === 'text' && remark === 'prints');

    if (outputs.length > 0) {
      it(`${page.path}: what a block prints stands right after it`, () => {
        assert.equal(blocks.filter(({ prints }) => prints !== null).length, outputs.length);
      });
    }

    for (const block of blocks) {
      it(`${block.place} (${block.language || 'no language'}) has a treatment`, () => {
        assert.equal(block.indented, false, 'use a fenced block and say which language it is');
        assert.ok(block.language in treatment, `nothing is done about blocks of ${JSON.stringify(block.language)}`);
        if (block.language === 'json') JSON.parse(block.text);
        if (block.prints !== null) assert.match(block.language, /^(ts|js|sh)$/, 'who prints this?');
      });
    }
  }
});
