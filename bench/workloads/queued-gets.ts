/** Ten thousand small requests that a program asks for in one go: most wait in the client's own queue. */
import { count, perRequest, requestFigures, type WorkFigure } from '../figures.js';
import { byScale, type Scale } from '../scale.js';
import { small } from '../server/contents.js';
import type { Variant, Workload } from '../workload.js';

/** A thousand requests a connection: none of the clients runs out of work. */
const CONNECTIONS = 50;

function variant(scale: Scale): Variant<WorkFigure> {
  const queued = byScale(scale, 10_000, 100);
  const times = byScale(scale, 5, 1);
  return {
    label: '',
    amount: `${times} × ${count(queued)} requests, ${CONNECTIONS} connections`,
    async run({ site, open, measure }) {
      const session = await open(site.plain, { connections: CONNECTIONS, cache: false });
      const plan = { ...small, coded: false, total: queued, atOnce: queued };
      await session.gets(plan);
      const measurement = await measure(async () => {
        for (let time = 0; time < times; time++) await session.gets(plan);
      });
      return perRequest(measurement, times * queued);
    },
  };
}

export const queuedGets: Workload<WorkFigure> = {
  name: 'queued-gets',
  title: '10,000 GETs queued at once',
  about: 'The same small answer, but the program asks for all at once, and the client lets them wait for a connection.',
  figures: requestFigures,
  goals: [],
  summary: [{ variant: '', figure: 'rate' }],
  variants: (scale) => [variant(scale)],
};
