/** What a program pays before anything is warm: for importing the client, and for its first answer. */
import { small } from '../server/contents.js';
import type { Variant, Workload } from '../workload.js';

type FirstFigure = 'importing' | 'first' | 'sum';

const variant: Variant<FirstFigure> = {
  label: '',
  amount: 'one request of a fresh process',
  async run({ site, open, measure, importClient }) {
    const importing = await importClient();
    const { seconds } = await measure(async () => {
      const session = await open(site.plain, { connections: 1, cache: false });
      await session.gets({ ...small, coded: false, total: 1, atOnce: 1 });
    });
    const first = seconds * 1000;
    return { importing, first, sum: (importing ?? 0) + first };
  },
};

const ours = ['tickwire Steam', 'tickwire HTTPClient'] as const;

export const firstRequest: Workload<FirstFigure> = {
  name: 'first-request',
  title: 'First request of a process',
  about:
    'Milliseconds for `import` of the client in a fresh process, and from there to the first small answer: connecting, ' +
    "and for tickwire also starting the I/O thread. curl's is the life of its process.",
  figures: [
    { key: 'importing', title: 'import, ms', digits: 1 },
    { key: 'first', title: 'first answer, ms', digits: 1, compared: true },
    { key: 'sum', title: 'both, ms', digits: 1, compared: true },
  ],
  goals: ours.flatMap((of) => [
    { of, figure: 'importing', bound: 'at most', value: 25 },
    { of, figure: 'first', bound: 'at most', value: 1.5, than: 'node:http' },
  ]),
  summary: [
    { variant: '', figure: 'importing' },
    { variant: '', figure: 'first' },
  ],
  roundsFactor: 3,
  variants: () => [variant],
};
