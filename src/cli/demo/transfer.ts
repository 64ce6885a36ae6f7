/**
 * One request and its answer with HTTPClient, as a little state machine that is advanced once a frame.
 *
 * It shows the use that the class is made for: poll, look at the status, read until an empty chunk comes back or the
 * time for reading is up, return to the game. It never waits and knows nothing of frames, screens or what the bytes mean.
 */
import { errorName, GodotError, HTTPClient, Method } from '../../godot/index.js';
import { clientFailures, type Failure } from './failure.js';

/** What of HTTPClient a transfer uses. */
export type PolledClient = Pick<
  HTTPClient,
  | 'close'
  | 'connect_to_host'
  | 'get_response_body_length'
  | 'get_response_code'
  | 'get_response_headers_as_dictionary'
  | 'get_status'
  | 'has_response'
  | 'poll'
  | 'read_response_body_chunk'
  | 'request'
>;

/** What to ask. */
export interface TransferRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly body: string;
}

/** The states. In `done` and `failed` there is nothing more to do, but what is done may still turn out wrong. */
export type TransferState = 'waiting' | 'connecting' | 'requesting' | 'body' | 'done' | 'failed';

const moves: Readonly<Record<TransferState, readonly TransferState[]>> = {
  waiting: ['connecting', 'failed'],
  connecting: ['requesting', 'failed'],
  requesting: ['body', 'done', 'failed'],
  body: ['done', 'failed'],
  done: ['failed'],
  failed: [],
};

const methodNumbers = { GET: Method.METHOD_GET, POST: Method.METHOD_POST } as const;

/** What the head of the answer said. */
export interface TransferAnswer {
  /** The HTTP status code. */
  readonly code: number;
  /** How many bytes the body has, or -1 when that is not known beforehand. */
  readonly length: number;
  /** Where a 3xx answer redirects to, or null. HTTPClient does not follow by itself. */
  readonly location: string | null;
}

/** What a transfer is given by its surroundings. */
export interface TransferSurroundings {
  /** The time in milliseconds, from a clock that never goes back. */
  now(): number;
  /** The milliseconds after which a transfer stops reading until the next frame, though there may be more to read. */
  readonly readBudgetMs: number;
  /** A transfer fails when nothing at all has happened for so many milliseconds. */
  readonly patienceMs: number;
}

/** A request that is on its way, or was answered, or failed. */
export class Transfer {
  readonly #client: PolledClient;
  readonly #around: TransferSurroundings;
  #state: TransferState = 'waiting';
  #status = -1;
  #answer: TransferAnswer | null = null;
  #failure: Failure | null = null;
  #chunks: Uint8Array[] = [];
  #received = 0;
  #frames = 0;
  #begunAt = 0;
  #movedAt = 0;

  /**
   * @param client - Does the work. It may be connected already, from an earlier transfer to the same origin.
   * @param request - What to ask.
   */
  constructor(
    client: PolledClient,
    readonly request: TransferRequest,
    around: TransferSurroundings,
  ) {
    this.#client = client;
    this.#around = around;
  }

  /** Where the transfer is. */
  get state(): TransferState {
    return this.#state;
  }

  /** Whether there is nothing more to do. */
  get over(): boolean {
    return this.#state === 'done' || this.#state === 'failed';
  }

  /** Why it failed, once it did. */
  get failure(): Failure | null {
    return this.#failure;
  }

  /** What the server answered, or null before its head was there. */
  get answer(): TransferAnswer | null {
    return this.#answer;
  }

  /** How many bytes of the body have been read. */
  get received(): number {
    return this.#received;
  }

  /** How many frames it took so far. */
  get frames(): number {
    return this.#frames;
  }

  /** The milliseconds from its first frame to the last in which something happened. */
  get elapsedMs(): number {
    return this.#movedAt - this.#begunAt;
  }

