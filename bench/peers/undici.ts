/** undici, the fastest client of the ecosystem: its pool, read the fastest way it offers. */
import { Pool } from 'undici';
import type { Peer } from './peer.js';

export const undici: Peer = {
  async smallGets(url, total, inFlight) {
    const { origin, pathname } = new URL(url);
    const pool = new Pool(origin, { connections: inFlight, pipelining: 1 });
    let started = 0;
    const one = async (): Promise<void> => {
      while (started++ < total) {
        const { body, statusCode } = await pool.request({ path: pathname, method: 'GET' });
        const bytes = await body.arrayBuffer();
        if (statusCode !== 200 || bytes.byteLength === 0) throw new Error(`status ${statusCode}`);
      }
    };
    await Promise.all(Array.from({ length: inFlight }, one));
    await pool.close();
  },
  async download(url) {
    const { origin, pathname } = new URL(url);
    const pool = new Pool(origin, { connections: 1 });
    const { body } = await pool.request({ path: pathname, method: 'GET' });
    let count = 0;
    for await (const chunk of body) count += (chunk as Buffer).length;
    await pool.close();
    return count;
  },
};
