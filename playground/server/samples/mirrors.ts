/**
 * Answers that show what the request was.
 */
import type { Sample } from './samples.js';

/** The body comes back as it was sent, with its type. */
export const echo: Sample = (request, response) => {
  response.setHeader('Content-Type', request.headers['content-type'] ?? 'application/octet-stream');
  const length = request.headers['content-length'];
  if (length !== undefined) response.setHeader('Content-Length', length);
  request.pipe(response);
};

/** Method, path and headers come back as JSON. */
export const mirror: Sample = (request, response) => {
  const { method, url, headers } = request;
  request.resume();
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify({ method, url, headers }));
};
