/**
 * The demo's second act: the Steam interface in the same game loop.
 *
 * Eight downloads at once over four connections, then a form post, and last of all a small request that is prioritized
 * and overtakes what still waits. The measured part of a frame is `run_callbacks()` with everything its listeners do.
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

export interface SteamActOptions {
  readonly origin: string;
  /** Size of all downloads together, in bytes. */
  readonly downloadBytes: number;
  /** Milliseconds that `run_callbacks` may take of a frame. */
  readonly readBudgetMs: number;
}

export interface SteamActResult {
  readonly transfers: readonly SteamTransfer[];
  readonly times: FrameTimes;
}

/** Plays the act; ends early when `signal` is aborted. */
export async function playSteamAct(
  options: SteamActOptions,
  { screen, clock, signal }: { screen: Screen; clock: FrameClock; signal: AbortSignal },
): Promise<SteamActResult> {
  const steam = new SteamHTTP({ maxConnectionsPerOrigin: CONNECTIONS, proxy: null });
  const transfers = order(steam, options, clock);
  const byHandle = new Map(transfers.map((transfer) => [transfer.handle, transfer]));
  const unfinished = new Set(transfers);
  let completed = 0;
  steam.http_request_headers_received.connect((handle) => byHandle.get(handle)?.begin(steam));
  steam.http_request_data_received.connect((handle, _context, offset, size) => {
    byHandle.get(handle)?.take(steam.getHTTPStreamingResponseBodyData(handle, offset, size));
  });
  steam.http_request_completed.connect((handle, _context, success, code, size) => {
    const transfer = byHandle.get(handle);
    if (transfer === undefined) return;
    // A streamed body came in pieces before; a buffered one is all there now.
    if (transfer.received === 0) transfer.take(steam.getHTTPResponseBodyData(handle, size));
    transfer.complete(steam, success, code, ++completed, clock.now());
    steam.releaseHTTPRequest(handle);
  });
  try {
    const times = await runFrames(
      {
        poll: () => {
          steam.run_callbacks(options.readBudgetMs);
        },
        finish: () => {
          for (const transfer of unfinished) {
            transfer.frames++;
            if (transfer.state !== 'waiting') screen.show(transfer);
            if (transfer.over) unfinished.delete(transfer);
          }
          return !signal.aborted && completed < transfers.length;
        },
      },
      FRAME_RATE,
      clock,
    );
    return { transfers, times };
  } finally {
    screen.rest();
    steam.close();
  }
}

/** Creates and sends all requests, the urgent one last. */
function order(steam: SteamHTTP, { origin, downloadBytes }: SteamActOptions, clock: FrameClock): SteamTransfer[] {
  const block = downloadBlock();
  const each = Math.ceil(downloadBytes / DOWNLOADS);
  const make = (request: TransferRequest, method: HTTPMethod, check: BodyCheck): SteamTransfer =>
    new SteamTransfer(steam.createHTTPRequest(method, request.url.href), request, check, clock.now());
  const downloads = Array.from({ length: DOWNLOADS }, (_, i) => {
    const url = new URL(`/download/${i + 1}?bytes=${each}`, origin);
    return make({ method: 'GET', url, body: '' }, SteamHTTP.HTTP_METHOD_GET, new BodyCheck(block, each));
  });
  for (const { handle } of downloads) steam.sendHTTPRequestAndStreamResponse(handle);

  const form = 'player=Ada%20Lovelace&score=4200';
  const post = make(
    { method: 'POST', url: new URL('/echo', origin), body: form },
    SteamHTTP.HTTP_METHOD_POST,
    new BodyCheck(Buffer.from(form)),
  );
  steam.setHTTPRequestGetOrPostParameter(post.handle, 'player', 'Ada Lovelace');
  steam.setHTTPRequestGetOrPostParameter(post.handle, 'score', '4200');
  steam.sendHTTPRequest(post.handle);

  const urgent = make(
    { method: 'GET', url: new URL('/hello', origin), body: '' },
    SteamHTTP.HTTP_METHOD_GET,
    new BodyCheck(Buffer.from(HELLO)),
  );
  steam.sendHTTPRequest(urgent.handle);
  steam.prioritizeHTTPRequest(urgent.handle);
  return [...downloads, post, urgent];
}
