/** Bodies that say whose they are, in every part: a head's mark tells all of its body. */
import type http from 'node:http';
import { gzipSync } from 'node:zlib';

/** The body that goes with a mark: the mark over and over, of a length that depends on it. */
export function textOf(mark: string): string {
  const version = Number(mark.slice(mark.lastIndexOf(' ')));
  return `${mark};`.repeat(1 + ((version * 7919) % 6000));
}

/**
 * Answers with marked bodies, each path and language for itself: most are fresh for a while, some are coded, some have no
 * length. What is posted to, and what was asked for ten times, changes.
 */
export function marking(): http.RequestListener {
  const versions = new Map<string, number>();
  let asked = 0;
  return (request, response) => {
    const path = request.url!;
    let version = versions.get(path) ?? 1;
    if (request.method === 'POST' || ++asked % 10 === 0) versions.set(path, ++version);
    const mark = `${path} ${request.headers['accept-language'] ?? 'none'} ${version}`;
    const tag = `"${mark}"`;
    response.setHeader('X-Mark', mark);
    response.setHeader('ETag', tag);
    response.setHeader('Vary', 'Accept-Language, Accept-Encoding');
    response.setHeader('Cache-Control', version % 3 === 0 ? 'max-age=0' : 'max-age=60');
    if (request.headers['if-none-match'] === tag) {
      response.writeHead(304).end();
      return;
    }
    const coded = version % 4 === 0;
    const body = coded ? gzipSync(textOf(mark), { level: 1 }) : Buffer.from(textOf(mark));
    if (coded) response.setHeader('Content-Encoding', 'gzip');
    if (version % 2 === 0) response.setHeader('Content-Length', body.length);
    response.write(body.subarray(0, body.length / 2));
    response.end(body.subarray(body.length / 2));
  };
}
