/** Node's own client, with an agent that keeps connections alive. */
import { once } from 'node:events';
import * as http from 'node:http';
import * as https from 'node:https';
import { awaitingSession, type AwaitingClient } from './awaiting-session.js';
import { expectSuccess } from './expectations.js';
import { gunzipped } from './gunzip.js';
import type { Opening, Peer } from './peer.js';
import { Unable } from './unable.js';

/** As many connections as the session may have, and all of them are kept. */
const limitsOf = ({ connections }: Opening): http.AgentOptions => ({
  keepAlive: true,
  maxSockets: connections,
  maxFreeSockets: connections,
});

export const plainAgent = (opening: Opening): http.Agent => new http.Agent(limitsOf(opening));

/** @param ca - The authority to trust, as PEM. */
export const tlsAgent = (opening: Opening, ca: string): https.Agent => new https.Agent({ ...limitsOf(opening), ca });

type Start = (path: string, method: string, size: number) => http.ClientRequest;

async function answerTo(request: http.ClientRequest, body?: Uint8Array): Promise<http.IncomingMessage> {
  request.end(body);
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  expectSuccess(response.statusCode ?? 0);
  return response;
}

/** With listeners rather than `for await`: for small bodies that is the faster way. */
function whole(response: http.IncomingMessage): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    response.on('data', (part: Buffer) => parts.push(part));
    response.on('end', () => {
      resolve(parts.length === 1 ? parts[0]! : Buffer.concat(parts));
    });
    response.on('error', reject);
  });
}

function clientOf(start: Start): AwaitingClient {
  return {
    async get(path, coded) {
      const body = await whole(await answerTo(start(path, 'GET', 0)));
      return coded ? (await gunzipped(body)).length : body.length;
    },
    async download(path, received) {
      for await (const chunk of await answerTo(start(path, 'GET', 0))) received((chunk as Buffer).length);
    },
    async upload(path, body) {
      await whole(await answerTo(start(path, 'PUT', body.length), body));
    },
  };
}

export const nodeHttp: Peer = {
  open(server, opening) {
    if (opening.cache) throw new Unable('has no cache');
    const { host, port, authority } = server;
    const agent = authority === null ? plainAgent(opening) : tlsAgent(opening, authority.pem);
    const { request } = authority === null ? http : https;
    const start: Start = (path, method, size) =>
      request({ agent, host, port, path, method, ...(size > 0 ? { headers: { 'Content-Length': size } } : {}) });
    return Promise.resolve(awaitingSession(clientOf(start)));
  },
};
