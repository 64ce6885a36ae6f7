/**
 * A site on loopback for the commands: an ordinary node:http server whose pages are given by path.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';

export type Page = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;

export interface Site {
  readonly url: string;
  /** The pages; may be changed while it runs. */
  readonly pages: Record<string, Page>;
  /** What was asked for so far: method, path and the Range field where there was one. */
  readonly asked: string[];
}

/** Starts a site that ends with the tests of the file. To be called outside of hooks, which have an end of their own. */
export async function startSite(pages: Record<string, Page>): Promise<Site> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      asked.push([method, url, ...(headers.range === undefined ? [] : [headers.range])].join(' '));
      const page = pages[new URL(url, 'http://site').pathname];
      if (page === undefined) response.writeHead(404, { 'Content-Type': 'text/plain' }).end('nothing here\n');
      else page(request, response, Buffer.concat(chunks));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, pages, asked };
}

/** A page with a fixed body. */
export function text(body: string | Uint8Array, headers: Record<string, string> = {}): Page {
  return (_request, response) => {
    response.writeHead(200, { 'Content-Length': Buffer.byteLength(body), ...headers }).end(body);
  };
}

/** A page with a status and a short body. */
export function status(code: number, headers: Record<string, string> = {}): Page {
  return (_request, response) => {
    response.writeHead(code, headers).end(`${code}\n`);
  };
}

/**
 * A file with ranges and a validator, as RFC 9110 has them.
 *
 * @param cutAfter - Breaks the connection after so many bytes of a response, when it is given and above 0.
 */
export function file(body: Buffer, tag: string, cutAfter: () => number = () => 0): Page {
  return (request, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const valid = request.headers['if-range'] === undefined || request.headers['if-range'] === tag;
    response.setHeader('ETag', tag);
    if (valid && from >= body.length && from > 0) {
      response.writeHead(416, { 'Content-Range': `bytes */${body.length}` }).end();
      return;
    }
    const part = valid && from > 0 ? body.subarray(from) : body;
    response.writeHead(part === body ? 200 : 206, {
      'Content-Length': part.length,
      ...(part === body ? {} : { 'Content-Range': `bytes ${from}-${body.length - 1}/${body.length}` }),
    });
    const cut = cutAfter();
    if (cut === 0) response.end(part);
    else response.write(part.subarray(0, cut), () => response.destroy());
  };
}
