/**
 * Whether an exchange counts as a success, and if not, the complaint about it.
 */
import { STATUS_CODES } from 'node:http';
import { Complaint } from '../complaint.js';
import { ExitCode } from '../exit-code.js';
import { fieldValue, shownUrl, type Exchange, type ExchangeFailure } from './exchange.js';

/** The request in words, for the beginning of a complaint. */
export function askedText(exchange: Pick<Exchange, 'plan'>): string {
  return `${exchange.plan.method} ${shownUrl(exchange.plan.url)}`;
}

/** The complaint about an exchange that brought no whole response, or null. */
export function failureComplaint(exchange: Exchange): Complaint | null {
  const { failure } = exchange;
  if (failure === null) return null;
  const code = failure.code === 'TIMED_OUT' ? ExitCode.TIMEOUT : ExitCode.NETWORK;
  // The library's sentence is `METHOD url: what happened; what to do`, with the url of the hop that failed.
  const [, asked = askedText(exchange), sentence = failure.message] = /^(\S+ \S+): (.*)$/s.exec(failure.message) ?? [];
  const remedy = failureRemedies[failure.code] ?? causeRemedies[failure.cause ?? ''] ?? '';
  return new Complaint(asked, happened(failure, sentence), remedy, code);
}

function happened({ phase, cause }: ExchangeFailure, sentence: string): string {
  const told = cause === undefined || sentence.includes(cause) ? phase : `${phase}, ${cause}`;
  return `${inFlags(sentence).replace(/\.$/, '')} [${told}]`;
}

/** What to try on the command line; for the other failures the library's sentence says it. */
const failureRemedies: Readonly<Record<string, string>> = {
  TIMED_OUT: 'more time with --max-time or --idle-timeout',
  TOO_MANY_REDIRECTS: 'more with --max-redirs',
  CERTIFICATE_REJECTED: '--cacert FILE, or -k to accept any certificate',
  PROXY_FAILED: 'another proxy with -x, or -x none',
  NOT_CACHED: 'once without --offline, so that it is kept',
  TRUNCATED: 'again, or --retry 3',
  CONNECTION_LOST: 'again, or --retry 3',
};

/** The same for the system's codes. */
const causeRemedies: Readonly<Record<string, string>> = {
  ENOTFOUND: 'check the name, and whether this machine is online',
  EAI_AGAIN: 'again later; the name service does not answer',
  ECONNREFUSED: 'check that the server is running and the port is right',
  ETIMEDOUT: 'check the address, and whether a firewall lets this through',
  EHOSTUNREACH: 'check whether this machine is online',
  ENETUNREACH: 'check whether this machine is online',
};

/** The library's sentences name its options where the command has others; what the remedies say is left out. */
function inFlags(sentence: string): string {
  return sentence
    .replace(/ \((E[A-Z_]+)\); [^;]*$/, (_all, code: string) => ` (${code})`)
    .replace(/; a longer (network activity|absolute) timeout waits longer$/, '')
    .replace(/, else raise maxRedirects$/, '')
    .replace(/; (it may be overloaded or restarting; |what came is incomplete; )?ask again( online)?$/, '')
    .replaceAll('the option trustedCA', '--cacert');
}

const statusRemedies: ReadonlyMap<number, string> = new Map([
  [401, 'give credentials with -u NAME:PASSWORD'],
  [403, 'check whether credentials are needed and the path is right'],
  [404, 'check the path'],
  [407, 'give the proxy credentials: -x http://user:password@host:port'],
  [408, 'again later, or --retry 3'],
  [410, 'look for a newer address'],
  [429, 'ask less often, or --retry 3'],
]);

/** The complaint about a response with a 4xx or 5xx status, or null. */
export function statusComplaint(exchange: Exchange): Complaint | null {
  return (exchange.head?.status ?? 0) < 400 ? null : responseComplaint(exchange);
}

/** The complaint about a response that is not what was wanted. */
export function responseComplaint(exchange: Exchange): Complaint {
  const status = exchange.head?.status ?? 0;
  const reason = `the server answered ${status} ${STATUS_CODES[status] ?? ''}`.trimEnd();
  return new Complaint(askedText(exchange), reason, statusRemedy(exchange, status), ExitCode.HTTP_ERROR);
}

function statusRemedy({ head }: Exchange, status: number): string {
  const location = fieldValue(head?.headers ?? [], 'Location');
  if (status >= 300 && status < 400 && location !== null) return `ask for ${location}`;
  return statusRemedies.get(status) ?? (status >= 500 ? 'again later, or --retry 3' : '');
}
