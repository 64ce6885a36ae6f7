/** What is different for HTTPClient and its neighbours in a browser: refusals, reasons, and what must not stay behind. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { GodotError, HTTPClient } from '#src/godot/index.js';
import { testCertificates } from '../support/certificates.js';
import { until } from '../support/polling.js';
import { closedPort } from '../support/scripted-server.js';
import { openPage, usePage, type PageOptions, type TestPage } from './browser-page.js';
import { browserMissing } from './chromium.js';
import type { Asked, Seen } from './pages/godot-page.js';

const {
  STATUS_DISCONNECTED: DISCONNECTED,
  STATUS_RESOLVING: RESOLVING,
  STATUS_CONNECTING: CONNECTING,
  STATUS_CONNECTED: CONNECTED,
  STATUS_BODY: BODY,
  STATUS_CONNECTION_ERROR: CONNECTION_ERROR,
  METHOD_POST: POST,
} = HTTPClient;
const { OK, ERR_UNAVAILABLE, ERR_INVALID_PARAMETER } = GodotError;
const MEGABYTE = 1024 * 1024;
const entry = new URL('./pages/godot-page.js', import.meta.url);

/** What the server of a page has seen of requests that it does not answer in full. */
class Traffic {
  readonly arrived: string[] = [];
  /** Requests whose client went away before the end of the answer. */
  readonly gone: string[] = [];
  /** Bytes of floods that the network took. */
  flooded = 0;
}

/** Writes as long as the client takes it. */
function flood(response: http.ServerResponse, traffic: Traffic): void {
  // Of what it may store, Chromium takes some tens of megabytes more than anybody reads.
  response.setHeader('Cache-Control', 'no-store');
  const piece = Buffer.alloc(65536, 'flood');
  const pour = (): void => {
    while (!response.destroyed && response.write(piece, () => (traffic.flooded += piece.length)));
  };
  response.on('drain', pour);
  pour();
}

function answers(traffic: Traffic): http.RequestListener {
  return (request, response) => {
    const url = request.url ?? '';
    traffic.arrived.push(url);
    response.on('close', () => {
      if (!response.writableEnded) traffic.gone.push(url);
    });
    switch (url.replace(/\?.*/, '')) {
      case '/hello':
        response.end('hello');
        break;
      case '/echo':
        response.setHeader('Set-Cookie', 'crumb=1');
        response.end(JSON.stringify(request.headers));
        break;
      case '/moved':
        response.writeHead(302, { Location: '/hello' }).end('not here');
        break;
      case '/circle':
        response.writeHead(302, { Location: '/circle' }).end();
        break;
      case '/gzip':
        response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync('hello '.repeat(1000)));
        break;
      case '/fields':
        response.setHeader('X-Repeated', ['1', '2']);
        response.setHeader('B', 'b');
        response.setHeader('A', 'a');
        response.end();
        break;
      case '/flood':
        flood(response, traffic);
        break;
      case '/part':
        response.write('part');
        break;
      default: // /nothing: no answer
    }
  };
}

const portOf = ({ origin }: TestPage): number => Number(new URL(origin).port);

const others: http.Server[] = [];

