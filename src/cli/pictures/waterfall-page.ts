/**
 * --waterfall FILE.html: the waterfall and, below it, its numbers in a table, as a page that needs nothing else.
 */
import { shownUrl, type Exchange } from '../exchange/exchange.js';
import { bytesText } from '../quantity.js';
import { escaped } from './markup.js';
import { phaseKinds, phaseSpans } from './phases.js';
import { timeText } from './time-axis.js';
import { waterfallSvg } from './waterfall.js';

const style = `
  :root { color-scheme: light dark; }
  body { margin: 1.5rem; font: 14px/1.45 ui-sans-serif, system-ui, "DejaVu Sans", sans-serif; }
  h1 { font-size: 1.2rem; } .wide { overflow-x: auto; }
  table { border-collapse: collapse; margin-top: 1.5rem; font-variant-numeric: tabular-nums; }
  th, td { padding: .25rem .7rem; text-align: right; border-bottom: 1px solid #8884; white-space: nowrap; }
  th:nth-child(-n+2), td:nth-child(-n+2) { text-align: left; } td:nth-child(2) { min-width: 18rem; white-space: normal; overflow-wrap: anywhere; }`;

/** The page. */
export function waterfallPage(exchanges: readonly Exchange[]): string {
  const titles = ['method', 'address', 'status', 'size', ...phaseKinds, 'total'];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Waterfall of ${exchanges.length} requests</title>
<style>${style}</style>
</head>
<body>
<h1>${exchanges.length} requests</h1>
<div class="wide">
${waterfallSvg(exchanges)}</div>
<div class="wide">
<table>
<thead><tr>${titles.map((title) => `<th>${title}</th>`).join('')}</tr></thead>
<tbody>
${exchanges.map(tableRow).join('\n')}
</tbody>
</table>
</div>
</body>
</html>
`;
}

function tableRow(exchange: Exchange): string {
  const { plan, head, failure, timings, bodySize } = exchange;
  const spans = new Map(phaseSpans(exchange).map(({ kind, duration }) => [kind, duration]));
  const cells = [
    plan.method,
    shownUrl(plan.url),
    failure === null ? String(head?.status ?? '') : `failed: ${failure.code}`,
    bytesText(bodySize),
    ...phaseKinds.map((kind) => (spans.has(kind) ? timeText(spans.get(kind)!) : '')),
    timeText(timings.total),
  ];
  return `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`;
}
