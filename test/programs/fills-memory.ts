// Fills a cache in memory with responses of a size, three times over, and prints how much memory that took, as JSON.
// Arguments: bytes of a body, and bytes the cache may hold.
import { ParserEvent, ResponseParser } from '#src/http1/index.js';
import { HttpCache } from '#src/io/cache/cache.js';
import { readFields } from '#src/io/cache/fields.js';
import { MemoryStore } from '#src/io/cache/memory-store.js';
import { presentedFields } from '#src/io/cache/reuse.js';
import { latin1 } from '#src/io/requests/latin1.js';
import { collectGarbage } from '../support/garbage.js';

const [, , size = '', capacity = ''] = process.argv;

function inUse(): number {
  // What is outside of the heap goes one round later.
  for (let round = 0; round < 3; round++) collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const store = new MemoryStore(Number(capacity));
const cache = new HttpCache(store, null);
const fields = readFields('Accept: */*\nAccept-Encoding: gzip, deflate, br');
const parser = new ResponseParser(latin1);
const now = Date.parse('2025-01-01T00:01:00Z');

/** Stores a response as it comes from a server, and looks for it once. */
function fill(n: number): void {
  const head = Buffer.from(
    `HTTP/1.1 200 OK\r\nServer: nginx/1.24.0\r\nDate: Wed, 01 Jan 2025 00:01:${10 + (n % 50)} GMT\r\n` +
      `Content-Type: application/json; charset=utf-8\r\nContent-Length: ${size}\r\nConnection: keep-alive\r\n` +
      `Age: 7\r\nCache-Control: private, max-age=60000\r\nETag: "${n.toString(16).padStart(16, '0')}"\r\nVary: Accept-Encoding\r\n` +
      `Last-Modified: Tue, 31 Dec 2024 00:00:00 GMT\r\nX-Request-Id: ${n.toString(36).padStart(20, 'x')}\r\n\r\n`,
  );
  parser.begin('GET');
  if (parser.next(head, 0, head.length) !== ParserEvent.HEAD) throw new Error('this is no head');
  const { status, names, values } = parser.head!;
  const url = latin1(Buffer.from(`https://example.com/items/${n}`), 0, 26 + String(n).length);
  const request = { method: 'GET', url, scope: '', fields };
  const recording = cache.received(request, { status, names, values, requestTime: now, responseTime: now });
  // Small bodies come as text.
  const bytes = Buffer.alloc(Number(size), String(n));
  recording?.completeWith(bytes.length > 8192 ? bytes : latin1(bytes, 0, bytes.length));
  cache.lookUp(request, now, false, (decision) => {
    if (decision.kind === 'hit') presentedFields(decision.response, now);
  });
}

const before = inUse();
const count = Math.ceil((3 * Number(capacity)) / (Number(size) + 1500));
for (let n = 0; n < count; n++) fill(n);
const taken = inUse() - before;
let held = 0;
for (let n = 0; n < count; n++) store.find(`https://example.com/items/${n}`, ({ length }) => (held += length));
console.log(JSON.stringify({ taken, held }));