/** A server of another origin, until the tests are over. @returns Its port. */
async function startOther(fields: Readonly<Record<string, string>>): Promise<number> {
  const server = http.createServer((request, response) => {
    for (const [name, value] of Object.entries(fields)) response.setHeader(name, value);
    response.setHeader('X-Hidden', 'x');
    response.end(request.headers.cookie ?? 'no cookie');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  others.push(server);
  return (server.address() as AddressInfo).port;
}

describe('HTTPClient in a page', { skip: browserMissing() ?? false }, () => {
  const traffic = new Traffic();
  const mainPage = usePage({ entry, routes: answers(traffic) }, ['--host-resolver-rules=MAP mixed.test 127.0.0.1']);
  let browser: Browser;
  let page: TestPage;
  let port: number;
  const exchange = (asked: Partial<Asked>, on = page): Promise<Seen> =>
    on.call('exchange', { port, url: '/', ...asked });
  /** Waits until the server has seen a client go. */
  const goneFrom = (url: string): Promise<unknown> =>
    until(`the end of ${url}`, () => (traffic.gone.includes(url) ? true : undefined));

  /** Uses another page, with what it came with. */
  const withPage = async (options: Partial<PageOptions>, use: (page: TestPage) => Promise<void>): Promise<void> => {
    const another = await openPage(browser, { entry, routes: answers(traffic), ...options });
    try {
      await use(another);
    } finally {
      await another.close();
    }
  };

  after(() => {
    for (const server of others) server.close();
  });
  before(() => {
    page = mainPage();
    browser = page.context.browser()!;
    port = portOf(page);
  });

  it('connects one step a poll, without asking anybody', async () => {
    const nobody = await closedPort();
    const steps = await page.call('connectingSteps', 'game.example', nobody);
    assert.deepEqual(steps, [RESOLVING, CONNECTING, CONNECTED, CONNECTED, CONNECTED]);
    const fromAddress = await page.call('connectingSteps', '127.0.0.1', nobody);
    assert.deepEqual(fromAddress, [CONNECTING, CONNECTED, CONNECTED, CONNECTED, CONNECTED]);
    const fromV6 = await page.call('connectingSteps', '[::1]', nobody);
    assert.deepEqual(fromV6, [CONNECTING, CONNECTED, CONNECTED, CONNECTED, CONNECTED]);
  });

  it('talks to the own server, and is DISCONNECTED after each answer', async () => {
    const seen = await exchange({ url: '/hello' });
    assert.deepEqual([seen.error, seen.code, seen.body, seen.length], [OK, 200, 'hello', -1]);
    assert.deepEqual(seen.statuses, [BODY, DISCONNECTED]);
    assert.deepEqual(seen.warnings, []);
  });

  it('does the same in a worker of the page', async () => {
    const seen = await page.call<Seen>('exchangeInWorker', { port, url: '/hello' });
    assert.deepEqual([seen.error, seen.code, seen.body, seen.statuses], [OK, 200, 'hello', [BODY, DISCONNECTED]]);
    const lost = await page.call<Seen>('exchangeInWorker', { port: await closedPort(), url: '/' });
    assert.match(lost.warnings.join(), /CORS/);
  });

  it('refuses what a page cannot do, with reasons', async () => {
    assert.deepEqual(await page.call('refusedByClient', port), [
      ['TRACE unconnected', ERR_UNAVAILABLE],
      ['TRACE', ERR_UNAVAILABLE],
      ['CONNECT', ERR_UNAVAILABLE],
      ['absolute url', ERR_INVALID_PARAMETER],
      ['*', ERR_INVALID_PARAMETER],
      ['GET with a body', ERR_UNAVAILABLE],
      ['HEAD with a body', ERR_UNAVAILABLE],
      ['blocking', false],
      ['connection', null],
      ['connection assigned', CONNECTED],
      ['status', CONNECTED],
    ]);
    const warnings = await page.call<string[]>('takeWarnings');
    const expected = [
      /^HTTPClient\.request: .*TRACE/,
      /^HTTPClient\.request: .*CONNECT/,
      /^HTTPClient\.request: .*must be a path/,
      /^HTTPClient\.request_raw: .*no body with GET/,
      /^HTTPClient\.request: .*no body with HEAD/,
      /^HTTPClient\.set_blocking_mode: .*once a frame/,
      /^HTTPClient\.get_connection: .*no sockets/,
      /^HTTPClient\.set_connection: .*no sockets/,
      /^HTTPClient\.set_http_proxy: .*own settings/,
      /^HTTPClient\.set_https_proxy: .*own settings/,
    ];
    assert.equal(warnings.length, expected.length, warnings.join('\n'));
    expected.forEach((pattern, i) => {
      assert.match(warnings[i]!, pattern);
    });
  });

  it('refuses TLS options and hosts that a browser does not have', async () => {
    assert.deepEqual(await page.call('refusedTls'), [
      ['unsafe', ERR_UNAVAILABLE],
      ['chain', ERR_UNAVAILABLE],
      ['name', ERR_UNAVAILABLE],
      ['status', DISCONNECTED],
      ['zone', ERR_INVALID_PARAMETER],
    ]);
    const warnings = await page.call<string[]>('takeWarnings');
    assert.match(warnings[0]!, /^HTTPClient\.connect_to_host: browsers check certificates by their own rules/);
    assert.match(warnings[1]!, /fe80::1%eth0/);
    assert.equal(warnings.length, 2);
  });

  it('refuses sockets, certificates and keys of its own', async () => {
    const answers = await page.call<[string, number][]>('refusedByNeighbours');
    for (const [what, error] of answers)
      assert.equal(error, what === 'StreamPeerTCP.bind' ? OK : ERR_UNAVAILABLE, what);
    const warnings = await page.call<string[]>('takeWarnings');
    assert.deepEqual(
      warnings.map((warning) => warning.replace(/: .*/, '')),
      answers.map(([what]) => what).filter((what) => what !== 'StreamPeerTCP.bind'),
    );
  });

  it('leaves out the headers that browsers set themselves, and says which', async () => {
    const headers = ['X-Mine: 1', 'Accept-Encoding: identity', 'Cookie: a=b', 'Sec-Mine: 2', 'X-HTTP-Method: TRACE'];
    const seen = await exchange({ url: '/echo', headers });
    const sent = JSON.parse(seen.body) as Record<string, string>;
    assert.equal(sent['x-mine'], '1');
    assert.notEqual(sent['accept-encoding'], 'identity');
    assert.equal(sent.cookie, undefined);
    assert.equal(seen.warnings.length, 1);
    for (const header of headers.slice(1)) assert.ok(seen.warnings[0]!.includes(header.replace(/:.*/, '')), header);
    assert.doesNotMatch(seen.warnings[0]!, /X-Mine/);
  });

  it("sends the browser's cookies to the page's own origin alone", async () => {
    await exchange({ url: '/echo' });
    const sent = JSON.parse((await exchange({ url: '/echo' })).body) as Record<string, string>;
    assert.equal(sent.cookie, 'crumb=1');
    const other = await startOther({ 'Access-Control-Allow-Origin': '*' });
    assert.equal((await exchange({ port: other })).body, 'no cookie');
  });

  it('gives names in lower case, repeated fields joined, and decoded bodies', async () => {
    const { headers } = await exchange({ url: '/fields' });
    const own = headers.filter((line) => /^(x-repeated|a|b):/.test(line));
    assert.deepEqual(own, ['a: a', 'b: b', 'x-repeated: 1, 2']);
    const packed = await exchange({ url: '/gzip' });
    assert.equal(packed.body, 'hello '.repeat(1000));
    assert.equal(packed.length, -1);
  });

  it('follows redirects as browsers do, and fails where they lead in circles', async () => {
    const seen = await exchange({ url: '/moved' });
    assert.deepEqual([seen.code, seen.body], [200, 'hello']);
    const lost = await exchange({ url: '/circle' });
    assert.deepEqual(lost.statuses, [CONNECTION_ERROR, CONNECTION_ERROR]);
    assert.match(lost.warnings.join(), /redirects/);
  });

  it('shows of another origin what its server exposes', async () => {
    const other = await startOther({ 'Access-Control-Allow-Origin': page.origin });
    const { code, headers } = await exchange({ port: other });
    assert.equal(code, 200);
    assert.ok(headers.every((line) => !line.startsWith('x-hidden')));
  });

  it('reports a server that does not allow the page to read as CONNECTION_ERROR, and names both causes', async () => {
    const other = await startOther({});
    const seen = await exchange({ port: other, url: '/secret?token=1' });
    assert.equal(seen.error, OK);
    assert.deepEqual(seen.statuses, [CONNECTION_ERROR, CONNECTION_ERROR]);
    assert.deepEqual([seen.code, seen.headers.length, seen.body], [0, 0, '']);
    assert.equal(seen.warnings.length, 1);
    const [warning] = seen.warnings;
    assert.match(warning!, /^HTTPClient\.poll: GET http:\/\/127\.0\.0\.1:\d+: /);
    assert.match(warning!, /cannot be reached.*CORS.*Access-Control-Allow-Origin/);
    assert.ok(warning!.includes(page.origin));
    assert.doesNotMatch(warning!, /token/);
  });

  it('says what a preflight must allow', async () => {
    const other = await startOther({ 'Access-Control-Allow-Origin': '*' });
    const asked: Partial<Asked> = { port: other, method: POST, headers: ['X-Mine: 1'], body: 'body' };
    const seen = await exchange(asked);
    assert.deepEqual(seen.statuses, [CONNECTION_ERROR, CONNECTION_ERROR]);
    assert.match(seen.warnings.join(), /OPTIONS.*Access-Control-Allow-Headers: .*X-Mine/);
  });

  it('reports a server that cannot be reached in the same words: a page cannot tell', async () => {
    const seen = await exchange({ port: await closedPort() });
    assert.deepEqual(seen.statuses, [CONNECTION_ERROR, CONNECTION_ERROR]);
    assert.match(seen.warnings.join(), /cannot be reached.*CORS/);
    const unknown = await exchange({ host: 'name.invalid', port: 80 });
    assert.deepEqual(unknown.statuses, [CONNECTION_ERROR, CONNECTION_ERROR]);
  });

  it('says that the browser is offline', async () => {
    // A page of its own: Chromium buffers without bounds for one that was offline once.
    await withPage({}, async (lone) => {
      const asked: Partial<Asked> = { port: portOf(lone), url: '/hello' };
      await lone.context.setOffline(true);
      const seen = await exchange(asked, lone);
      await lone.context.setOffline(false);
      assert.deepEqual(seen.statuses, [CONNECTION_ERROR, CONNECTION_ERROR]);
      assert.match(seen.warnings.join(), /offline/);
      assert.equal((await exchange(asked, lone)).body, 'hello');
    });
  });

  it('works over https from a page that came over https, and explains mixed content', async () => {
    await withPage({ tls: testCertificates().servers.valid }, async (secure) => {
      const seen = await exchange({ port: portOf(secure), tls: true, url: '/hello' }, secure);
      assert.deepEqual([seen.code, seen.body], [200, 'hello']);
      const other = await startOther({ 'Access-Control-Allow-Origin': '*' });
      const mixed = await exchange({ host: 'mixed.test', port: other }, secure);
      assert.deepEqual(mixed.statuses, [CONNECTION_ERROR, CONNECTION_ERROR]);
      assert.match(mixed.warnings.join(), /mixed content.*https/);
    });
  });

  it('ends the request when it is closed while REQUESTING', async () => {
    const index = await page.call<number>('hold', { port, url: '/nothing?1' });
    assert.equal(await page.call('heldClose', index), DISCONNECTED);
    const asked = await page.call<number>('hold', { port, url: '/nothing?2' });
    await until('the request', () => (traffic.arrived.includes('/nothing?2') ? true : undefined));
    assert.equal(await page.call('heldClose', asked), DISCONNECTED);
    await goneFrom('/nothing?2');
    assert.deepEqual(await page.call('takeWarnings'), []);
  });

  it('ends the request when it is closed in BODY', async () => {
    const index = await page.call<number>('hold', { port, url: '/part?close' });
    assert.equal(await page.call('heldAnswer', index), BODY);
    assert.equal(await page.call('heldClose', index), DISCONNECTED);
    await goneFrom('/part?close');
    assert.deepEqual(await page.call('takeWarnings'), []);
  });

  it('leaves nothing behind when the page is left', async () => {
    await withPage({}, async (left) => {
      const index = await left.call<number>('hold', { port: portOf(left), url: '/part?left' });
      await left.call('heldAnswer', index);
      await left.page.goto('about:blank');
      await goneFrom('/part?left');
    });
  });

  it('stops the server while nobody reads, and goes on when somebody does', async () => {
    const index = await page.call<number>('hold', { port, url: '/flood' });
    assert.equal(await page.call('heldAnswer', index), BODY);
    // What the sockets and the browser itself keep is not ours to bound; that it ends is.
    for (let still = 0; still < 5;) {
      const before = traffic.flooded;
      await exchange({ url: '/hello' });
      still = traffic.flooded === before ? still + 1 : 0;
      assert.ok(before < 32 * MEGABYTE, `${before} bytes went out`);
    }
    const most = await page.call<number>('heldRead', index, 64 * MEGABYTE);
    // The room of an unread body, 4 MiB at most, and the piece that filled it.
    assert.ok(most <= 6 * MEGABYTE, `${most} bytes were there at once`);
    assert.ok(traffic.flooded > 64 * MEGABYTE);
    await page.call('heldClose', index);
    await goneFrom('/flood');
  });

  it('shows that a server is gone although nobody reads', async () => {
    const routes: http.RequestListener = (_request, response) => {
      response.writeHead(200, { 'Content-Length': 10 }).write('part', () => {
        setImmediate(() => response.destroy());
      });
    };
    await withPage({ routes }, async (lone) => {
      const index = await lone.call<number>('hold', { port: portOf(lone), url: '/breaks' });
      assert.equal(await lone.call('heldAnswer', index), BODY);
      // What came is to be read first.
      await lone.call('heldRead', index, 0);
      assert.equal(await lone.call('heldEnd', index), CONNECTION_ERROR);
      assert.match((await lone.call<string[]>('takeWarnings')).join(), /broke off before it was complete/);
    });
  });

  it('has let nothing escape that nobody caught', () => {
    assert.deepEqual(
      page.console.filter((line) => line.startsWith('uncaught')),
      [],
    );
  });

  it('tells a program that never returns to the browser that it waits in vain', async () => {
    const warnings = await page.call<string[]>('pollWithoutPause', port, '/nothing?busy');
    assert.equal(warnings.length, 1);
    assert.match(warnings[0]!, /^HTTPClient\.poll: .*once a frame/);
  });
});
