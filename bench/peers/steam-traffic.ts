/**
 * Requests beside a frame loop with the Steam interface: everything that has come is dispatched in the frame, and what was
 * downloaded is copied into memory of the program's own, as by a game that keeps it.
 */
import { SteamHTTP } from 'tickwire/steam';
import { expectSize, expectSuccess } from './expectations.js';
import { asError } from './failure.js';
import type { FramePlan, FrameTraffic } from './peer.js';

/** Memory for a piece of a body; none is larger. */
const PIECE_BYTES = 1 << 20;

export class SteamTraffic implements FrameTraffic {
  received = 0;
  answered = 0;
  readonly #steam: SteamHTTP;
  readonly #origin: string;
  readonly #plan: FramePlan;
  readonly #piece = new Uint8Array(PIECE_BYTES);
  #inFlight = 0;
  /** The handle of the download, 0 when there is none. */
  #download = 0;
  /** What a listener throws goes to the logger, so failures are kept for the frame. */
  #failure: Error | null = null;

  constructor(steam: SteamHTTP, origin: string, plan: FramePlan) {
    this.#steam = steam;
    this.#origin = origin;
    this.#plan = plan;
    steam.http_request_data_received.connect((handle, _context, offset, size) => {
      if (handle === this.#download) this.#take(offset, size);
    });
    steam.http_request_completed.connect((handle, _context, success, status, size) => {
      try {
        this.#complete(handle, success, status, size);
      } catch (error) {
        this.#failure ??= asError(error);
      }
    });
  }

  frame(): void {
    this.#steam.run_callbacks();
    if (this.#failure !== null) throw this.#failure;
    if (this.#download === 0) this.#beginDownload();
    while (this.#inFlight < this.#plan.small.atOnce) this.#beginGet();
  }

  #beginDownload(): void {
    this.#download = this.#create(this.#plan.download.path);
    this.#steam.sendHTTPRequestAndStreamResponse(this.#download);
  }

  #beginGet(): void {
    this.#inFlight++;
    this.#steam.sendHTTPRequest(this.#create(this.#plan.small.path));
  }

  #create(path: string): number {
    return this.#steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_GET, this.#origin + path);
  }

  #take(offset: number, size: number): void {
    this.received += this.#steam.getHTTPStreamingResponseBodyData(this.#download, offset, size, this.#piece).length;
  }

  #complete(handle: number, success: boolean, status: number, size: number): void {
    if (!success) throw new Error(this.#steam.getHTTPRequestError(handle)?.message);
    expectSuccess(status);
    if (handle === this.#download) {
      expectSize(size, this.#plan.download.size);
      this.#download = 0;
    } else {
      expectSize(this.#steam.getHTTPResponseBodyData(handle, size).length, this.#plan.small.size);
      this.#inFlight--;
      this.answered++;
    }
    this.#steam.releaseHTTPRequest(handle);
  }
}
