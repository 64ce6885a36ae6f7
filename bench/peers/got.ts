/** got, with an agent that keeps connections alive and without retries, which would hide failures. */
import { got as gotModule, type Got } from 'got';
import { awaitingSession, type AwaitingClient } from './awaiting-session.js';
import { plainAgent, tlsAgent } from './node-http.js';
import type { Opening, Peer, Server } from './peer.js';

function instanceFor({ origin, authority }: Server, opening: Opening): Got {
  return gotModule.extend({
    prefixUrl: origin,
    ...(authority === null
      ? { agent: { http: plainAgent(opening) } }
      : { agent: { https: tlsAgent(opening, authority.pem) }, https: { certificateAuthority: authority.pem } }),
    retry: { limit: 0 },
    ...(opening.cache ? { cache: new Map() } : {}),
  });
}

/** got puts the prefix before a path without its slash. */
const relative = (path: string): string => path.slice(1);

function clientOf(got: Got): AwaitingClient {
  return {
    async get(path, coded) {
      const { body } = await got(relative(path), { responseType: 'buffer', decompress: coded });
      return body.length;
    },
    async download(path, received) {
      for await (const chunk of got.stream(relative(path), { decompress: false })) received((chunk as Buffer).length);
    },
    async upload(path, body) {
      await got.put(relative(path), { body, responseType: 'buffer' });
    },
  };
}

export const got: Peer = {
  open: (server, opening) => Promise.resolve(awaitingSession(clientOf(instanceFor(server, opening)))),
};
