/**
 * The second act of the demo: the same game with the Steam interface, in two passes.
 *
 * The first one asks the server: eight downloads at once over four connections, then a form post, and last of all a small
 * request that is prioritized and overtakes what still waits. The second one asks for the eight files again, which are in
 * the cache by then. The measured part of a frame is `run_callbacks()` with the copying out that its listeners do.
 */
import { SteamHTTP, type HTTPMethod } from '../../steam/index.js';
import { BodyCheck, downloadBlock, HELLO } from './body-check.js';
import type { FrameClock } from './frame-clock.js';
import { runFrames, type FrameTimes } from './frame-loop.js';
import type { Screen } from './screen.js';
import { SteamTransfer } from './steam-transfer.js';
import type { TransferRequest } from './transfer.js';

const DOWNLOADS = 8;
const CONNECTIONS = 4;
const FRAME_RATE = { framesPerSecond: 60, gameWorkMs: 4 };

/** Room for the files of a demo of the usual size; those of a larger one are partly asked for again. */
const CACHE_BYTES = 256 * 1024 * 1024;

const { HTTP_METHOD_GET, HTTP_METHOD_POST } = SteamHTTP;

export interface SteamActOptions {
  readonly origin: string;
  /** Size of all downloads together, in bytes. */
  readonly downloadBytes: number;
  /** Milliseconds that `run_callbacks` may take of a frame. */
  readonly readBudgetMs: number;
}

/** What the act is given by its surroundings. It ends early when `signal` is aborted. */
export interface SteamActSurroundings {
  readonly screen: Screen;
  readonly clock: FrameClock;
  readonly signal: AbortSignal;
}

/** What came of one pass. */
export interface SteamPass {
  readonly transfers: readonly SteamTransfer[];
  readonly times: FrameTimes;
}

/** The act: one instance of the interface, whose cache the second pass lives from. */
export class SteamAct {
  readonly #options: SteamActOptions;
  readonly #around: SteamActSurroundings;
  readonly #block = downloadBlock();
  readonly #steam = new SteamHTTP({ maxConnectionsPerOrigin: CONNECTIONS, proxy: null, cacheSize: CACHE_BYTES });
  #byHandle = new Map<number, SteamTransfer>();
  #completed = 0;

  constructor(options: SteamActOptions, around: SteamActSurroundings) {
    this.#options = options;
    this.#around = around;
    this.#connectSignals();
  }

  /** Everything from the server. */
  firstPass(): Promise<SteamPass> {
    return this.#play([...this.#orderFiles(), this.#orderForm(), this.#orderUrgent()]);
  }

  /** The files again. */
  secondPass(): Promise<SteamPass> {
    return this.#play(this.#orderFiles());
  }

  close(): void {
    this.#steam.close();
  }

  #connectSignals(): void {
    const steam = this.#steam;
    steam.http_request_headers_received.connect((handle) => this.#byHandle.get(handle)?.begin(steam));
    steam.http_request_data_received.connect((handle, _context, offset, size) => {
      this.#byHandle.get(handle)?.take(steam.getHTTPStreamingResponseBodyData(handle, offset, size));
    });
    steam.http_request_completed.connect((handle, _context, success, code, size) => {
      const transfer = this.#byHandle.get(handle);
      if (transfer === undefined) return;
      // A streamed body came in pieces before; a buffered one is all there now.
      if (transfer.received === 0) transfer.take(steam.getHTTPResponseBodyData(handle, size));
      transfer.complete(steam, success, code, ++this.#completed, this.#around.clock.now());
      steam.releaseHTTPRequest(handle);
    });
  }

  async #play(transfers: readonly SteamTransfer[]): Promise<SteamPass> {
    const { screen, clock, signal } = this.#around;
    const unfinished = new Set(transfers);
    this.#byHandle = new Map(transfers.map((transfer) => [transfer.handle, transfer]));
    this.#completed = 0;
    try {
      const times = await runFrames(
        {
          poll: () => {
            this.#steam.run_callbacks(this.#options.readBudgetMs);
          },
          finish: () => {
            for (const transfer of unfinished) {
              transfer.frames++;
              transfer.digest();
              if (transfer.state !== 'waiting') screen.show(transfer);
              if (transfer.over) unfinished.delete(transfer);
            }
            return !signal.aborted && unfinished.size > 0;
          },
        },
        FRAME_RATE,
        clock,
      );
      return { transfers, times };
    } finally {
      screen.rest();
    }
  }

  #orderFiles(): SteamTransfer[] {
    const each = Math.ceil(this.#options.downloadBytes / DOWNLOADS);
    const files = Array.from({ length: DOWNLOADS }, (_none, index) =>
      this.#make(HTTP_METHOD_GET, `/download/${index + 1}?bytes=${each}`, '', new BodyCheck(this.#block, each)),
    );
    for (const { handle } of files) this.#steam.sendHTTPRequestAndStreamResponse(handle);
    return files;
  }

  #orderForm(): SteamTransfer {
    const form = 'player=Ada%20Lovelace&score=4200';
    const post = this.#make(HTTP_METHOD_POST, '/echo', form, new BodyCheck(Buffer.from(form)));
    this.#steam.setHTTPRequestGetOrPostParameter(post.handle, 'player', 'Ada Lovelace');
    this.#steam.setHTTPRequestGetOrPostParameter(post.handle, 'score', '4200');
    this.#steam.sendHTTPRequest(post.handle);
    return post;
  }

  #orderUrgent(): SteamTransfer {
    const urgent = this.#make(HTTP_METHOD_GET, '/hello', '', new BodyCheck(Buffer.from(HELLO)));
    this.#steam.sendHTTPRequest(urgent.handle);
    this.#steam.prioritizeHTTPRequest(urgent.handle);
    return urgent;
  }

  #make(method: HTTPMethod, path: string, body: string, check: BodyCheck): SteamTransfer {
    const url = new URL(path, this.#options.origin);
    const request: TransferRequest = { method: method === HTTP_METHOD_POST ? 'POST' : 'GET', url, body };
    return new SteamTransfer(this.#steam.createHTTPRequest(method, url.href), request, check, this.#around.clock.now());
  }
}
