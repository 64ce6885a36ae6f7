/** Exchanges for tests: complete ones, with what a test does not care about filled in. */
import type { Exchange, HeaderField, RequestPlan } from '#src/cli/exchange/exchange.js';
import type { HTTPRequestHop } from '#src/steam/index.js';

export const plan: RequestPlan = {
  method: 'GET',
  url: 'http://host/path',
  headers: [],
  body: null,
  verifyCertificate: true,
  idleTimeoutS: 60,
  totalTimeoutMs: 0,
};

/** A hop that went out and was answered, with what a test does not care about filled in. */
export function hopWith(part: Partial<HTTPRequestHop>): HTTPRequestHop {
  return {
    method: 'GET',
    url: 'http://host/path',
    cached: false,
    connection: { remoteAddress: '10.0.0.1', remotePort: 80, localPort: 40000, proxy: null, reused: false, tls: null },
    requestHead: 'GET /path HTTP/1.1\r\nHost: host\r\n\r\n',
    requestBodySize: 0,
    status: 200,
    responseHead: 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n',
    responseBodySize: 5,
    timings: { queue: 1, resolve: 2, connect: 3, tls: null, send: 0, firstByte: 4, body: 5 },
    ...part,
  };
}

export function exchangeWith(part: Partial<Exchange>): Exchange {
  return {
    plan,
    sentAt: Date.UTC(2030, 0, 2, 3, 4, 5, 678),
    sentAfterMs: 0,
    head: { status: 200, headers: [['Content-Type', 'text/plain']], url: 'http://host/path' },
    bodySize: 5,
    timings: { queue: 1, resolve: 2, connect: 3, tls: null, send: 0, firstByte: 4, body: 5, total: 15, redirects: 0 },
    hops: [],
    cacheStatus: null,
    failure: null,
    ...part,
  };
}

export function answered(status: number, headers: readonly HeaderField[] = [], part: Partial<Exchange> = {}): Exchange {
  return exchangeWith({ head: { status, headers, url: 'http://host/path' }, ...part });
}

export function failed(code: string, phase: string, part: Partial<Exchange> = {}): Exchange {
  return exchangeWith({
    head: null,
    bodySize: 0,
    failure: { code, phase, message: `GET http://host/path: ${code}` },
    ...part,
  });
}
