/**
 * The Markdown pages of the project, and the blocks of code in them.
 *
 * A page is read as CommonMark reads it, so a block inside a list or a quotation is found too. What is to be done with a
 * block says its info string, the words after the three backticks: CONTRIBUTING.md lists them.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { marked, type Token, type Tokens } from 'marked';

/** A page. */
export interface Page {
  /** From the project's root, such as `docs/errors.md`. */
  readonly path: string;
  readonly text: string;
}

/** A block of code. */
export interface Block {
  /** `docs/errors.md:12`, the line of its first line of code. */
  readonly place: string;
  /** The first word of its info string; `''` for none. */
  readonly language: string;
  /** The others. */
  readonly remark: string;
  readonly text: string;
  /** The text of a block `text prints` right after it: what it must print. Null when there is none. */
  readonly prints: string | null;
  /** It is code because it is indented, so it has no info string. */
  readonly indented: boolean;
}

/** All pages: those of the project's root and those of docs/. */
export function readPages(): Page[] {
  const paths = [...readdirSync('.'), ...readdirSync('docs').map((name) => `docs/${name}`)];
  return paths
    .filter((path) => path.endsWith('.md'))
    .sort()
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

/** The blocks of code of a page, in order. */
export function blocksOf({ path, text }: Page): Block[] {
  const tokens = flatten(marked.lexer(text)).filter(({ type }) => type !== 'space');
  let searched = 0;
  return tokens.flatMap((token, i) => {
    if (!isCode(token)) return [];
    const [language = '', ...remark] = (token.lang ?? '').split(' ');
    const next = tokens[i + 1];
    const prints = next !== undefined && isCode(next) && next.lang === 'text prints' ? next.text : null;
    searched = text.indexOf(token.text.split('\n', 1)[0] ?? '', searched);
    const place = `${path}:${text.slice(0, searched).split('\n').length}`;
    searched += token.text.length;
    const indented = token.codeBlockStyle === 'indented';
    return [{ place, language, remark: remark.join(' '), text: token.text, prints, indented }];
  });
}

/** All blocks of all pages in one of these languages. */
export function blocksIn(...languages: readonly string[]): Block[] {
  return readPages()
    .flatMap(blocksOf)
    .filter(({ language }) => languages.includes(language));
}

/** The tokens of a page and those in its lists and quotations, in the order of the text. */
export function flatten(tokens: readonly Token[]): Token[] {
  return tokens.flatMap((token): Token[] => {
    if (token.type === 'list') return flatten((token as Tokens.List).items);
    const inner = 'tokens' in token ? (token.tokens ?? []) : [];
    return token.type === 'list_item' || token.type === 'blockquote' ? flatten(inner) : [token];
  });
}

function isCode(token: Token): token is Tokens.Code {
  return token.type === 'code';
}
