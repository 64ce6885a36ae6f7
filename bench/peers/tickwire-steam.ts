/** tickwire's Steam interface: its signals, dispatched once a turn of the event loop. */
import { SteamHTTP } from 'tickwire/steam';
import type { Peer } from './peer.js';

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

export const tickwireSteam: Peer = {
  async smallGets(url, total, inFlight) {
    const steam = new SteamHTTP({ maxConnectionsPerOrigin: inFlight, maxConnections: inFlight });
    let started = 0;
    let done = 0;
    const start = (): void => {
      if (started++ < total) steam.sendHTTPRequest(steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_GET, url));
    };
    steam.http_request_completed.connect((handle, _context, success, status, size) => {
      if (!success || status !== 200 || steam.getHTTPResponseBodyData(handle, size).length === 0) {
        throw new Error(steam.getHTTPRequestError(handle)?.message ?? `status ${status}`);
      }
      steam.releaseHTTPRequest(handle);
      done++;
      start();
    });
    for (let i = 0; i < inFlight; i++) start();
    while (done < total) {
      await nextTurn();
      steam.run_callbacks();
    }
    steam.close();
  },
  async download(url) {
    const steam = new SteamHTTP();
    const handle = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_GET, url);
    let count = 0;
    const state = { over: false };
    steam.http_request_data_received.connect((request, _context, offset, received) => {
      count += steam.getHTTPStreamingResponseBodyData(request, offset, received).length;
    });
    steam.http_request_completed.connect(() => (state.over = true));
    steam.sendHTTPRequestAndStreamResponse(handle);
    while (!state.over) {
      steam.run_callbacks();
      await rest();
    }
    steam.close();
    return count;
  },
};
