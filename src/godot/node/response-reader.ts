/**
 * Reads one response from a channel: the protocol core fed with what arrives, and body bytes handed out on request.
 *
 * Body bytes stay in the channel until they are asked for and are copied once, into what the program gets. The reader
 * remembers how many bytes at the front of the channel are known to be body.
 *
 * A program that reads until nothing more comes would, against a fast server, chase the bytes that arrive while it
 * reads, and lose its frame. So the reader looks at what has arrived, hands that out, and comes back empty once; what
 * arrived meanwhile, or could not be handed out in good time, is for the next look.
 */
import { ParserEvent, ResponseParser, type Latin1Decoder } from '../../http1/index.js';
import { StreamState, isOver } from '../../link/index.js';
import { newMemory } from '../../link/node.js';
import { Progress } from '../progress.js';
import type { Channel } from './channel.js';

const latin1Slice = (globalThis as { Buffer?: { prototype: { latin1Slice(from: number, to: number): string } } }).Buffer
  ?.prototype.latin1Slice;

/** Node's own conversion where there is one: several times faster than one in JavaScript. */
const decodeLatin1: Latin1Decoder | undefined =
  latin1Slice === undefined ? undefined : (bytes, from, to) => latin1Slice.call(bytes, from, to);

/** A look ends after this long, even if not all it found was handed out: a frame at 60 Hz has 16 ms for everything. */
const LOOK_MS = 2.5;

/** A program that comes back this long after a look has ended is in a new frame. */
const NEW_FRAME_MS = 1;

export class ResponseReader {
  readonly parser = new ResponseParser(decodeLatin1);
  #channel: Channel;
  #bodyAhead = 0;
  #latched: Progress = Progress.WAITING;
  /** How much of what the present look found is still to be handed out; 0 when it has ended. */
  #looked = 0;
  /** When the present look began, and when the last one ended (-Infinity when another is due), in milliseconds. */
  #lookBegan = 0;
  #lookEnded = -Infinity;
  /** After FAULT: what went wrong, as a sentence. */
  reason = '';

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  /** Prepares for the response to a request. */
  begin(method: string, requestSaysClose: boolean): void {
    this.parser.begin(method, requestSaysClose);
    this.#bodyAhead = 0;
    this.#latched = Progress.WAITING;
    this.#looked = 0;
    this.#lookEnded = -Infinity;
    this.reason = '';
  }

  /** Moves on by what has arrived, up to the head's end, the next body byte, the end or a fault. */
  advance(): Progress {
    if (this.#latched !== Progress.WAITING) return this.#latched;
    if (this.#bodyAhead > 0) return Progress.BODY;
    const channel = this.#channel;
    for (;;) {
      // The state comes before the bytes: what arrived before an end is then never missed.
      const state = channel.state;
      const count = channel.contiguous();
      const from = channel.offset;
      const event = this.parser.next(channel.bytes, from, from + count);
      switch (event) {
        case ParserEvent.HEAD:
          channel.consume(this.parser.used - from);
          return Progress.HEAD;
        case ParserEvent.DATA:
          channel.consume(this.parser.dataFrom - from);
          this.#bodyAhead = this.parser.dataTo - this.parser.dataFrom;
          return Progress.BODY;
        case ParserEvent.END:
          channel.consume(this.parser.used - from);
          return (this.#latched = Progress.END);
        case ParserEvent.FAULT:
          return this.#fault(this.parser.fault?.message ?? 'the response is malformed');
        case ParserEvent.NEED_DATA:
          channel.consume(this.parser.used - from);
          if (count > 0) break;
          if (!isOver(state)) return Progress.WAITING;
          return this.#endOfInput(state);
      }
    }
  }

  /** Takes up to `limit` body bytes of what the present look found; looks again when it is time. */
  take(limit: number, into: Uint8Array | null): Uint8Array {
    if (this.#looked === 0 && !this.#look()) return new Uint8Array(0);
    const bytes = this.takeNow(Math.min(limit, this.#looked), into);
    const now = performance.now();
    this.#looked = now - this.#lookBegan < LOOK_MS ? this.#looked - bytes.length : 0;
    if (this.#looked === 0) this.#lookEnded = now;
    return bytes;
  }

  /** Takes up to `limit` body bytes that are there now. */
  takeNow(limit: number, into: Uint8Array | null): Uint8Array {
    if (this.advance() !== Progress.BODY) return new Uint8Array(0);
    const chunk = memoryFor(Math.min(limit, this.#channel.available()), into);
    return firstOf(chunk, this.#fill(chunk, 0), into);
  }

  /** Takes `limit` body bytes, and calls `wait` for those that are not there yet: fewer when the body, or waiting, ends. */
  takeWhole(limit: number, wait: () => boolean, into: Uint8Array | null): Uint8Array {
    const chunk = memoryFor(Math.min(limit, this.#mostToCome()), into);
    let filled = 0;
    for (;;) {
      filled = this.#fill(chunk, filled);
      const progress = this.advance();
      if (filled === chunk.length || progress === Progress.END || progress === Progress.FAULT) break;
      if (progress === Progress.WAITING && !wait()) break;
    }
    return firstOf(chunk, filled, into);
  }

  /** Takes what is there now into a chunk that holds `filled` bytes already. Gives how many it holds then. */
  #fill(chunk: Uint8Array, filled: number): number {
    const channel = this.#channel;
    while (filled < chunk.length && this.advance() === Progress.BODY) {
      const count = Math.min(this.#bodyAhead, chunk.length - filled);
      chunk.set(channel.bytes.subarray(channel.offset, channel.offset + count), filled);
      channel.consume(count);
      this.#bodyAhead -= count;
      filled += count;
    }
    return filled;
  }

  /** How much of the body is not taken yet, if that is known; else Infinity. */
  #mostToCome(): number {
    const { framing, remaining } = this.parser;
    return framing === 'length' ? this.#bodyAhead + remaining : Infinity;
  }

  #look(): boolean {
    const now = performance.now();
    if (now - this.#lookEnded < NEW_FRAME_MS) {
      this.#lookEnded = -Infinity;
      return false;
    }
    this.#lookBegan = now;
    this.#looked = this.#channel.available();
    return this.#looked > 0;
  }

  #endOfInput(state: StreamState): Progress {
    if (state !== StreamState.ENDED) {
      return this.#fault(this.#channel.failure?.message ?? 'the connection broke');
    }
    if (this.parser.finish() === ParserEvent.END) return (this.#latched = Progress.END);
    return this.#fault(this.parser.fault?.message ?? 'the server closed the connection before its answer was complete');
  }

  #fault(reason: string): Progress {
    this.reason = reason;
    return (this.#latched = Progress.FAULT);
  }
}

function memoryFor(length: number, into: Uint8Array | null): Uint8Array {
  return into?.subarray(0, length) ?? newMemory(length);
}

/** The first bytes of a chunk. In memory of ours nothing else may be: what was not filled may be anything. */
function firstOf(chunk: Uint8Array, filled: number, into: Uint8Array | null): Uint8Array {
  if (filled === chunk.length) return chunk;
  return into === null ? chunk.slice(0, filled) : chunk.subarray(0, filled);
}
