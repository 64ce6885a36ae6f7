/**
 * Why a fetch may have ended without a response. A page is told next to nothing, so that it cannot feel its way through
 * networks that are not its own; what can be said is what to look at.
 */
import { isOnline, pageOrigin } from './page.js';

/** What was asked. */
export interface FetchFacts {
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  /** What the program set, each a name and a value. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** Why it failed, as far as can be known. */
export interface RefusedFetch {
  readonly reason: 'offline' | 'mixed content' | 'unknown';
  /** What happened, then what to do, as the end of a sentence. */
  readonly what: string;
}

const CONSOLE = "the browser's console says more";

/** Explains a fetch that was rejected before its response's head came. */
export function explainRefusedFetch(facts: FetchFacts): RefusedFetch {
  const { url } = facts;
  const origin = pageOrigin();
  if (!isOnline()) return { reason: 'offline', what: 'the browser is offline; ask again when it is online' };
  if (origin?.startsWith('https:') === true && isMixed(url)) {
    const what = 'browsers refuse requests to http: from a page that came over https: (mixed content); use https:';
    return { reason: 'mixed content', what };
  }
  const own = origin !== null && new URL(url).origin === origin;
  return { reason: 'unknown', what: own ? sameOrigin : crossOrigin(facts, origin) };
}

/** Whether a url counts as insecure: http:, but for what stays on the machine (W3C Secure Contexts, section 3.1). */
function isMixed(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && !/^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

const sameOrigin =
  'there was no answer, and browsers do not tell pages why: the server cannot be reached or broke the connection off, ' +
  'it redirects to where this page may not read or in circles, or something in the browser (a policy of the page, an ' +
  `extension, leaving the page) forbade it; is the server running? ${CONSOLE}`;

function crossOrigin(facts: FetchFacts, origin: string | null): string {
  const allowed = origin ?? '*';
  return (
    'there was no answer, and browsers do not tell pages why: either the server cannot be reached (check the name, the ' +
    'port, the certificate and the network), or it does not allow this page to read its answers (CORS: it must send ' +
    `Access-Control-Allow-Origin: ${allowed}${preflight(facts)}); ${CONSOLE}`
  );
}

/** What a server must answer to the OPTIONS request that a browser sends first (Fetch standard, CORS-preflight). */
function preflight({ method, headers }: FetchFacts): string {
  const needed: string[] = [];
  if (!simpleMethods.has(method)) needed.push(`Access-Control-Allow-Methods: ${method}`);
  const names = headers.filter(([name, value]) => !isSimple(name.toLowerCase(), value)).map(([name]) => name);
  if (names.length > 0) needed.push(`Access-Control-Allow-Headers: ${names.join(', ')}`);
  return needed.length === 0 ? '' : `, and answer OPTIONS with ${needed.join(' and ')}`;
}

const simpleMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST']);
const simpleHeaders: ReadonlySet<string> = new Set(['accept', 'accept-language', 'content-language', 'range']);
const simpleTypes = /^(application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\s*(;|$)/i;

/** Whether a header needs no permission (Fetch standard, CORS-safelisted request-header). */
function isSimple(name: string, value: string): boolean {
  return simpleHeaders.has(name) || (name === 'content-type' && simpleTypes.test(value));
}
