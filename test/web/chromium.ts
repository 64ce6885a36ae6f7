/**
 * Headless Chromium for tests: where it is, and how it is started.
 *
 * It keeps to loopback: what it would fetch for itself (updates, lists) is turned off. Each start has a profile of its own.
 * Starting it takes a second of processor time, so tests share one where they can.
 */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { after } from 'node:test';
import { chromium, type Browser } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const quiet = [
  '--no-sandbox',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** Where Chromium is; null when it is not on the `PATH`. */
export function findChromium(): string | null {
  for (const directory of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of names) {
      const path = join(directory, name);
      if (isExecutable(path)) return path;
    }
  }
  return null;
}

/** Why tests in a browser are skipped; null when they can run. */
export function browserMissing(): string | null {
  return findChromium() === null ? `no Chromium on the PATH (looked for ${names.join(', ')})` : null;
}

/**
 * Starts Chromium. It ends with `close()`, and with the process at the latest.
 *
 * @param switches - Further switches of its command line.
 */
export async function startChromium(switches: readonly string[] = []): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error(browserMissing()!);
  return chromium.launch({ executablePath, args: [...quiet, ...switches] });
}

const shared = new Map<string, Promise<Browser>>();

/**
 * The Chromium that tests of this process have in common: started for the first of them, closed after the last. Each opens
 * a context of its own, which shares nothing with the others.
 *
 * @param switches - As for {@link startChromium}; there is one Chromium for each choice.
 */
export function sharedChromium(switches: readonly string[] = []): Promise<Browser> {
  const choice = switches.join(' ');
  const browser = shared.get(choice) ?? startChromium(switches);
  shared.set(choice, browser);
  return browser;
}

after(async () => {
  for (const browser of shared.values()) await (await browser).close();
});

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
