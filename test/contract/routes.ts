/** How the contract server answers, by the first part of the path. */
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { pattern } from './pattern.js';
import type { Visit } from './site.js';

type Route = (visit: Visit) => void;

const PIECE = 64 * 1024;

const flooding = pattern(0, PIECE);

/** What `/gzip` answers: much smaller than what is packed in it. */
const packedText = gzipSync('hello, '.repeat(100));

const wholeGzip = gzipSync(pattern(0, 100_000));
const cutGzip = wholeGzip.subarray(0, wholeGzip.length / 2);

export const routes: Readonly<Record<string, Route>> = {
  /** What was asked, as JSON. */
  echo: ({ request, response }) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (part: string) => (body += part));
    request.on('end', () => {
      const { method, url, headers } = request;
      response.setHeader('X-Echo', 'yes');
      response.end(JSON.stringify({ method, path: url!.replace(/^\/~[^/]*/, ''), headers, body }));
    });
  },

  /** `/status/404/text`. */
  status: ({ response, rest: [code, text = ''] }) => {
    response.writeHead(Number(code));
    response.end(code === '204' ? undefined : text);
  },

  /** Fields of all kinds. */
  fields: ({ response }) => {
    response.setHeader('Content-Type', 'text/plain');
    response.setHeader('X-Repeated', ['1', '2']);
    response.setHeader('X-Text', Buffer.from('zoë').toString('latin1'));
    response.setHeader('X-Empty', '');
    // As bytes: Node would write a text and the head in one piece, as UTF-8.
    response.end(Buffer.from('fields'));
  },

  /** `/bytes/1000`: so many bytes of the pattern, with their length; with `?chunked` without. */
  bytes: ({ response, rest: [size], query }) => {
    if (query.has('chunked')) response.flushHeaders();
    else response.setHeader('Content-Length', Number(size));
    pour(response, Number(size), pattern);
  },

  /** The same 64 KiB over and over, so many bytes, and how many of them the network has taken. */
  flood: ({ response, scope, rest: [size] }) => {
    response.setHeader('Content-Length', size!);
    pour(
      response,
      Number(size),
      () => flooding,
      (written) => (scope.written = written),
    );
  },

  /** The length of what was sent, once all of it came. */
  count: ({ request, response }) => {
    let size = 0;
    request.on('data', (part: Buffer) => (size += part.length));
    request.on('end', () => response.end(String(size)));
  },

  gzip: ({ response }) => {
    response.setHeader('Content-Encoding', 'gzip');
    response.setHeader('Content-Length', packedText.length).end(packedText);
  },

  /** `/redirect/3`: leads to `/redirect/2`, and at last to `/echo`. `?status=307`, `?to=URL`. */
  redirect: ({ response, rest: [left = '1'], query }) => {
    const next = Number(left) > 1 ? `../redirect/${Number(left) - 1}` : '../echo';
    response.writeHead(Number(query.get('status') ?? 302), { Location: query.get('to') ?? next }).end();
  },

  /** Leads to itself. */
  circle: ({ response }) => {
    response.writeHead(302, { Location: './circle' }).end();
  },

  /** `/hold/name`: answers when control says so; with `?head` its head comes at once, with `?length=` that length. */
  hold: ({ response, scope, rest: [name], query }) => {
    scope.held.set(name!, response);
    const length = query.get('length');
    if (length !== null) response.setHeader('Content-Length', Number(length));
    if (query.has('head')) response.flushHeaders();
  },

  /** Breaks off before any answer. */
  gone: ({ request }) => {
    request.socket.destroy();
  },

  /** 5 of 10 bytes. */
  short: ({ response }) => {
    response.setHeader('Content-Length', 10);
    response.write('hello', () => response.destroy());
  },

  /** A chunk, and no end. */
  unended: ({ response }) => {
    response.write('hello', () => response.destroy());
  },

  /** Says gzip, and is not. */
  badgzip: ({ response }) => {
    response.setHeader('Content-Encoding', 'gzip').end('hello');
  },

  /** Half of a gzip, with the length of the half. */
  cutgzip: ({ response }) => {
    response.setHeader('Content-Encoding', 'gzip').setHeader('Content-Length', cutGzip.length).end(cutGzip);
  },

  /** A new number each time, fresh for a minute. */
  fresh: ({ response, scope }) => {
    response.setHeader('Cache-Control', 'max-age=60').end(String(scope.log.length));
  },

  /** Stored, to be asked about each time; the server says that it holds. */
  validated: ({ request, response }) => {
    response.setHeader('Cache-Control', 'no-cache').setHeader('ETag', '"1"');
    if (request.headers['if-none-match'] === '"1"') response.writeHead(304).end();
    else response.end('validated');
  },
};

/** Writes so many bytes, as fast as the network takes them. */
function pour(
  response: ServerResponse,
  size: number,
  bytes: (offset: number, length: number) => Uint8Array,
  taken: (written: number) => void = () => undefined,
): void {
  let at = 0;
  const write = (): void => {
    while (at < size) {
      const piece = bytes(at, Math.min(PIECE, size - at));
      at += piece.length;
      const goOn = response.write(piece, () => {
        taken(at);
      });
      if (!goOn) return void response.once('drain', write);
    }
    response.end();
  };
  write();
}
