/**
 * --verbose: what goes out and what comes back, in curl's notation: `>` sent, `<` received, `*` about it. The heads are
 * those that really went over the wire, of each redirect as well.
 */
import type { HTTPHopConnection, HTTPHopTLS, HTTPRequestHop } from '../../steam/index.js';
import { shownUrl, type Exchange, type RequestPlan } from '../exchange/exchange.js';
import { headLines } from '../exchange/head-text.js';
import type { SessionObserver } from '../exchange/session.js';
import { bytesText } from '../quantity.js';
import { timingsText } from './timings-text.js';

/** Tells nothing. */
export const quietObserver: SessionObserver = { asking: nothing, hop: nothing, ended: nothing };

/** Tells everything. @param say - Writes a line to the error output. */
export function verboseObserver(say: (line: string) => void): SessionObserver {
  let subject = '';
  const tell = (about: string, mark: string, lines: readonly string[]): void => {
    // Several requests may be under way: each block of lines says which one it is about, unless the one before did.
    if (about !== subject) say(`* ${about}`);
    subject = about;
    // What came from a server may not control the terminal.
    for (const line of lines) say(`${mark} ${line}`.replace(/\p{Cc}/gu, ' ').trimEnd());
  };
  return {
    asking: (plan) => {
      subject = '';
      tell(subjectOf(plan), '*', []);
    },
    hop: (plan, hop, news) => {
      const about = subjectOf(hop);
      if (news === 'connected') tell(about, '*', connectionLines(hop, plan));
      else if (news === 'sent') tell(about, '>', [...headLines(hop.requestHead), '']);
      else {
        if (hop.cached) tell(about, '*', ['the cache answers']);
        tell(about, '<', [...headLines(hop.responseHead), '']);
      }
      if (news === 'sent' && hop.requestBodySize > 0) say(`* and a body of ${bytesText(hop.requestBodySize)}`);
    },
    ended: (exchange) => {
      const { plan, bodySize, cacheStatus, failure, timings } = exchange;
      const about = subjectOf(plan);
      if (cacheStatus !== null && cacheStatus !== 'miss') say(`* cache: ${cacheStatus}`);
      const end = failure === null ? `${bytesText(bodySize)} of body` : `failed (${failure.phase})`;
      say(`* ${about}: ${end}${redirectsText(exchange)}, ${timingsText(timings)}`);
      subject = '';
    },
  };
}

function subjectOf({ method, url }: Pick<RequestPlan, 'method' | 'url'>): string {
  return `${method} ${shownUrl(url)}`;
}

function redirectsText({ timings: { redirects } }: Exchange): string {
  if (redirects === 0) return '';
  return ` after ${redirects} ${redirects === 1 ? 'redirect' : 'redirects'}`;
}

function connectionLines({ url, connection }: HTTPRequestHop, { verifyCertificate }: RequestPlan): string[] {
  if (connection === null) return [];
  const place = placeText(connection);
  if (connection.reused) return [`the connection to ${place} is used again`];
  const tls =
    connection.tls !== null
      ? tlsLines(connection.tls, verifyCertificate)
      : url.startsWith('https:')
        ? [`TLS, of which HTTPClient tells no more; ${verifyCertificate ? 'the certificate is in order' : unverified}`]
        : [];
  return [`connected to ${place}`, ...tls];
}

function placeText({ remoteAddress, remotePort, localPort, proxy }: HTTPHopConnection): string {
  const address = remoteAddress === '' ? 'the server' : `${remoteAddress} port ${remotePort} from port ${localPort}`;
  return proxy === null ? address : `${address}, through the proxy ${proxy}`;
}

const unverified = 'the certificate was not verified, because of --insecure';

function tlsLines({ protocol, cipher, resumed, certificate, problem }: HTTPHopTLS, verify: boolean): string[] {
  const agreed = `${protocol} with ${cipher}`;
  // The certificate was looked at when the session began, and is not shown again.
  if (resumed) return [`${agreed}, going on with an earlier session`];
  return [
    agreed,
    ...(certificate === null
      ? ['the server showed no certificate']
      : [
          'certificate of the server:',
          `  subject: ${certificate.subject}`,
          `  for:     ${certificate.subjectAltName}`,
          `  issuer:  ${certificate.issuer}`,
          `  valid:   from ${dayText(certificate.validFrom)} to ${dayText(certificate.validTo)}`,
          `  SHA-256: ${certificate.fingerprint256}`,
        ]),
    verdictText(verify, problem),
  ];
}

function verdictText(verify: boolean, problem: string | null): string {
  if (verify) return problem === null ? 'the certificate was verified' : `the certificate was refused (${problem})`;
  return problem === null ? `${unverified}; it would be in order` : `${unverified}; it would be refused (${problem})`;
}

/** Such as `2026-11-21 07:00:12 UTC`. */
function dayText(time: number): string {
  if (Number.isNaN(time)) return 'unknown';
  return new Date(time)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC');
}

function nothing(): void {
  // Without --verbose.
}
