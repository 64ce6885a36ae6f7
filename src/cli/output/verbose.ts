/**
 * --verbose: what goes out and what comes back, in curl's notation: `>` sent, `<` received, `*` about it.
 */
import { shownUrl, type Exchange } from '../exchange/exchange.js';
import type { SessionObserver } from '../exchange/session.js';
import { bytesText } from '../quantity.js';
import { requestHeadLines, responseHeadLines, timingsText } from './heads.js';

/** Tells nothing. */
export const quietObserver: SessionObserver = { asking: nothing, answered: nothing, ended: nothing };

/** Tells everything. @param say - Writes a line to the error output. */
export function verboseObserver(say: (line: string) => void): SessionObserver {
  const sayAll = (mark: string, lines: readonly string[]): void => {
    for (const line of lines) say(`${mark} ${line}`.trimEnd());
  };
  return {
    asking: (plan, headers) => {
      say(`* ${plan.method} ${shownUrl(plan.url)}`);
      sayAll('>', [...requestHeadLines(plan, headers), '']);
      if (plan.body !== null) say(`* and a body of ${bytesText(plan.body.bytes.length)}`);
    },
    answered: (_plan, head) => {
      sayAll('<', [...responseHeadLines(head), '']);
    },
    ended: (exchange) => {
      const { head, plan, bodySize, cacheStatus, redirects, failure } = exchange;
      if (redirects > 0 && head !== null)
        say(`* after ${redirects} ${redirects === 1 ? 'redirect' : 'redirects'} from ${shownUrl(head.url)}`);
      const connection = connectionFact(exchange);
      if (connection !== null) say(`* ${connection}`);
      if (cacheStatus !== null && cacheStatus !== 'miss') say(`* cache: ${cacheStatus}`);
      const end = failure === null ? `${bytesText(bodySize)} of body` : `failed (${failure.phase})`;
      say(`* ${plan.method} ${shownUrl(plan.url)}: ${end}, ${timingsText(exchange)}`);
    },
  };
}

/** What is known of the connection that the response came over. */
function connectionFact({ plan, head, timings, cacheStatus }: Exchange): string | null {
  if (head === null || cacheStatus === 'hit' || cacheStatus === 'offline') return null;
  if (timings.connect === null) return 'the connection was there already';
  if (!head.url.startsWith('https:')) return null;
  const handshake = timings.tls === null ? '' : ` (handshake ${timings.tls.toFixed(1)} ms)`;
  return plan.verifyCertificate
    ? `TLS with a certificate that was verified${handshake}`
    : `TLS with a certificate that was not verified, because of --insecure${handshake}`;
}

function nothing(): void {
  // Without --verbose.
}
