/** What a page cannot have, and what it is told: refusals with their reasons, and failures that browsers do not explain. */
import assert from 'node:assert/strict';
import type http from 'node:http';
import { describe, it } from 'node:test';
import type { HTTPOptions } from '#src/steam/index.js';
import { contractSite } from '../contract/site.js';
import { until } from '../contract/steam/driving.js';
import { testCertificates } from '../support/certificates.js';
import { closedPort } from '../support/scripted-server.js';
import { withServer } from '../steam/platforms.js';
import { usePage } from './browser-page.js';
import { browserMissing } from './chromium.js';
import type { Answer, Wish } from './pages/steam-asking.js';

const skip = browserMissing() ?? false;
const entry = new URL('./pages/steam-asking.js', import.meta.url);

const site = contractSite();

/** Allows pages of any origin to read, and sends what the contract's server sends. */
const allowing: http.RequestListener = (request, response) => {
  response.setHeader('Access-Control-Allow-Origin', '*');
  if (request.method === 'OPTIONS') response.setHeader('Access-Control-Allow-Headers', 'x-game').writeHead(204).end();
  else site(request, response);
};

describe('what a page cannot have', { skip }, () => {
  const page = usePage({ entry, routes: site });

  it('is refused, each with a warning that names the function and the reason', async () => {
    const { answered, warnings } = await page().call<{ answered: unknown; warnings: string[] }>('refusals');
    assert.deepEqual(answered, {
      createCookieContainer: 0,
      setHTTPCookie: false,
      releaseCookieContainer: false,
      setHTTPRequestCookieContainer: false,
      setHTTPRequestUserAgentInfo: false,
      requiresVerifiedCertificate: true,
      requiresNoVerifiedCertificate: false,
      recordsHops: false,
      recordsNoHops: true,
      hops: [],
    });
    assert.deepEqual(
      warnings.map((line) => line.split(':')[0]),
      [
        'Steam.createCookieContainer',
        'Steam.setHTTPRequestUserAgentInfo',
        'Steam.setHTTPRequestRequiresVerifiedCertificate',
        'Steam.setHTTPRequestRecordsHops',
        'Steam.clearHTTPCache',
      ],
    );
    for (const line of warnings) assert.match(line, /browser/);
  });

  it('are the headers that the Fetch standard forbids', async () => {
    const forbidden = [
      ...[
        'Accept-Charset',
        'Accept-Encoding',
        'Access-Control-Request-Method',
        'Cookie',
        'Date',
        'DNT',
        'Expect',
        'Host',
      ],
      ...[
        'Keep-Alive',
        'Origin',
        'Referer',
        'TE',
        'Trailer',
        'Upgrade',
        'Via',
        'Proxy-Authorization',
        'Sec-Fetch-Mode',
      ],
    ];
    const allowed = ['Accept', 'Authorization', 'Cache-Control', 'Content-Type', 'X-Game', 'Range'];
    const both = [...forbidden, ...allowed].map((name) => [name, 'x'] as const);
    const { set, warnings } = await page().call<{ set: string[]; warnings: string[] }>('settable', both);
    assert.deepEqual(set, allowed);
    assert.equal(warnings.length, forbidden.length);
    forbidden.forEach((name, i) => {
      assert.ok(warnings[i]!.startsWith(`Steam.setHTTPRequestHeaderValue: ${name} is a header`), warnings[i]);
    });
    const methods = await page().call<{ set: string[] }>('settable', [
      ['X-HTTP-Method-Override', 'TRACE'],
      ['X-HTTP-Method', 'PATCH'],
    ]);
    assert.deepEqual(methods.set, ['X-HTTP-Method']);
  });

  const options: readonly (readonly [HTTPOptions, RegExp | null])[] = [
    [{ userAgent: 'MyGame/1' }, /userAgent has no effect/],
    [{ maxRedirects: 0 }, /a redirect fails/],
    [{ maxRedirects: 5 }, /maxRedirects has no effect/],
    [{ maxRedirects: 20 }, null],
    [{ proxy: null }, /proxy has no effect/],
    [{ proxy: 'http://proxy.example:3128' }, /proxy has no effect/],
    [{ proxy: 'environment' }, null],
    [{ trustedCA: '-----BEGIN CERTIFICATE-----' }, /trustedCA has no effect/],
    [{ trustedCA: null, cacheDirectory: null }, null],
    [{ cacheDirectory: '/tmp/cache' }, /cacheDirectory has no effect/],
    [{ cacheSize: 1000 }, /cacheSize has no effect/],
    [{ cacheSize: 0 }, null],
    [{ maxConnections: 3, maxConnectionsPerOrigin: 2, maxBodySize: 10, offline: false, ioThread: false }, null],
  ];
  for (const [option, warning] of options) {
    it(`${JSON.stringify(option)} ${warning === null ? 'is kept to' : 'is warned of'}`, async () => {
      const warnings = await page().call<string[]>('optionWarnings', option);
      assert.equal(warnings.length, warning === null ? 0 : 1, warnings.join());
      if (warning !== null) assert.match(warnings[0]!, warning);
    });
  }

  it('is a response that redirects: with maxRedirects: 0 it fails and is not followed', async () => {
    const wish: Wish = { url: `${page().origin}/~r/redirect/1`, options: { maxRedirects: 0 } };
    const { success, status, code, phase, message } = await page().call<Answer>('ask', wish);
    assert.deepEqual([success, status, code, phase], [false, 0, 'TOO_MANY_REDIRECTS', 'redirect']);
    assert.match(message, /maxRedirects is 0/);
    const state = await page().call<Answer>('ask', { url: `${page().origin}/~r/control/state` });
    assert.deepEqual((JSON.parse(state.body) as { log: string[] }).log, ['GET /redirect/1']);
  });
});

