/** Eight large bodies at the same time, over a connection each. */
import { perMegabyte, transferFigures, type WorkFigure } from '../figures.js';
import type { Scale } from '../scale.js';
import { MIB, part, small } from '../server/contents.js';
import type { Variant, Workload } from '../workload.js';

const DOWNLOADS = 8;

function variant(scale: Scale): Variant<WorkFigure> {
  const { path, size } = part(scale);
  return {
    label: '',
    amount: `${DOWNLOADS} × ${size / MIB} MiB`,
    async run({ site, open, measure }) {
      const session = await open(site.plain, { connections: DOWNLOADS, cache: false });
      await session.gets({ ...small, coded: false, total: DOWNLOADS, atOnce: DOWNLOADS });
      const measurement = await measure(() => session.downloads({ path, size, count: DOWNLOADS }));
      return perMegabyte(measurement, DOWNLOADS * size);
    },
  };
}

export const parallelDownloads: Workload<WorkFigure> = {
  name: 'parallel-downloads',
  title: '8 downloads in parallel',
  about: 'Eight bodies of 128 MiB at the same time, streamed as above.',
  figures: transferFigures,
  goals: [],
  summary: [{ variant: '', figure: 'rate' }],
  variants: (scale) => [variant(scale)],
};
