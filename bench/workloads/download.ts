/** One large body, read piece by piece and thrown away, without and with TLS. */
import { perMegabyte, transferFigures, type WorkFigure } from '../figures.js';
import type { Scale } from '../scale.js';
import { large, MIB, small } from '../server/contents.js';
import type { Goal, Variant, Workload } from '../workload.js';

function variant(scheme: 'plain' | 'tls', label: string, scale: Scale): Variant<WorkFigure> {
  const { path, size } = large(scale);
  return {
    label,
    amount: `${size / MIB} MiB`,
    async run({ site, open, measure }) {
      const session = await open(site[scheme], { connections: 1, cache: false });
      await session.gets({ ...small, coded: false, total: 1, atOnce: 1 });
      return perMegabyte(await measure(() => session.downloads({ path, size, count: 1 })), size);
    },
  };
}

const goalsOf = (of: 'tickwire Steam' | 'tickwire HTTPClient'): readonly Goal<WorkFigure>[] => [
  { of, figure: 'rate', variants: ['plain'], bound: 'at least', value: 2, than: 'undici' },
  { of, figure: 'rate', variants: ['TLS'], bound: 'at least', value: 1.3, than: 'undici' },
  { of, figure: 'rate', bound: 'at least', value: 0.9, than: 'curl' },
  { of, figure: 'caller', bound: 'at most', value: 1 / 6, than: 'undici' },
  { of, figure: 'memory', bound: 'at most', value: 100 },
];

export const download: Workload<WorkFigure> = {
  name: 'download',
  title: 'Download of 1 GiB',
  about: 'One body, streamed: the program gets each piece and drops it.',
  figures: transferFigures,
  goals: [...goalsOf('tickwire Steam'), ...goalsOf('tickwire HTTPClient')],
  summary: [
    { variant: 'plain', figure: 'rate' },
    { variant: 'plain', figure: 'caller' },
    { variant: 'TLS', figure: 'rate' },
    { variant: 'TLS', figure: 'caller' },
  ],
  variants: (scale) => [variant('plain', 'plain', scale), variant('tls', 'TLS', scale)],
};
