/** What a request that records its hops tells of each: what went out, what came back, and over which connection. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { it } from 'node:test';
import { SteamHTTP, type HTTPHopTLS, type HTTPRequestHop } from '#src/steam/index.js';
import { testCertificates, type Identity } from '../support/certificates.js';
import { until } from '../support/polling.js';
import { closedPort, startServer } from '../support/scripted-server.js';
import { onEachPlatform, untilCompleted, withServer, withSteam } from './platforms.js';

const { HTTP_METHOD_GET, HTTP_METHOD_POST } = SteamHTTP;

/** A request that records its hops. */
function recording(steam: SteamHTTP, url: string, method: 1 | 3 = HTTP_METHOD_GET): number {
  const handle = steam.createHTTPRequest(method, url);
  assert.equal(steam.setHTTPRequestRecordsHops(handle, true), true);
  return handle;
}

/** The hops of a request, once it is over. */
async function hopsOf(steam: SteamHTTP, handle: number): Promise<HTTPRequestHop[]> {
  steam.sendHTTPRequest(handle);
  await untilCompleted(steam, handle);
  return steam.getHTTPRequestHops(handle);
}

/** What is the same wherever it runs. */
const outline = ({ method, url, status, cached, connection }: HTTPRequestHop): unknown[] => [
  method,
  new URL(url).pathname,
  status,
  cached ? 'cached' : connection === null ? 'no connection' : connection.reused ? 'reused' : 'new',
];

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

onEachPlatform('the hops of a request', () => {
  it('are not recorded unless that is asked for', async () => {
    await withServer(
      (_request, response) => response.end(),
      (url) =>
        withSteam(async (steam) => {
          assert.deepEqual(await hopsOf(steam, steam.createHTTPRequest(HTTP_METHOD_GET, url)), []);
          const handle = recording(steam, url);
          assert.equal(steam.setHTTPRequestRecordsHops(handle, false), true);
          assert.deepEqual(await hopsOf(steam, handle), []);
        }),
    );
  });

  it('have what really went out and came back, for each redirect', async () => {
    const server = await startServer({
      connections: [
        [
          { expect: 'request' },
          {
            send: 'HTTP/1.1 303 Elsewhere\r\nLocation: /b\r\nContent-Length: 5\r\nX-Twice: 1\r\nX-Twice: 2\r\n\r\nmoved',
          },
          { expect: 'request' },
          { send: ok },
        ],
      ],
    });
    await withSteam(async (steam) => {
      const handle = recording(steam, `http://127.0.0.1:${server.port}/a`, HTTP_METHOD_POST);
      steam.setHTTPRequestHeaderValue(handle, 'X-Mine', 'yes');
      steam.setHTTPRequestRawPostBody(handle, 'text/plain', 'four');
      const [first, second, ...more] = await hopsOf(steam, handle);
      assert.deepEqual(more, []);
      assert.deepEqual(outline(first!), ['POST', '/a', 303, 'new']);
      assert.deepEqual(outline(second!), ['GET', '/b', 200, 'reused']);
      const [sent] = server.requests();
      assert.equal(`${first!.requestHead}four${second!.requestHead}`, sent!.toString());
      assert.equal(
        first!.responseHead,
        'HTTP/1.1 303 Elsewhere\r\nLocation: /b\r\nContent-Length: 5\r\nX-Twice: 1\r\nX-Twice: 2\r\n\r\n',
      );
      assert.deepEqual([first!.requestBodySize, first!.responseBodySize], [4, 5]);
      assert.deepEqual([second!.requestBodySize, second!.responseBodySize], [0, 2]);
      const { remoteAddress, remotePort, localPort, proxy, tls } = first!.connection!;
      assert.deepEqual([remoteAddress, remotePort, proxy, tls], ['127.0.0.1', server.port, null, null]);
      assert.equal(second!.connection!.localPort, localPort);
      assert.equal(typeof first!.timings!.connect, 'number');
      assert.equal(second!.timings!.connect, null);
      assert.equal(typeof second!.timings!.firstByte, 'number');
    });
    await server.close();
  });

  it('are known while the request is under way', async () => {
    await withServer(
      (_request, response) => response.writeHead(200, { 'Content-Length': 4 }).write('so'),
      (url) =>
        withSteam(async (steam) => {
          const handle = recording(steam, url);
          steam.sendHTTPRequest(handle);
          const hop = await until('the head', () => {
            steam.run_callbacks();
            return steam.getHTTPRequestHops(handle).find(({ status }) => status === 200);
          });
          assert.match(hop.requestHead, /^GET \/ HTTP\/1\.1\r\n/);
          assert.equal(hop.timings, null);
          steam.releaseHTTPRequest(handle);
          assert.deepEqual(steam.getHTTPRequestHops(handle), []);
        }),
    );
  });

  it('show a repetition on a new connection', async () => {
    const server = await startServer({
      connections: [
        [{ expect: 'request' }, { send: ok }, { expect: 'request' }, { reset: true }],
        [{ expect: 'request' }, { send: ok }],
      ],
    });
    await withSteam(async (steam) => {
      const url = `http://127.0.0.1:${server.port}/`;
      await hopsOf(steam, recording(steam, url));
      const hops = await hopsOf(steam, recording(steam, url));
      assert.deepEqual(hops.map(outline), [
        ['GET', '/', 0, 'reused'],
        ['GET', '/', 200, 'new'],
      ]);
    });
    await server.close();
  });

  it('show the answers of the cache, and what the server said to it', async () => {
    await withServer(
      (request, response) => {
        response
          .setHeader('ETag', '"1"')
          .setHeader('Cache-Control', request.url === '/fresh' ? 'max-age=60' : 'no-cache');
        if (request.headers['if-none-match'] === '"1"') response.writeHead(304).end();
        else response.end('stored');
      },
      (url) =>
        withSteam(
          async (steam) => {
            await hopsOf(steam, recording(steam, `${url}/fresh`));
            await hopsOf(steam, recording(steam, `${url}/old`));
            const [hit] = await hopsOf(steam, recording(steam, `${url}/fresh`));
            assert.deepEqual(outline(hit!), ['GET', '/fresh', 200, 'cached']);
            assert.deepEqual([hit!.requestHead, hit!.timings], ['', null]);
            assert.match(hit!.responseHead, /^HTTP\/1\.1 200\r\n[^]*ETag: "1"\r\n[^]*\r\n\r\n$/);

            const [asked, given] = await hopsOf(steam, recording(steam, `${url}/old`));
            assert.match(asked!.requestHead, /\r\nIf-None-Match: "1"\r\n/);
            assert.deepEqual(outline(asked!), ['GET', '/old', 304, 'reused']);
            assert.equal(typeof asked!.timings!.firstByte, 'number');
            assert.deepEqual(outline(given!), ['GET', '/old', 200, 'cached']);
          },
          { cacheSize: 1_000_000 },
        ),
    );
  });

  it('show a connection that was tried and not made', async () => {
    const port = await closedPort();
    await withSteam(async (steam) => {
      const [hop, ...more] = await hopsOf(steam, recording(steam, `http://127.0.0.1:${port}/`));
      assert.deepEqual([outline(hop!), more], [['GET', '/', 0, 'no connection'], []]);
      assert.deepEqual([hop!.requestHead, hop!.timings!.tls], ['', null]);
    });
  });

  it('name the proxy, and have what it was asked', async () => {
    const proxy = await startServer({ connections: [[{ expect: 'request' }, { send: ok }]] });
    await withSteam(
      async (steam) => {
        const [hop] = await hopsOf(steam, recording(steam, 'http://example.invalid/a'));
        assert.match(hop!.requestHead, /^GET http:\/\/example\.invalid\/a HTTP\/1\.1\r\n/);
        assert.deepEqual(
          [hop!.connection!.proxy, hop!.connection!.remotePort],
          [`127.0.0.1:${proxy.port}`, proxy.port],
        );
      },
      { proxy: `http://127.0.0.1:${proxy.port}` },
    );
    await proxy.close();
  });
});

