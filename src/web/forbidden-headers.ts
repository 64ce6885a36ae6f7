/** Headers that the browser alone sets (Fetch standard, forbidden request-header). */

const names: ReadonlySet<string> = new Set([
  'accept-charset',
  'accept-encoding',
  'access-control-request-headers',
  'access-control-request-method',
  'connection',
  'content-length',
  'cookie',
  'cookie2',
  'date',
  'dnt',
  'expect',
  'host',
  'keep-alive',
  'origin',
  'referer',
  'set-cookie',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
]);

const prefixes = /^(proxy-|sec-)/;

/** Headers that would have a server take the request for one of another method. */
const methodNames: ReadonlySet<string> = new Set(['x-http-method', 'x-http-method-override', 'x-method-override']);
const methods = /(^|,)[ \t]*(connect|trace|track)[ \t]*(,|$)/i;

/** Why a page may not set this header; null when it may. */
export function forbiddenHeader(name: string, value: string): string | null {
  const key = name.toLowerCase();
  if (names.has(key) || prefixes.test(key))
    return `${name} is a header that browsers set themselves, and let no page set`;
  if (methodNames.has(key) && methods.test(value)) {
    return `browsers let no page ask for the method ${value.trim()}, not even with ${name}`;
  }
  return null;
}
