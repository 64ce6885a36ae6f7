/** Whether a request costs the same in a queue of a thousand, of ten thousand and of a hundred thousand. */
import { count } from '../figures.js';
import { byScale, type Scale } from '../scale.js';
import { small } from '../server/contents.js';
import { median } from '../statistics.js';
import type { Variant, Workload } from '../workload.js';

const CONNECTIONS = 50;

type GrowthFigure = 'least' | 'middle' | 'most' | 'growth';

interface Step {
  readonly queued: number;
  /** How often, of which the median counts: a short queue is over too soon to be measured once. */
  readonly times: number;
}

const stepsOf = (scale: Scale): readonly [Step, Step, Step] => [
  { queued: byScale(scale, 1000, 10), times: byScale(scale, 21, 1) },
  { queued: byScale(scale, 10_000, 100), times: byScale(scale, 5, 1) },
  { queued: byScale(scale, 100_000, 1000), times: 1 },
];

function variant(scale: Scale): Variant<GrowthFigure> {
  const steps = stepsOf(scale);
  return {
    label: '',
    amount: `${steps.map(({ queued }) => count(queued)).join(', then ')} requests, ${CONNECTIONS} connections`,
    async run({ site, open, measure }) {
      const session = await open(site.plain, { connections: CONNECTIONS, cache: false });
      const microseconds = async ({ queued, times }: Step): Promise<number> => {
        const plan = { ...small, coded: false, total: queued, atOnce: queued };
        const all: number[] = [];
        for (let time = 0; time < times; time++) {
          const { seconds } = await measure(() => session.gets(plan));
          all.push((seconds * 1e6) / queued);
        }
        return median(all);
      };
      await microseconds(steps[1]);
      const least = await microseconds(steps[0]);
      const middle = await microseconds(steps[1]);
      const most = await microseconds(steps[2]);
      return { least, middle, most, growth: Math.max(middle / least, most / middle) };
    },
  };
}

export const growth: Workload<GrowthFigure> = {
  name: 'growth',
  title: 'Growth with the queue',
  about:
    'Time per request when 1,000, 10,000 and 100,000 are queued at once. The last column is the larger of the two steps: ' +
    '1 means ten times the requests take ten times as long.',
  figures: [
    { key: 'least', title: 'short queue, µs each', digits: 1 },
    { key: 'middle', title: 'longer, µs each', digits: 1 },
    { key: 'most', title: 'longest, µs each', digits: 1 },
    { key: 'growth', title: 'largest step, ×', digits: 2 },
  ],
  goals: [{ of: 'tickwire Steam', figure: 'growth', bound: 'at most', value: 1.25 }],
  summary: [],
  variants: (scale) => [variant(scale)],
};
