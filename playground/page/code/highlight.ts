/**
 * Text cut into what is coloured alike, for TypeScript and JSON alike. Only for looking at: a regular expression is no
 * parser.
 */

/** What a piece is. */
export type TokenKind = 'string' | 'number' | 'word' | 'comment' | 'plain';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const words = 'import|from|const|let|function|new|for|if|else|return|void|number|true|false|null';

const pattern = new RegExp(
  [
    String.raw`(?<comment>\/\/[^\n]*)`,
    String.raw`(?<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\x60(?:[^\x60\\]|\\.)*\x60)`,
    String.raw`(?<number>-?\b\d[\d.]*(?:[eE][+-]?\d+)?\b)`,
    String.raw`(?<word>\b(?:${words})\b)`,
  ].join('|'),
  'g',
);

/** The pieces in order; together they are the text. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const [kind] = Object.entries<string | undefined>(match.groups ?? {}).find(([, found]) => found !== undefined)!;
    if (match.index > end) tokens.push({ kind: 'plain', text: text.slice(end, match.index) });
    tokens.push({ kind: kind as TokenKind, text: match[0] });
    end = match.index + match[0].length;
  }
  if (end < text.length) tokens.push({ kind: 'plain', text: text.slice(end) });
  return tokens;
}
