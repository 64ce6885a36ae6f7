/** A `fetch` that does what a test says, in the place of Node's own. */
import { afterEach, beforeEach } from 'node:test';

/** One call of `fetch`. */
export class ScriptedCall {
  #resolve!: (response: Response) => void;
  #reject!: (error: Error) => void;
  #body: ReadableStreamDefaultController<Uint8Array> | null = null;
  /** How often the body's next piece was asked for. */
  pulls = 0;
  readonly answer: Promise<Response>;

  constructor(
    readonly url: string,
    readonly init: RequestInit & { readonly cache?: string },
  ) {
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    init.signal?.addEventListener('abort', () => {
      this.#reject(new DOMException('aborted', 'AbortError'));
    });
  }

  get aborted(): boolean {
    return this.init.signal?.aborted === true;
  }

  /** The head comes; the body is written afterwards. */
  async head(status = 200, headers: Readonly<Record<string, string>> = {}): Promise<void> {
    const body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#body = controller;
        },
        pull: () => {
          this.pulls++;
        },
      },
      { highWaterMark: 0 },
    );
    this.#resolve(new Response(body, { status, headers }));
    await settled();
  }

  async write(bytes: string | Uint8Array): Promise<void> {
    this.#body!.enqueue(typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes);
    await settled();
  }

  async end(): Promise<void> {
    this.#body!.close();
    await settled();
  }

  async breakOff(): Promise<void> {
    this.#body!.error(new TypeError('network error'));
    await settled();
  }

  async refuse(): Promise<void> {
    this.#reject(new TypeError('Failed to fetch'));
    await settled();
  }
}

/** Puts it in place for each test of a suite. Gives the calls of the test that runs. */
export function scriptFetch(): ScriptedCall[] {
  const calls: ScriptedCall[] = [];
  const own = globalThis.fetch;
  beforeEach(() => {
    calls.length = 0;
    globalThis.fetch = (url, init) => {
      const call = new ScriptedCall(url as string, init ?? {});
      calls.push(call);
      return call.answer;
    };
  });
  afterEach(() => {
    globalThis.fetch = own;
  });
  return calls;
}

/** Lets everything go on that only waits for its turn. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
