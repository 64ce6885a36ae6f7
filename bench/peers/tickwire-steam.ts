/** tickwire's Steam interface: awaited for many small answers, with signals and memory of its own for a large one. */
import { SteamHTTP } from 'tickwire/steam';
import type { Peer } from './peer.js';

const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

export const tickwireSteam: Peer = {
  async smallGets(url, total, inFlight) {
    // Without a cache, as the peers: every request goes to the server.
    const steam = new SteamHTTP({ maxConnectionsPerOrigin: inFlight, maxConnections: inFlight, cacheSize: 0 });
    let started = 0;
    const one = async (): Promise<void> => {
      while (started++ < total) {
        const handle = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_GET, url);
        steam.sendHTTPRequest(handle);
        const { request_success, status_code, body_size } = await steam.whenCompleted(handle);
        const body = steam.getHTTPResponseBodyData(handle, body_size);
        if (!request_success || status_code !== 200 || body.length === 0) throw new Error(`status ${status_code}`);
        steam.releaseHTTPRequest(handle);
      }
    };
    await Promise.all(Array.from({ length: inFlight }, one));
    steam.close();
  },
  async download(url) {
    const steam = new SteamHTTP();
    const handle = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_GET, url);
    const piece = new Uint8Array(1 << 20);
    let count = 0;
    const state = { over: false };
    steam.http_request_data_received.connect((request, _context, offset, received) => {
      count += steam.getHTTPStreamingResponseBodyData(request, offset, received, piece).length;
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
