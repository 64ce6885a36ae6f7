/**
 * Answers that send a client elsewhere, refuse it, or break off.
 */
import type { Sample } from './samples.js';

const PROMISED = 1_000_000;
const KEPT = 300_000;
/** Long enough for what was sent to be read: a reset makes the receiver forget what it has not read. */
const RESET_AFTER_MS = 400;
const MOST_REDIRECTS = 50;

/** Redirects `times` times (3), then to the JSON. */
export const redirect: Sample = (_request, response, url) => {
  const times = Math.min(Number(url.searchParams.get('times') ?? 3), MOST_REDIRECTS);
  const target = times > 1 ? `redirect?times=${times - 1}` : 'json';
  response.writeHead(302, { Location: target }).end();
};

/** A server's own fault, told as RFC 9457 says. */
export const error: Sample = (_request, response) => {
  response.writeHead(500, { 'Content-Type': 'application/problem+json' });
  response.end(JSON.stringify({ title: 'The server failed on purpose', status: 500 }));
};

/** Promises a body, sends a part of it, and resets the connection. */
export const reset: Sample = (_request, response) => {
  response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': PROMISED });
  response.write(Buffer.alloc(KEPT, 'tickwire'));
  const timer = setTimeout(() => {
    response.socket?.resetAndDestroy();
  }, RESET_AFTER_MS);
  response.once('close', () => {
    clearTimeout(timer);
  });
};
