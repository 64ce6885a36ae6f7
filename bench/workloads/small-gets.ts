/** Many small answers on connections that stay open, with some requests in flight at any time. */
import { count, perRequest, requestFigures, type WorkFigure } from '../figures.js';
import { byScale, type Scale } from '../scale.js';
import { small } from '../server/contents.js';
import type { Variant, Workload } from '../workload.js';

/** Connections stand and code is compiled after these: with fewer, clients are measured while they are being optimized. */
const WARM_UP = 20_000;

function variant(inFlight: number, requests: number, scale: Scale): Variant<WorkFigure> {
  const total = byScale(scale, requests, inFlight);
  return {
    label: `${inFlight} in flight`,
    amount: `${count(total)} requests`,
    async run({ site, open, measure }) {
      const session = await open(site.plain, { connections: inFlight, cache: false });
      const plan = { ...small, coded: false, atOnce: inFlight };
      await session.gets({ ...plan, total: byScale(scale, Math.min(WARM_UP, requests), inFlight) });
      return perRequest(await measure(() => session.gets({ ...plan, total })), total);
    },
  };
}

const busy = ['50 in flight', '500 in flight'];

export const smallGets: Workload<WorkFigure> = {
  name: 'small-gets',
  title: 'Small GETs',
  about: 'An answer of 13 bytes, again and again, with as many kept-alive connections as requests in flight.',
  figures: requestFigures,
  goals: [
    { of: 'tickwire Steam', figure: 'rate', variants: busy, bound: 'at least', value: 1.5, than: 'undici' },
    { of: 'tickwire Steam', figure: 'rate', variants: ['1 in flight'], bound: 'at least', value: 1, than: 'undici' },
    { of: 'tickwire Steam', figure: 'caller', variants: busy, bound: 'at most', value: 3 },
    { of: 'tickwire Steam', figure: 'caller', variants: busy, bound: 'at most', value: 1 / 7, than: 'undici' },
    { of: 'tickwire HTTPClient', figure: 'rate', variants: busy, bound: 'at least', value: 1.3, than: 'undici' },
  ],
  summary: [
    { variant: '1 in flight', figure: 'rate' },
    { variant: '50 in flight', figure: 'rate' },
    { variant: '500 in flight', figure: 'rate' },
    { variant: '50 in flight', figure: 'caller' },
  ],
  variants: (scale) => {
    const extremes = [variant(1, 10_000, scale), variant(500, 60_000, scale)] as const;
    if (scale === 'quick') return extremes;
    return [extremes[0], variant(10, 40_000, scale), variant(50, 60_000, scale), extremes[1]];
  },
};
