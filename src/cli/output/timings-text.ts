/**
 * How long a request took, in words: for --verbose. Pure.
 */
import type { HTTPRequestTimings } from '../../steam/index.js';

const phases = ['queue', 'resolve', 'connect', 'tls', 'send', 'firstByte', 'body'] as const;
const phaseNames: Readonly<Record<string, string>> = { tls: 'TLS', firstByte: 'first byte' };

/** How long it took and where the time went: `12.3 ms: resolve 1.2, connect 0.3, ...`. */
export function timingsText(timings: HTTPRequestTimings): string {
  const parts = phases.flatMap((phase) => {
    const ms = timings[phase];
    return ms === null ? [] : [`${phaseNames[phase] ?? phase} ${ms.toFixed(1)}`];
  });
  return `${timings.total.toFixed(1)} ms${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`;
}
