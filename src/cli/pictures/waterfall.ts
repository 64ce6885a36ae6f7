/**
 * --waterfall: a row for each request, its phases drawn to scale on one time axis, as an SVG image.
 *
 * Pure: exchanges in, text out. The image needs nothing from anywhere else and follows the reader's light or dark scheme.
 */
import { shownUrl, type Exchange } from '../exchange/exchange.js';
import { bytesText } from '../quantity.js';
import { phaseKinds, phaseSpans, type PhaseKind } from './phases.js';
import { axisTicks, timeText } from './time-axis.js';
import { escaped } from './markup.js';

const colours: Readonly<Record<PhaseKind, string>> = {
  queue: '#b8bfc9',
  redirects: '#8f7fd1',
  resolve: '#1f9e89',
  connect: '#f0902e',
  tls: '#c84f9c',
  send: '#6b7f99',
  wait: '#5fb53c',
  body: '#2f86d8',
};

const names: Readonly<Record<PhaseKind, string>> = {
  queue: 'queue',
  redirects: 'redirects',
  resolve: 'resolve',
  connect: 'connect',
  tls: 'TLS',
  send: 'send',
  wait: 'wait for the first byte',
  body: 'body',
};

const WIDTH = 1180;
const ROW = 22;
const TOP = 62;
const CHART = { left: 390, right: WIDTH - 150 } as const;
const NAME_CHARACTERS = 38;

const style = `
  svg { background: #fff; color: #20262e; font: 12px ui-sans-serif, system-ui, "DejaVu Sans", sans-serif; }
  text { fill: currentColor; } .faint { fill: #6a7480; } .bad { fill: #c62828; } .mono { font-family: ui-monospace, "DejaVu Sans Mono", monospace; }
  .grid { stroke: #d9dee4; } .odd { fill: #f4f6f8; }
  @media (prefers-color-scheme: dark) {
    svg { background: #15191f; color: #e4e8ed; } .faint { fill: #97a2ae; } .bad { fill: #ff7b72; }
    .grid { stroke: #2d343d; } .odd { fill: #1b2028; }
  }`;

/** The waterfall of the exchanges, in the order given. */
export function waterfallSvg(exchanges: readonly Exchange[]): string {
  const begin = Math.min(...exchanges.map((exchange) => exchange.sentAfterMs));
  const end = Math.max(...exchanges.map((exchange) => exchange.sentAfterMs + exchange.timings.total));
  const scale = scaleOver(exchanges.length === 0 ? 0 : begin, exchanges.length === 0 ? 1 : end);
  const height = TOP + exchanges.length * ROW + 12;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">`,
    `<title>${exchanges.length} requests in ${timeText(scale.span)}</title>`,
    `<style>${style}</style>`,
    ...legend(),
    ...exchanges.flatMap((_exchange, index) => stripe(index)),
    ...axis(scale, height),
    ...exchanges.map((exchange, index) => row(exchange, TOP + index * ROW, scale)),
    '</svg>',
    '',
  ].join('\n');
}

interface Scale {
  readonly from: number;
  readonly span: number;
  readonly x: (ms: number) => number;
}

function scaleOver(from: number, to: number): Scale {
  const span = Math.max(to - from, 0.001);
  return { from, span, x: (ms) => CHART.left + ((ms - from) / span) * (CHART.right - CHART.left) };
}

function legend(): string[] {
  let x = 12;
  return phaseKinds.map((kind) => {
    const entry = `<rect x="${x}" y="10" width="12" height="12" rx="2" fill="${colours[kind]}"/><text x="${x + 17}" y="20">${names[kind]}</text>`;
    x += 40 + names[kind].length * 6;
    return entry;
  });
}

function stripe(index: number): string[] {
  return index % 2 === 0 ? [] : [`<rect class="odd" x="0" y="${TOP + index * ROW}" width="${WIDTH}" height="${ROW}"/>`];
}

function axis({ from, span, x }: Scale, height: number): string[] {
  return axisTicks(span).map((ms) => {
    const at = x(from + ms).toFixed(1);
    return (
      `<line class="grid" x1="${at}" x2="${at}" y1="${TOP - 8}" y2="${height - 8}"/>` +
      `<text class="faint" x="${at}" y="${TOP - 14}" text-anchor="middle">${timeText(ms)}</text>`
    );
  });
}

function row(exchange: Exchange, y: number, scale: Scale): string {
  const { plan, head, failure, timings } = exchange;
  const spans = phaseSpans(exchange);
  const text = y + 15;
  const told = spans.map(({ kind, duration }) => `${names[kind]} ${timeText(duration)}`).join('\n');
  const outcome = failure === null ? String(head?.status ?? '') : 'failed';
  const bad = failure !== null || (head?.status ?? 0) >= 400;
  const bars = spans.map(({ kind, from, duration }) => {
    const left = scale.x(from);
    const width = Math.max(scale.x(from + duration) - left, 0.75);
    return `<rect x="${left.toFixed(2)}" y="${y + 4}" width="${width.toFixed(2)}" height="${ROW - 8}" fill="${colours[kind]}"/>`;
  });
  const tooltip = `${plan.method} ${shownUrl(plan.url)}\n${failure?.message ?? `${outcome}, ${bytesText(exchange.bodySize)}`}\n${told}\ntotal ${timeText(timings.total)}`;
  return [
    `<g><title>${escaped(tooltip)}</title>`,
    `<text class="mono" x="12" y="${text}">${escaped(shortened(plan.method, plan.url))}</text>`,
    `<text class="${bad ? 'bad' : 'faint'}" x="${CHART.left - 70}" y="${text}">${outcome}</text>`,
    ...bars,
    `<text class="faint" x="${WIDTH - 12}" y="${text}" text-anchor="end">${bytesText(exchange.bodySize)}, ${timeText(timings.total)}</text></g>`,
  ].join('');
}

/** The method and the end of the address, which is where addresses differ. */
function shortened(method: string, address: string): string {
  const { host, pathname, search } = new URL(address);
  const text = `${host}${pathname}${search}`;
  const space = NAME_CHARACTERS - method.length;
  return `${method} ${text.length <= space ? text : `…${text.slice(text.length - space + 1)}`}`;
}
