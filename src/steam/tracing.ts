/**
 * What tracing tools are told of a request of the Steam interface (src/diagnostics/): nothing, and at next to no cost,
 * unless somebody listened when it was sent.
 */
import { currentTracer } from '#diagnostics';
import type { HttpRequest } from './http-request.js';
import { encodeParameters, withQuery } from './parameters.js';
import { readTimings } from './timings.js';

/** A request is about to be sent. A tool may add fields to it. */
export function traceSending(request: HttpRequest): void {
  const begin = currentTracer();
  if (begin === null) return;
  const { handle, method } = request;
  request.trace = begin({ interface: 'steam', handle, method, ...sizedUrl(request) });
  request.trace.created((name, value) => {
    request.setHeader(name, value);
  });
}

/** The head of its response was taken in. */
export function traceHead(request: HttpRequest): void {
  request.trace?.headers(request.status, () => request.responseHeaders?.list() ?? [], request.responseUrl);
}

/** It is complete, one way or the other. */
export function traceCompletion(request: HttpRequest): void {
  const { trace, status, bodySize, failure } = request;
  if (trace === null) return;
  // What is not in the cache has a status without there being a response.
  if (status !== 0 && failure?.code !== 'NOT_CACHED') traceHead(request);
  const timings = readTimings(request);
  if (failure === null) trace.completed(status, bodySize, timings);
  else trace.failed(status, bodySize, timings, failure);
}

/** The program let go of it. */
export function traceRelease({ trace, status, bodySize }: HttpRequest): void {
  trace?.cancelled(status, bodySize);
}

/** Where it goes and how much goes there, parameters included. */
function sizedUrl({ url, method, parameters, body }: HttpRequest): { url: string; bodySize: number } {
  if (parameters === null) return { url: url.href, bodySize: body?.length ?? 0 };
  const text = encodeParameters(parameters);
  return method === 'POST' ? { url: url.href, bodySize: text.length } : { url: withQuery(url.href, text), bodySize: 0 };
}
