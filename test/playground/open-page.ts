/**
 * The playground in Chromium, for tests: a page of its own for each, with its complaints recorded, and what a person does
 * there in words.
 */
import assert from 'node:assert/strict';
import { after } from 'node:test';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { startPlayground, type Playground } from '../../playground/server/playground.js';
import { browserMissing, sharedChromium } from '../web/chromium.js';

/** For `describe`: runs where there is a browser, and says why where there is none. */
export const whereChromiumIs = { skip: browserMissing() ?? false };

/** A phone that is as small as they are today. */
export const phone: BrowserContextOptions = { viewport: { width: 360, height: 740 }, hasTouch: true };

/** The page as a person sees it. */
export interface OpenPage {
  readonly page: Page;
  readonly playground: Playground;
  readonly form: Locator;
  readonly detail: Locator;
  readonly waterfall: Locator;
  sample(name: string): Promise<void>;
  choose(via: 'HTTPClient' | 'Steam'): Promise<void>;
  tab(name: 'Body' | 'Headers' | 'Code'): Promise<void>;
  /** The line that says what has come of the request that is looked at, once it is over. */
  verdict(): Promise<string>;
  /** What the browser's console got that the page is to blame for. */
  readonly complaints: readonly string[];
}

let shared: Promise<Playground> | undefined;

after(async () => (await shared)?.close());

/**
 * Opens the playground in a context of its own, which is closed after the call; the page must have had no complaints. All
 * tests of the process have the server and the browser in common.
 */
export async function openPlayground(
  use: (open: OpenPage) => Promise<void>,
  options: BrowserContextOptions = {},
): Promise<void> {
  const [playground, browser] = await Promise.all([(shared ??= startPlayground(0)), sharedChromium()]);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(15_000);
  try {
    const page = await context.newPage();
    const complaints = recordComplaints(page);
    await page.goto(playground.address);
    await use(asSeen(page, playground, complaints));
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
}

/** The page that is open, for what a person does there. */
export function asSeen(page: Page, playground: Playground, complaints: readonly string[]): OpenPage {
  const detail = page.locator('#detail');
  return {
    page,
    playground,
    form: page.locator('#request'),
    detail,
    waterfall: page.getByRole('listbox', { name: 'Requests' }),
    sample: (name) => page.getByRole('group', { name: 'Samples' }).getByRole('button', { name, exact: true }).click(),
    choose: (via) => page.getByLabel(via, { exact: true }).check(),
    tab: (name) => detail.getByRole('tab', { name }).click(),
    verdict: async () => {
      const over = detail.locator('.verdict:not([data-state=running])');
      await over.waitFor();
      return (await over.textContent()) ?? '';
    },
    complaints,
  };
}

/**
 * What the page itself is to blame for. The browser's own remarks on requests that failed are none of it: they are what
 * some samples are for.
 */
export function recordComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    const ofRequest = /^(Failed to load resource|Access to fetch at|Mixed Content:)/.test(message.text());
    if (message.type() !== 'log' && !ofRequest) complaints.push(`${message.type()}: ${message.text()}`);
  });
  return complaints;
}
