/** Documents of a megabyte that come gzip-coded: what decoding costs, and on which thread. */
import { count, perRequest, requestFigures, type WorkFigure } from '../figures.js';
import { byScale, type Scale } from '../scale.js';
import { json } from '../server/contents.js';
import type { Variant, Workload } from '../workload.js';

const IN_FLIGHT = 8;

function variant(scale: Scale): Variant<WorkFigure> {
  const total = byScale(scale, 500, IN_FLIGHT);
  return {
    label: '',
    amount: `${count(total)} requests, ${IN_FLIGHT} in flight`,
    async run({ site, open, measure }) {
      const session = await open(site.plain, { connections: IN_FLIGHT, cache: false });
      const plan = { path: json.path, size: site.jsonSize, coded: true, atOnce: IN_FLIGHT };
      await session.gets({ ...plan, total: byScale(scale, 5 * IN_FLIGHT, IN_FLIGHT) });
      return perRequest(await measure(() => session.gets({ ...plan, total })), total);
    },
  };
}

export const gzipJson: Workload<WorkFigure> = {
  name: 'gzip-json',
  title: 'JSON of 1 MB with gzip',
  about:
    'The body is delivered decoded, as bytes. undici and node:http leave decoding to the program, which here gives the ' +
    "whole body to `zlib.gunzip`, on Node's thread pool.",
  figures: requestFigures,
  goals: [],
  summary: [{ variant: '', figure: 'rate' }],
  variants: (scale) => [variant(scale)],
};