const { authority, servers } = testCertificates();

/** Runs `use` with the url of a server that shows this certificate. */
async function withTls(identity: Identity, use: (url: string) => Promise<void>): Promise<void> {
  const server = https.createServer(identity, (_request, response) => response.end('ok')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await use(`https://localhost:${(server.address() as AddressInfo).port}/`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/** What TLS came to at the first hop of a request that ended like this. */
async function tlsOf(steam: SteamHTTP, url: string, verify: boolean, success: boolean): Promise<HTTPHopTLS> {
  const handle = recording(steam, url);
  steam.setHTTPRequestRequiresVerifiedCertificate(handle, verify);
  const [hop] = await hopsOf(steam, handle);
  assert.equal(steam.getHTTPRequestError(handle) === null, success);
  assert.notEqual(hop!.connection!.tls, null);
  return hop!.connection!.tls!;
}

onEachPlatform('the hops of a request with TLS', () => {
  it('have the version, the cipher and the certificate', async () => {
    await withTls(servers.valid, (url) =>
      withSteam(
        async (steam) => {
          const { protocol, cipher, certificate, problem } = await tlsOf(steam, url, true, true);
          assert.deepEqual([protocol, problem], ['TLSv1.3', null]);
          assert.match(cipher, /^TLS_/);
          assert.match(certificate!.subject, /CN=/);
          assert.match(certificate!.issuer, /CN=/);
          assert.match(certificate!.subjectAltName, /DNS:localhost/);
          assert.ok(certificate!.validFrom < Date.now() && Date.now() < certificate!.validTo);
          assert.match(certificate!.fingerprint256, /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
        },
        { trustedCA: authority },
      ),
    );
  });

  for (const [name, code] of [
    ['expired', 'CERT_HAS_EXPIRED'],
    ['selfSigned', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['wrongName', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ] as const) {
    it(`say what is wrong with a certificate (${name}), whether it is refused or let through`, async () => {
      await withTls(servers[name], (url) =>
        withSteam(
          async (steam) => {
            for (const verify of [true, false]) {
              const { certificate, problem } = await tlsOf(steam, url, verify, !verify);
              assert.equal(problem, code, `verify: ${verify}`);
              assert.match(certificate!.subject, /CN=/);
            }
          },
          { trustedCA: authority },
        ),
      );
    });
  }
});
