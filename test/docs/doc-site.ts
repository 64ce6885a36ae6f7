/**
 * The servers that the programs and commands in the pages talk to: an HTTP server where they say 8080, the same over TLS
 * where they say 8443, a proxy where they say 3128. They get ports of their own; the programs' text is changed to match.
 */
import { once } from 'node:events';
import http, { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import https from 'node:https';
import net, { type AddressInfo, type Server } from 'node:net';
import { gzipSync } from 'node:zlib';
import { testCertificates } from '../support/certificates.js';

/** Routes that answer something of their own; every other path answers what it was asked: `GET /path?query body`. */
const routes: Readonly<Record<string, (response: ServerResponse, request: IncomingMessage) => void>> = {
  '/scores': (response) => {
    response.setHeader('Content-Type', 'application/json');
    response.setHeader('Cache-Control', 'max-age=60');
    response.end('[{"player":"ada","score":41200}]');
  },
  '/login': (response) => {
    response.setHeader('Set-Cookie', ['session=31d4d96e; Path=/; HttpOnly', 'theme=dark; Path=/; Max-Age=86400']);
    response.end('welcome');
  },
  '/profile': (response, { headers }) => {
    response.end(`cookies: ${headers.cookie ?? 'none'}`);
  },
  '/news': (response, { headers }) => {
    response.setHeader('ETag', '"issue-7"');
    response.setHeader('Cache-Control', 'no-cache');
    if (headers['if-none-match'] === '"issue-7"') response.writeHead(304).end();
    else response.end('The gate is open.');
  },
  '/map.json': (response) => {
    response.setHeader('Content-Type', 'application/json');
    response.setHeader('Content-Encoding', 'gzip');
    response.end(gzipSync(JSON.stringify({ name: 'The Old Mill', size: [64, 64] })));
  },
  '/big.zip': (response) => {
    response.setHeader('Content-Type', 'application/zip');
    response.end(Buffer.alloc(1_000_000, 'PK'));
  },
  '/events': (response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    // One after the other: each is on its way before the next is written.
    const events = ['data: the gate opens\n\n', 'data: a dragon appears\n\n', 'data: the gate closes\n\n'];
    const next = (): void => {
      const event = events.shift();
      if (event === undefined) response.end();
      else response.write(event, () => setImmediate(next));
    };
    next();
  },
  '/old': (response) => {
    response.writeHead(302, { Location: '/scores' }).end();
  },
  '/missing': (response) => {
    response.writeHead(404, { 'Content-Type': 'text/plain' }).end('there is no such page');
  },
  '/cut-short': (response) => {
    response.writeHead(200, { 'Content-Length': '100' });
    response.write('half of', () => response.destroy());
  },
  // Never answers: for timeouts.
  '/stalled': () => undefined,
};

const site: RequestListener = (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const route = routes[pathname];
    if (route !== undefined) route(response, request);
    else response.end(`${request.method} ${request.url} ${Buffer.concat(chunks).toString()}`.trim());
  });
};

/** Forwards requests with absolute urls, and opens tunnels. */
function createProxy(): Server {
  const proxy = http.createServer((request, response) => {
    const { method, headers } = request;
    const onward = http.request(request.url ?? '', { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  proxy.on('connect', (request, socket: net.Socket) => {
    const { hostname, port } = new URL(`http://${request.url}`);
    const onward = net.connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    for (const end of [onward, socket]) end.on('error', () => undefined);
  });
  return proxy;
}

export interface DocSite {
  /** The text with the ports in the place of 8080, 8443 and 3128. */
  toReal(text: string): string;
  /** What a program printed, with 8080, 8443 and 3128 in the place of the ports. */
  fromReal(text: string): string;
  /** The authority of the TLS server's certificate, as PEM. */
  readonly authority: string;
  close(): void;
}

export async function startDocSite(): Promise<DocSite> {
  const { authority, servers } = testCertificates();
  const started = [
    ['8080', http.createServer(site)],
    ['8443', https.createServer(servers.valid, site)],
    ['3128', createProxy()],
  ] as const;
  const ports: (readonly [written: string, real: string])[] = [];
  for (const [written, server] of started) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ports.push([written, String((server.address() as AddressInfo).port)]);
  }
  const replace = (text: string, from: 0 | 1): string =>
    ports.reduce((all, pair) => all.replace(new RegExp(`\\b${pair[from]}\\b`, 'g'), pair[1 - from]!), text);
  return {
    toReal: (text) => replace(text, 0),
    fromReal: (text) => replace(text, 1),
    authority,
    close: () => {
      for (const [, server] of started) {
        if ('closeAllConnections' in server) server.closeAllConnections();
        server.close();
      }
    },
  };
}
