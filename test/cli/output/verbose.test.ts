import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { verboseObserver } from '#src/cli/output/verbose.js';
import type { HTTPHopTLS, HTTPRequestHop } from '#src/steam/index.js';
import { exchangeWith, hopWith, plan } from '../exchange/fake-exchange.js';

function listen(): { lines: string[]; observer: ReturnType<typeof verboseObserver> } {
  const lines: string[] = [];
  return { lines, observer: verboseObserver((line) => lines.push(line)) };
}

const tls: HTTPHopTLS = {
  protocol: 'TLSv1.3',
  cipher: 'TLS_AES_256_GCM_SHA384',
  resumed: false,
  certificate: {
    subject: 'CN=host',
    issuer: 'CN=authority',
    subjectAltName: 'DNS:host',
    validFrom: Date.UTC(2030, 0, 1),
    validTo: Date.UTC(2031, 0, 1, 12),
    fingerprint256: 'AA:BB',
  },
  problem: null,
};

const secure = (part: Partial<HTTPHopTLS>): HTTPRequestHop =>
  hopWith({ url: 'https://host/path', connection: { ...hopWith({}).connection!, tls: { ...tls, ...part } } });

/** What is said of a connection. */
function connected(hop: HTTPRequestHop, verifyCertificate = true): string[] {
  const { lines, observer } = listen();
  observer.hop({ ...plan, verifyCertificate }, hop, 'connected');
  return lines.slice(1);
}

describe('what --verbose says', () => {
  it('is the heads as they went over the wire, marked as curl marks them', () => {
    const { lines, observer } = listen();
    observer.asking(plan);
    observer.hop(plan, hopWith({ requestBodySize: 3 }), 'sent');
    observer.hop(plan, hopWith({}), 'answered');
    observer.ended(exchangeWith({}));
    assert.deepEqual(lines, [
      '* GET http://host/path',
      '> GET /path HTTP/1.1',
      '> Host: host',
      '>',
      '* and a body of 3 B',
      '< HTTP/1.1 200 OK',
      '< Content-Type: text/plain',
      '<',
      '* GET http://host/path: 5 B of body, 15.0 ms: queue 1.0, resolve 2.0, connect 3.0, send 0.0, first byte 4.0, body 5.0',
    ]);
  });

  it('says which request each block is about, where that changes', () => {
    const { lines, observer } = listen();
    const other = hopWith({ url: 'http://host/other' });
    observer.hop(plan, hopWith({}), 'answered');
    observer.hop({ ...plan, url: other.url }, other, 'answered');
    observer.hop(plan, hopWith({}), 'answered');
    const about = lines.filter((line) => line.startsWith('*'));
    assert.deepEqual(about, ['* GET http://host/path', '* GET http://host/other', '* GET http://host/path']);
  });

  it('tells of the connection, new or used again, and through which proxy', () => {
    assert.deepEqual(connected(hopWith({})), ['* connected to 10.0.0.1 port 80 from port 40000']);
    const { connection } = hopWith({});
    assert.deepEqual(connected(hopWith({ connection: { ...connection!, reused: true, proxy: 'proxy:3128' } })), [
      '* the connection to 10.0.0.1 port 80 from port 40000, through the proxy proxy:3128 is used again',
    ]);
  });

  it('tells of TLS what was agreed on, and the certificate', () => {
    assert.deepEqual(connected(secure({})).slice(1), [
      '* TLSv1.3 with TLS_AES_256_GCM_SHA384',
      '* certificate of the server:',
      '*   subject: CN=host',
      '*   for:     DNS:host',
      '*   issuer:  CN=authority',
      '*   valid:   from 2030-01-01 00:00:00 UTC to 2031-01-01 12:00:00 UTC',
      '*   SHA-256: AA:BB',
      '* the certificate was verified',
    ]);
    assert.deepEqual(connected(secure({ resumed: true, certificate: null })).slice(1), [
      '* TLSv1.3 with TLS_AES_256_GCM_SHA384, going on with an earlier session',
    ]);
    assert.match(connected(secure({ certificate: null })).join('\n'), /showed no certificate/);
  });

  it('tells what became of the certificate', () => {
    const verdict = (problem: string | null, verify: boolean): string => connected(secure({ problem }), verify).at(-1)!;
    assert.equal(verdict('CERT_HAS_EXPIRED', true), '* the certificate was refused (CERT_HAS_EXPIRED)');
    assert.match(verdict(null, false), /not verified, because of --insecure; it would be in order$/);
    assert.match(verdict('CERT_HAS_EXPIRED', false), /--insecure; it would be refused \(CERT_HAS_EXPIRED\)$/);
  });

  it('cannot be used by a server to control the terminal', () => {
    const { lines, observer } = listen();
    const responseHead = 'HTTP/1.1 200 OK\r\nX-Evil: \u001b]0;title\u0007\u009b2J\ttab\r\n\r\n';
    observer.hop(plan, hopWith({ responseHead }), 'answered');
    assert.doesNotMatch(lines.join(''), /\p{Cc}/u);
  });

  it('says when the cache answers', () => {
    const { lines, observer } = listen();
    observer.hop(plan, hopWith({ cached: true, connection: null, requestHead: '' }), 'answered');
    assert.deepEqual(lines.slice(1, 3), ['* the cache answers', '< HTTP/1.1 200 OK']);
  });

  it('counts the redirects and names the part of the cache', () => {
    const { lines, observer } = listen();
    const timings = { ...exchangeWith({}).timings, redirects: 1 };
    observer.ended(exchangeWith({ timings, cacheStatus: 'revalidated' }));
    assert.equal(lines[0], '* cache: revalidated');
    assert.match(lines[1]!, /5 B of body after 1 redirect, /);
  });
});
