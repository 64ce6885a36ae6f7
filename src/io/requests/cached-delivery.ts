/** Delivers a body that the cache has, at the pace of its sink. */
import type { BodySink } from '../../requests/body-sink.js';
import type { Carrier, Request } from './request.js';

/** Bytes that are handed over in one piece: what stands between two looks at whether the sink wants more. */
const PIECE = 256 * 1024;

export class CachedDelivery implements Carrier {
  readonly #request: Request;
  readonly #sink: BodySink;
  readonly #body: Uint8Array;
  #at = 0;

  /** @param body - Is not written to. */
  constructor(request: Request, sink: BodySink, body: Uint8Array) {
    this.#request = request;
    this.#sink = sink;
    this.#body = body;
  }

  /** Hands over as much as the sink takes; the last of it ends the request. */
  resume(): void {
    const { length } = this.#body;
    while (this.#at < length) {
      const from = this.#at;
      const to = Math.min(from + PIECE, length);
      this.#at = to;
      this.#request.received(to - from);
      const goOn = this.#sink.push(this.#body, from, to, false);
      if (this.#request.over) return;
      if (!goOn) return;
    }
    this.#end();
  }

  drop(): void {
    this.#at = this.#body.length;
  }

  #end(): void {
    const request = this.#request;
    request.phase = 'decode';
    request.carrier = null;
    this.#sink.end();
  }
}
