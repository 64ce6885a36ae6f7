/** Small answers from the client's own cache, and how much better that is than asking the server. */
import { count, perRequest } from '../figures.js';
import type { Measurement } from '../measuring/meter.js';
import { byScale, type Scale } from '../scale.js';
import { cacheable } from '../server/contents.js';
import { countersOf } from '../server/counters.js';
import type { Stage, Variant, Workload } from '../workload.js';

const WARM_UP = 2000;

type CachedFigure = 'rate' | 'caller' | 'faster' | 'share';

/** GETs with the cache or without; with it none may reach the server. */
async function measureGets(stage: Stage, cache: boolean, inFlight: number, total: number): Promise<Measurement> {
  const { plain } = stage.site;
  const session = await stage.open(plain, { connections: inFlight, cache });
  const plan = { ...cacheable, coded: false, atOnce: inFlight };
  await session.gets({ ...plan, total: Math.min(WARM_UP, total) });
  const before = await countersOf(plain);
  const measurement = await stage.measure(() => session.gets({ ...plan, total }));
  const { requests } = await countersOf(plain);
  const asked = requests - before.requests - 1;
  if (asked !== (cache ? 0 : total)) throw new Error(`${asked} of ${total} requests came to the server`);
  return measurement;
}

function variant(inFlight: number, requests: number, scale: Scale): Variant<CachedFigure> {
  const total = byScale(scale, requests, inFlight);
  return {
    label: `${inFlight} in flight`,
    amount: `${count(total)} requests`,
    async run(stage) {
      const cached = await measureGets(stage, true, inFlight, total);
      const fromServer = await measureGets(stage, false, inFlight, total);
      const { rate, caller } = perRequest(cached, total);
      return {
        rate,
        caller,
        faster: fromServer.seconds / cached.seconds,
        share: cached.callerMs === null ? null : cached.callerMs / fromServer.callerMs!,
      };
    },
  };
}

export const cachedGets: Workload<CachedFigure> = {
  name: 'cached-gets',
  title: 'Cached GETs',
  about:
    "The same small answer, which may be stored, from the client's own cache. The last two columns compare with the same " +
    'client without its cache; nginx counts the requests that reach it, and with the cache there must be none.',
  figures: [
    { key: 'rate', title: 'requests/s', digits: 0, compared: true },
    { key: 'caller', title: "caller's thread, µs each", digits: 1, compared: true },
    { key: 'faster', title: 'rate × without cache', digits: 2 },
    { key: 'share', title: "caller's thread × without cache", digits: 2 },
  ],
  goals: [
    { of: 'tickwire Steam', figure: 'faster', bound: 'at least', value: 3 },
    { of: 'tickwire Steam', figure: 'share', bound: 'at most', value: 1 },
  ],
  summary: [{ variant: '50 in flight', figure: 'rate' }],
  variants: (scale) => {
    const busy = variant(50, 40_000, scale);
    return scale === 'quick' ? [busy] : [variant(1, 8000, scale), busy];
  },
};
