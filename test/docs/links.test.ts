/** Links between the pages, and files that the pages name, are there. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, it } from 'node:test';
import GithubSlugger from 'github-slugger';
import { marked, type Token, type Tokens } from 'marked';
import { flatten, readPages, type Page } from './pages.js';
import { parseUrl } from '#src/parse-url.js';

const pages = readPages();

/** Named in the pages, and made when it is needed. */
const generated = new Set(['bench/results/']);

/** What a link to a heading of a page may say after `#`, as GitHub names headings. */
function anchorsOf({ text }: Page): Set<string> {
  const slugger = new GithubSlugger();
  const headings = flatten(marked.lexer(text)).filter((token) => token.type === 'heading') as Tokens.Heading[];
  return new Set(headings.map((heading) => slugger.slug(plain(heading.tokens))));
}

/** The text of a heading without its mark-up. */
function plain(tokens: readonly Token[]): string {
  return tokens
    .map((token) => ('tokens' in token ? plain(token.tokens ?? []) : 'text' in token ? String(token.text) : ''))
    .join('');
}

const anchors = new Map(pages.map((page) => [page.path, anchorsOf(page)]));

/** The targets of a page's links and pictures, and the code in its sentences. */
function readWords(page: Page): { targets: string[]; code: string[] } {
  const targets: string[] = [];
  const code: string[] = [];
  marked.walkTokens(marked.lexer(page.text), (token) => {
    if (token.type === 'link' || token.type === 'image') targets.push((token as Tokens.Link | Tokens.Image).href);
    if (token.type === 'codespan') code.push((token as Tokens.Codespan).text);
    if (token.type === 'html') targets.push(...[...token.raw.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, to]) => to!));
  });
  return { targets, code };
}

function assertResolves(page: Page, target: string): void {
  if (/^[a-z]+:/i.test(target)) {
    assert.ok(parseUrl(target) !== null && /^(https?|mailto):/.test(target), 'not an address that works everywhere');
    return;
  }
  const [path = '', anchor] = target.split('#', 2);
  const file = path === '' ? page.path : normalize(join(dirname(page.path), decodeURI(path)));
  assert.ok(!file.startsWith('..') && existsSync(file), `there is no ${file}`);
  if (anchor === undefined) return;
  assert.ok(anchors.get(file)?.has(anchor) === true, `there is no heading #${anchor} in ${file}`);
}

describe('links in the pages', () => {
  for (const page of pages) {
    const { targets, code } = readWords(page);
    it(`of ${page.path} lead somewhere (${targets.length})`, () => {
      for (const target of targets) {
        try {
          assertResolves(page, target);
        } catch (error) {
          assert.fail(`${target}: ${(error as Error).message}`);
        }
      }
    });

    it(`of ${page.path} name files that exist`, () => {
      const named = code.filter((text) =>
        /^(src|test|docs|examples|bench|scripts|playground|api)\/[\w./-]+$/.test(text),
      );
      assert.deepEqual(
        named.filter((path) => !existsSync(path) && !generated.has(path)),
        [],
      );
    });
  }

  it('make every page of docs/ reachable from README.md', () => {
    const reached = new Set<string>();
    const visit = (path: string): void => {
      const page = pages.find((other) => other.path === path);
      if (page === undefined || reached.has(path)) return;
      reached.add(path);
      for (const target of readWords(page).targets) {
        if (!/^[a-z]+:/i.test(target)) visit(normalize(join(dirname(path), target.split('#', 1)[0]!)));
      }
    };
    visit('README.md');
    assert.deepEqual(
      pages.map(({ path }) => path).filter((path) => !reached.has(path)),
      [],
    );
  });
});
