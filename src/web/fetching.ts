/**
 * One fetch: from its beginning to the last byte of the body, at the pace of whoever takes the bytes.
 *
 * The body is read piece by piece, and not read on while nobody has room: then the browser stops the server. What a piece
 * means is not known here.
 */

/** What `fetch` is called with. What is left out is as browsers have it. */
export interface FetchArguments {
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  /** What is sent beside the browser's own, each value one character a byte. */
  readonly headers: readonly [name: string, value: string][];
  readonly cache?: 'default' | 'no-store' | 'only-if-cached';
  readonly mode?: 'cors' | 'same-origin';
  readonly redirect?: 'follow' | 'manual';
}

/** Who wants to know. Nothing is told any more after {@link Fetching.stop}. */
export interface FetchingOutcome {
  /** The response's head has come. Its body is read from here on. */
  answered(response: Response): void;
  /** A piece of the body. Returns false to stop reading until {@link Fetching.readOn}. */
  received(bytes: Uint8Array): boolean;
  /** The body is whole. */
  ended(): void;
  /** No head will come. */
  refused(): void;
  /** The head has come, and the rest of the body will not. */
  brokeOff(): void;
}

/** Node's `fetch` has no cache, and its types none of this. */
type BrowserInit = RequestInit & Pick<FetchArguments, 'cache'>;

type Reader = ReadableStreamDefaultReader<Uint8Array>;

/** What becomes of a body that was let go is nobody's concern. */
const ignore = (): void => undefined;

export class Fetching {
  readonly #outcome: FetchingOutcome;
  readonly #abort = new AbortController();
  #stopped = false;
  #reader: Reader | null = null;
  #reading = false;

  constructor(outcome: FetchingOutcome) {
    this.#outcome = outcome;
  }

  begin(request: FetchArguments, body: Uint8Array<ArrayBuffer> | null): void {
    const { method, url, headers, cache = 'default', mode = 'cors', redirect = 'follow' } = request;
    const { signal } = this.#abort;
    const init: BrowserInit = { method, headers: headers as [string, string][], body, signal, cache, mode, redirect };
    fetch(url, init).then(
      (response) => {
        this.#answered(response);
      },
      () => {
        if (!this.#stopped) this.#outcome.refused();
      },
    );
  }

  /** Goes on reading, if it stopped. */
  readOn(): void {
    if (!this.#reading && this.#reader !== null) this.#read(this.#reader);
  }

  /** Ends it, and with it what the browser still does for it. */
  stop(): void {
    this.#stopped = true;
    this.#abort.abort();
    // Not every response hears of the signal: a service worker may have made it up.
    this.#reader?.cancel().catch(ignore);
    this.#reader = null;
  }

  #answered(response: Response): void {
    if (this.#stopped) {
      response.body?.cancel().catch(ignore);
      return;
    }
    this.#outcome.answered(response);
    // Who is told may have stopped it.
    if (this.#isStopped()) return;
    if (response.body === null) {
      this.#end();
      return;
    }
    this.#reader = response.body.getReader() as Reader;
    this.#read(this.#reader);
  }

  #read(reader: Reader): void {
    this.#reading = true;
    reader.read().then(
      ({ done, value }) => {
        this.#reading = false;
        if (this.#stopped) return;
        if (done) this.#end();
        else if (this.#outcome.received(value) && !this.#isStopped()) this.#read(reader);
      },
      () => {
        this.#reading = false;
        if (!this.#stopped) this.#outcome.brokeOff();
      },
    );
  }

  #end(): void {
    this.#reader = null;
    this.#outcome.ended();
  }

  #isStopped(): boolean {
    return this.#stopped;
  }
}
