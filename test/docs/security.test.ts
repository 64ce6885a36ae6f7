/** What SECURITY.md claims is proved by the tests that it names: they exist. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { marked, type Tokens } from 'marked';
import { flatten } from './pages.js';

const tokens = flatten(marked.lexer(readFileSync('SECURITY.md', 'utf8')));

/** The sections on what is defended, each with the tests it names: a list of `file`: "name". */
const sections = new Map<string, [file: string, name: string][]>();
let section = '';
for (const token of tokens) {
  if (token.type === 'heading') {
    section = (token as Tokens.Heading).depth === 3 ? (token as Tokens.Heading).text : '';
    if (section !== '') sections.set(section, []);
    continue;
  }
  const [, file, name] = /^`(test\/[^`]+)`: "([^"]+)"$/.exec('text' in token ? String(token.text) : '') ?? [];
  if (file !== undefined && name !== undefined) sections.get(section)?.push([file, name]);
}

/** Whether a file of tests, or of cases in Markdown, has one of this name. */
function hasTest(file: string, name: string): boolean {
  const text = readFileSync(file, 'utf8');
  if (file.endsWith('.md')) return text.split('\n').some((line) => line.startsWith('## ') && line.includes(name));
  return ["'", '"', '`'].some((quote) => text.includes(`${quote}${name}${quote}`));
}

describe('SECURITY.md', () => {
  it('has the dangers of an HTTP client in it', () => {
    assert.deepEqual(
      [...sections.keys()],
      [
        'Header injection',
        'Disagreement about where a message ends',
        'Credentials that leak',
        'Where redirects lead',
        'Decompression bombs',
        'Memory without bounds',
        'Cookies',
        'TLS',
        'The cache',
        'The command',
      ],
    );
  });

  for (const [title, tests] of sections) {
    it(`names tests that exist for: ${title}`, () => {
      assert.ok(tests.length >= 2, 'at least two tests are named');
      for (const [file, name] of tests) {
        assert.ok(existsSync(file), `there is no ${file}`);
        assert.ok(hasTest(file, name), `${file} has no test "${name}"`);
      }
    });
  }
});
