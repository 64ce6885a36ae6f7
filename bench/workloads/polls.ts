/** What it costs to look whether anything is new when nothing is, with a thousand idle connections. */
import { count } from '../figures.js';
import { byScale, type Scale } from '../scale.js';
import { unhurried } from '../server/contents.js';
import type { Variant, Workload } from '../workload.js';

type PollFigure = 'frame';

function variant(scale: Scale): Variant<PollFigure> {
  const connections = byScale(scale, 1000, 20);
  const frames = byScale(scale, 2000, 10);
  return {
    label: '',
    amount: `${count(connections)} connections, ${count(frames)} frames`,
    async run({ site, open, measure }) {
      const session = await open(site.plain, { connections, cache: false });
      // Whoever cannot, says so before the connections are made.
      session.poll();
      await session.hold({ ...unhurried, coded: false, total: connections, atOnce: connections });
      const poll = (): void => {
        for (let frame = 0; frame < frames; frame++) session.poll();
      };
      poll();
      const { seconds } = await measure(poll);
      return { frame: (seconds * 1e6) / frames };
    },
  };
}

export const polls: Workload<PollFigure> = {
  name: 'polls',
  title: 'Polls of 1,000 idle clients',
  about:
    'Microseconds that a frame pays for looking at a thousand connections on which nothing is new: `poll()` of each ' +
    '`HTTPClient`, one `run_callbacks()` of the Steam interface.',
  figures: [{ key: 'frame', title: 'µs a frame', digits: 2 }],
  goals: [],
  summary: [{ variant: '', figure: 'frame' }],
  variants: (scale) => [variant(scale)],
};