describe('a request of a page to another origin', { skip }, () => {
  const page = usePage({ entry, routes: site });

  it('fails where the server does not allow it, and says what to look at', async () => {
    await withServer(site, async (other) => {
      const wish: Wish = {
        url: `${other}/~c/echo`,
        method: 4,
        headers: { 'X-Game': '1', 'Content-Type': 'text/plain' },
      };
      const { success, status, code, phase, message } = await page().call<Answer>('ask', wish);
      assert.deepEqual([success, status, code, phase], [false, 0, 'CONNECT_FAILED', 'connect']);
      assert.ok(message.startsWith(`PUT ${other}/~c/echo: `), message);
      assert.match(message, /cannot be reached/);
      assert.ok(message.includes(`CORS: it must send Access-Control-Allow-Origin: ${page().origin}`), message);
      assert.match(
        message,
        /OPTIONS with Access-Control-Allow-Methods: PUT and Access-Control-Allow-Headers: X-Game\)/,
      );
    });
  });

  it('fails in the same way where nobody listens: a page cannot tell', async () => {
    const { code, phase, message } = await page().call<Answer>('ask', {
      url: `http://127.0.0.1:${await closedPort()}/`,
    });
    assert.deepEqual([code, phase], ['CONNECT_FAILED', 'connect']);
    assert.match(message, /cannot be reached.*CORS/);
    assert.doesNotMatch(message, /OPTIONS/);
  });

  it('is answered where the server allows it, with the headers that it shows', async () => {
    await withServer(allowing, async (other) => {
      const answer = await page().call<Answer>('ask', { url: `${other}/~c/bytes/1000`, headers: { 'X-Game': '1' } });
      assert.deepEqual([answer.success, answer.status, answer.progress], [true, 200, 100]);
      assert.deepEqual(answer.headers, ['content-length: 1000']);
    });
  });

  it('has no wrong progress where the body is coded and the page is not shown that it is', async () => {
    await withServer(allowing, async (other) => {
      const answer = await page().call<Answer>('ask', { url: `${other}/~c/gzip` });
      assert.deepEqual([answer.body, answer.progress], ['hello, '.repeat(100), 0]);
    });
  });

  it('fails in offline mode with 504, as the cache can be asked for the own origin alone', async () => {
    await withServer(allowing, async (other) => {
      const answer = await page().call<Answer>('ask', { url: `${other}/~o/fresh`, options: { offline: true } });
      assert.deepEqual([answer.status, answer.code, answer.phase], [504, 'NOT_CACHED', 'offline']);
      assert.match(answer.message, /only for its own origin/);
    });
  });
});

describe('a page that is kept from its network', { skip }, () => {
  const page = usePage({ entry, routes: site });

  it('fails in phase offline while the browser is offline, and goes on afterwards', async () => {
    const url = `${page().origin}/~n/status/200/hello`;
    await page().context.setOffline(true);
    const { success, status, code, phase, message } = await page().call<Answer>('ask', { url });
    assert.deepEqual([success, status, code, phase], [false, 0, 'CONNECT_FAILED', 'offline']);
    assert.ok(message.endsWith('the browser is offline; ask again when it is online'), message);
    await page().context.setOffline(false);
    assert.equal((await page().call<Answer>('ask', { url })).body, 'hello');
  });

  it('fails in its body when loading is stopped', async () => {
    const url = `${page().origin}/~s/hold/a?head&length=10`;
    const asked = page().call<Answer>('ask', { url, then: 'window.stop' });
    await until('the request', async () => {
      const { held } = (await (await fetch(`${page().origin}/~s/control/state`)).json()) as { held: string[] };
      return held.includes('a') ? true : undefined;
    });
    await fetch(`${page().origin}/~s/control/write?name=a&text=hello`);
    const { success, status, code, phase } = await asked;
    assert.deepEqual([success, status, code, phase], [false, 200, 'TRUNCATED', 'body']);
  });

  it('leaves nothing behind when it is left', async () => {
    const state = async (): Promise<{ open: number }> =>
      (await (await fetch(`${page().origin}/~l/control/state`)).json()) as { open: number };
    for (const path of ['hold/a', 'hold/b?head', 'flood/1000000000']) {
      await page().call('sendOnly', `${page().origin}/~l/${path}`);
    }
    await until('three requests', async () => ((await state()).open === 3 ? true : undefined));
    await page().page.goto('about:blank');
    await until('three connections to close', async () => ((await state()).open === 0 ? true : undefined));
  });
});

describe('a page with a policy that forbids connections', { skip }, () => {
  const page = usePage({ entry, routes: site, headers: { 'Content-Security-Policy': "connect-src 'none'" } });

  it('fails, and is told to look for such a policy', async () => {
    const { code, phase, message } = await page().call<Answer>('ask', { url: `${page().origin}/~p/echo` });
    assert.deepEqual([code, phase], ['CONNECT_FAILED', 'connect']);
    assert.match(message, /a policy of the page/);
  });
});

describe('a page that came over https', { skip }, () => {
  const page = usePage({ entry, routes: site, tls: testCertificates().servers.valid }, [
    '--host-resolver-rules=MAP plain.example 127.0.0.1',
  ]);

  it('cannot ask http: servers, and is told so', async () => {
    await withServer(allowing, async (other) => {
      const url = `http://plain.example:${new URL(other).port}/~m/echo`;
      const { code, phase, message } = await page().call<Answer>('ask', { url });
      assert.deepEqual([code, phase], ['CONNECT_FAILED', 'connect']);
      assert.match(message, /mixed content/);
    });
  });

  it('can ask its own', async () => {
    assert.equal((await page().call<Answer>('ask', { url: `${page().origin}/~m/status/200/safe` })).body, 'safe');
  });
});