  /** Does all that can be done now. Call it once a frame until the transfer is {@link over}. */
  advance(): void {
    if (this.over) return;
    this.#frames++;
    if (this.#state === 'waiting') this.#begin();
    this.#client.poll();
    this.#noticeStatus();
    if (this.#state === 'connecting') this.#askWhenConnected();
    if (this.#state === 'requesting') this.#lookForAnswer();
    if (this.#state === 'body') this.#readBody();
    this.#losePatience();
  }

  /** Hands over the chunks that were read since the last call, for looking at them outside the measured part of a frame. */
  takeChunks(): readonly Uint8Array[] {
    const taken = this.#chunks;
    this.#chunks = [];
    return taken;
  }

  /** Turns a complete answer down: for one who looked at the bytes and found them wrong. */
  reject(failure: Failure): void {
    this.#fail(failure);
  }

  #become(next: TransferState): void {
    if (!moves[this.#state].includes(next)) throw new Error(`a transfer cannot go from ${this.#state} to ${next}`);
    this.#state = next;
    this.#movedAt = this.#around.now();
  }

  #fail(failure: Failure): void {
    this.#failure = failure;
    this.#become('failed');
    this.#client.close();
  }

  #begin(): void {
    this.#begunAt = this.#around.now();
    this.#become('connecting');
    if (this.#stillConnected()) return;
    const { protocol, hostname, port } = this.request.url;
    const error = this.#client.connect_to_host(`${protocol}//${hostname}`, port === '' ? -1 : Number(port));
    if (error !== GodotError.OK) this.#fail({ what: `connect_to_host answered ${errorName(error)}`, remedy: '' });
  }

  /** Whether an earlier transfer left a connection that the server has not closed since. */
  #stillConnected(): boolean {
    if (this.#client.get_status() !== HTTPClient.STATUS_CONNECTED) return false;
    this.#client.poll();
    return this.#client.get_status() === HTTPClient.STATUS_CONNECTED;
  }

  #noticeStatus(): void {
    const status = this.#client.get_status();
    if (status !== this.#status) this.#movedAt = this.#around.now();
    this.#status = status;
  }

  #askWhenConnected(): void {
    if (this.#status !== HTTPClient.STATUS_CONNECTED) {
      this.#failOnError();
      return;
    }
    const { method, url, body } = this.request;
    const error = this.#client.request(methodNumbers[method], url.pathname + url.search, [], body);
    if (error === GodotError.OK) this.#become('requesting');
    else this.#fail({ what: `request answered ${errorName(error)}`, remedy: '' });
  }

  #lookForAnswer(): void {
    this.#noticeStatus();
    if (this.#client.has_response()) this.#answer = this.#readHead();
    if (this.#status === HTTPClient.STATUS_BODY) this.#become('body');
    else if (this.#answer !== null && this.#ended()) this.#become('done');
    else this.#failOnError();
  }

  #readHead(): TransferAnswer {
    const code = this.#client.get_response_code();
    const headers = Object.entries(this.#client.get_response_headers_as_dictionary());
    const location = headers.find(([name]) => name.toLowerCase() === 'location')?.[1] ?? null;
    return {
      code,
      length: this.#client.get_response_body_length(),
      location: code >= 300 && code < 400 ? location : null,
    };
  }

  #readBody(): void {
    // A fast server delivers megabytes a frame, and copying all of them out can take more than the frame has left.
    const until = this.#around.now() + this.#around.readBudgetMs;
    do {
      const chunk = this.#client.read_response_body_chunk();
      if (chunk.length === 0) break;
      this.#chunks.push(chunk);
      this.#received += chunk.length;
      this.#movedAt = this.#around.now();
    } while (this.#movedAt < until);
    this.#noticeStatus();
    if (this.#status === HTTPClient.STATUS_BODY) return;
    if (this.#ended()) this.#become('done');
    else this.#failOnError();
  }

  /** Whether the status is one that a complete answer leaves behind. */
  #ended(): boolean {
    return this.#status === HTTPClient.STATUS_CONNECTED || this.#status === HTTPClient.STATUS_DISCONNECTED;
  }

  #failOnError(): void {
    const failure = clientFailures.get(this.#status);
    if (failure !== undefined) this.#fail(failure);
  }

  #losePatience(): void {
    const idle = this.#around.now() - this.#movedAt;
    if (this.over || idle < this.#around.patienceMs) return;
    const seconds = Math.round(idle / 1000);
    this.#fail({ what: `nothing happened for ${seconds} s`, remedy: 'try again later, or allow more with --timeout' });
  }
}
