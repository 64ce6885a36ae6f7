/**
 * Answers that take their time, at a pace that a person can watch.
 */
import type { ServerResponse } from 'node:http';
import type { Sample } from './samples.js';

const TICK_MS = 20;

/** `lines` lines of text (8), one every `gap` milliseconds (250); chunked. */
export const slow: Sample = (_request, response, url) => {
  const lines = numberOf(url, 'lines', 8, 1000);
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.flushHeaders();
  let sent = 0;
  every(response, numberOf(url, 'gap', 250, 60_000), () => {
    sent++;
    response.write(`Line ${sent} of ${lines}\n`);
    return sent < lines;
  });
};

/** `bytes` bytes (20,000,000) at `rate` bytes a second (15,000,000), or as fast as the reader takes them. */
export const download: Sample = (_request, response, url) => {
  const bytes = numberOf(url, 'bytes', 20_000_000, 2_000_000_000);
  const piece = Math.max(1, Math.round((numberOf(url, 'rate', 15_000_000, 1_000_000_000) * TICK_MS) / 1000));
  response.setHeader('Content-Type', 'application/octet-stream');
  response.setHeader('Content-Length', bytes);
  let left = bytes;
  every(response, TICK_MS, () => {
    if (response.writableNeedDrain) return true;
    const size = Math.min(piece, left);
    left -= size;
    response.write(Buffer.alloc(size, 'tickwire'));
    return left > 0;
  });
};

/** Takes the request, and never answers. */
export const stall: Sample = (request) => {
  request.resume();
};

/** Calls `step` again and again until it gives false, which ends the response, or until its reader is gone. */
function every(response: ServerResponse, ms: number, step: () => boolean): void {
  const timer = setInterval(() => {
    if (step()) return;
    clearInterval(timer);
    response.end();
  }, ms);
  response.once('close', () => {
    clearInterval(timer);
  });
}

function numberOf(url: URL, name: string, preset: number, most: number): number {
  const value = Number(url.searchParams.get(name) ?? preset);
  return Number.isFinite(value) ? Math.min(Math.max(0, value), most) : preset;
}
