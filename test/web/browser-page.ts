/**
 * Pages in Chromium for tests: a server on loopback gives a page with the bundled test code, and the test's own routes;
 * the test calls functions of that code and gets their results as JSON.
 */
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { after, before } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { sharedChromium } from './chromium.js';
import { GLOBAL, bundlePage } from './page-bundle.js';

/** What a page is made of. */
export interface PageOptions {
  /** The compiled module whose exports can be called: `new URL('./my-page.js', import.meta.url)`. */
  readonly entry: URL;
  /** What the page's own origin answers beside the page: everything but `/` and `/entry.js`. */
  readonly routes?: http.RequestListener;
  /** A key and certificate in PEM: the page is served over https. The browser is told to accept it. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Further fields of the page's own response, such as a `Content-Security-Policy`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** An open page. */
export interface TestPage {
  /** Scheme, host and port of the page's server. */
  readonly origin: string;
  readonly page: Page;
  readonly context: BrowserContext;
  /** Calls a function that the entry exports, awaits it, and gives its result back, as JSON does. */
  call<Result>(name: string, ...args: readonly unknown[]): Promise<Result>;
  /** What the page has written to its console so far, one text for each line. */
  readonly console: readonly string[];
  close(): Promise<void>;
}

const html =
  '<!doctype html><meta charset="utf-8"><title>test</title><link rel="icon" href="data:,"><script src="/entry.js"></script>';

/**
 * Has a suite's tests use one page: opened before them, closed after them, whatever happens.
 *
 * @returns Gives the page, once the tests run.
 */
export function usePage(options: PageOptions, switches: readonly string[] = []): () => TestPage {
  let page: TestPage | undefined;
  before(async () => {
    page = await openPage(await sharedChromium(switches), options);
  });
  after(() => page?.close());
  return () => page!;
}

/** Serves a page and opens it, in a context (cookies, cache) of its own. */
export async function openPage(browser: Browser, options: PageOptions): Promise<TestPage> {
  const script = await bundlePage(options.entry);
  const server = await startPageServer(script, options);
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const page = await context.newPage();
  const lines: string[] = [];
  page.on('console', (message) => lines.push(message.text()));
  page.on('pageerror', (error) => lines.push(`uncaught: ${error.message}`));
  await page.goto(`${server.origin}/`);
  return {
    origin: server.origin,
    page,
    context,
    console: lines,
    call: <Result>(name: string, ...args: readonly unknown[]) =>
      page.evaluate(
        ([global, member, values]) =>
          (globalThis as unknown as Record<string, Record<string, (...args: unknown[]) => unknown>>)[global]![member]!(
            ...values,
          ),
        [GLOBAL, name, args] as const,
      ) as Promise<Result>,
    close: async () => {
      await context.close();
      await server.close();
    },
  };
}

interface PageServer {
  readonly origin: string;
  close(): Promise<void>;
}

async function startPageServer(script: string, { routes, tls, headers = {} }: PageOptions): Promise<PageServer> {
  const answer: http.RequestListener = (request, response) => {
    if (request.url === '/') response.writeHead(200, { 'Content-Type': 'text/html', ...headers }).end(html);
    else if (request.url === '/entry.js') response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(script);
    else if (routes !== undefined) routes(request, response);
    else response.writeHead(404).end();
  };
  const server = tls === undefined ? http.createServer(answer) : https.createServer(tls, answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
