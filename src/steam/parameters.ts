/**
 * GET and POST parameters as text: the query of a url, and the body of a form. Both are written the same way, with `%20`
 * for a blank, which every server reads as one in either place.
 */

/** What `encodeURIComponent` leaves as it is although RFC 3986 reserves it. */
const reservedLeftOver = /[!'()*]/g;

/** `name=value` pairs joined by `&`, in the order in which the names were first set. */
export function encodeParameters(parameters: ReadonlyMap<string, string>): string {
  let text = '';
  for (const [name, value] of parameters) text += `${text === '' ? '' : '&'}${encode(name)}=${encode(value)}`;
  return text;
}

/** A url with a query put after the one it may have. */
export function withQuery(href: string, query: string): string {
  if (query === '') return href;
  if (!href.includes('?')) return `${href}?${query}`;
  return href.endsWith('?') || href.endsWith('&') ? href + query : `${href}&${query}`;
}

/** Percent-encodes all but RFC 3986's unreserved characters, as UTF-8; a lone surrogate counts as U+FFFD. */
function encode(text: string): string {
  const wellFormed = text.replace(/\p{Surrogate}/gu, '\uFFFD');
  return encodeURIComponent(wellFormed).replace(
    reservedLeftOver,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
