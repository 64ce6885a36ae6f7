/** What a thousand connections cost that are open and idle. */
import { count, inMegabytes } from '../figures.js';
import { byScale, type Scale } from '../scale.js';
import { small, unhurried } from '../server/contents.js';
import { countersOf } from '../server/counters.js';
import type { Variant, Workload } from '../workload.js';

type IdleFigure = 'memory' | 'each';

/** Memory that is resident now, without garbage of the main thread. */
async function residentMemory(): Promise<number> {
  // Not before it is needed: with this option of V8 Node's own modules are compiled anew, in each thread.
  const { collectGarbage } = await import('../../test/support/garbage.js');
  collectGarbage();
  return process.memoryUsage.rss();
}

function variant(scale: Scale): Variant<IdleFigure> {
  const connections = byScale(scale, 1000, 20);
  return {
    label: '',
    amount: `${count(connections)} connections`,
    async run({ site, open }) {
      const one = await open(site.plain, { connections: 1, cache: false });
      await one.gets({ ...small, coded: false, total: 1, atOnce: 1 });
      const before = await residentMemory();
      const session = await open(site.plain, { connections, cache: false });
      await session.hold({ ...unhurried, coded: false, total: connections, atOnce: connections });
      const after = await residentMemory();
      const { connections: counted } = await countersOf(site.plain);
      if (counted < connections) throw new Error(`${counted} connections are open, not ${connections}`);
      return { memory: inMegabytes(after), each: (after - before) / 1000 / connections };
    },
  };
}

export const idleConnections: Workload<IdleFigure> = {
  name: 'idle-connections',
  title: '1,000 idle connections',
  about:
    'Resident memory of the process when a thousand connections have each carried one request and are kept alive, and how ' +
    'much it grew for each since the first request of the process. nginx counts the connections.',
  figures: [
    { key: 'memory', title: 'memory, MB', digits: 0, compared: true },
    { key: 'each', title: 'kB a connection', digits: 1 },
  ],
  goals: [],
  summary: [{ variant: '', figure: 'memory' }],
  variants: (scale) => [variant(scale)],
};
