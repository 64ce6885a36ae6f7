/** One large body sent from memory. */
import { perMegabyte, transferFigures, type WorkFigure } from '../figures.js';
import type { Scale } from '../scale.js';
import { MIB, upload as target } from '../server/contents.js';
import type { Variant, Workload } from '../workload.js';

/** Enough to connect and to compile. */
const WARM_UP = 64 * 1024;

function variant(scale: Scale): Variant<WorkFigure> {
  const { path, size } = target(scale);
  return {
    label: '',
    amount: `${size / MIB} MiB`,
    async run({ site, open, measure }) {
      const session = await open(site.plain, { connections: 1, cache: false });
      await (
        await session.prepareUpload({ path, size: WARM_UP })
      )();
      return perMegabyte(await measure(await session.prepareUpload({ path, size })), size);
    },
  };
}

const ours = ['tickwire Steam', 'tickwire HTTPClient'] as const;

export const upload: Workload<WorkFigure> = {
  name: 'upload',
  title: 'Upload of 100 MiB',
  about: 'One PUT with the body in memory, until the answer that the server gives when it has all of it.',
  figures: transferFigures,
  goals: ours.map((of) => ({ of, figure: 'rate', bound: 'at least', value: 1, than: 'node:http' })),
  summary: [{ variant: '', figure: 'rate' }],
  roundsFactor: 3,
  variants: (scale) => [variant(scale)],
};
