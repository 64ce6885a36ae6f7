/**
 * The way of a response's body to the caller: decoded or as it is, whole or as a stream. It is the same for a body from the
 * network and for one from the cache.
 */
import { RequestEvent, type ServiceEnd } from '../../link/index.js';
import { discardedBody, type BodySink } from '../../requests/body-sink.js';
import { tooLargeMishap } from '../../requests/mishaps.js';
import { streamBody } from '../../requests/streamed-body.js';
import { BufferedBody } from './buffered-body.js';
import { DecodedBody } from './decoded-body.js';
import { codingsOf } from './decoding.js';
import type { Request } from './request.js';

/**
 * Chooses the sink for a body, and tells a streaming caller of the head. The request may be over afterwards.
 *
 * @param encoding - The value of `Content-Encoding`; null without.
 * @param length - Bytes of the body before decoding, or -1.
 */
export function openBody(end: ServiceEnd, request: Request, encoding: string | null, length: number): BodySink {
  const codings = encoding === null || !request.decodes || length === 0 ? [] : codingsOf(encoding);
  if (codings === null) {
    const what = 'more than 5 content codings lie on the body, and are not undone';
    request.fail({ code: 'DECODE_FAILED', phase: 'decode', what });
    return discardedBody;
  }
  const decoded = codings.length > 0;
  const sink = request.streaming ? stream(end, request, decoded ? -1 : length) : buffer(request, decoded ? -1 : length);
  return decoded ? new DecodedBody(request, sink, codings, !request.streaming) : sink;
}

function buffer(request: Request, length: number): BodySink {
  const { maxBodySize } = request.settings.options;
  if (length > maxBodySize) request.fail(tooLargeMishap(maxBodySize));
  return new BufferedBody(request, length, maxBodySize);
}

function stream(end: ServiceEnd, request: Request, length: number): BodySink {
  const { handle, home, response, hop, redirects, settings } = request;
  const { sink, memory } = streamBody(
    request,
    { end, instance: home.id, handle },
    length,
    settings.options.streamBufferSize,
  );
  const url = redirects === 0 ? '' : hop.url;
  end.post([RequestEvent.HEAD, home.id, handle, response.status, response.headers, url, memory]);
  return sink;
}
