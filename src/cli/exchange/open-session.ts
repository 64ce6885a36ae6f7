/**
 * From the options of the command line to a session: which fetcher, which limits. Only the interface that is asked for is
 * loaded.
 */
import { readFileSync } from 'node:fs';
import { Complaint, fileComplaint } from '../complaint.js';
import { ExitCode } from '../exit-code.js';
import type { RequestFlags } from '../options/request-options.js';
import type { Surroundings } from '../surroundings.js';
import type { Fetcher } from './fetcher.js';
import type { Gate } from './pump.js';
import { RateLimit } from './rate-limit.js';
import { RetryPolicy } from './retry.js';
import { Session, type SessionObserver } from './session.js';

/** What a session needs besides the options that all commands share. */
export interface SessionPlan {
  readonly flags: RequestFlags;
  readonly userAgent: string | null;
  readonly parallel: number;
  readonly gates: readonly Gate[];
  readonly observer: SessionObserver;
  /** Writes a warning of the library. */
  warn(line: string): void;
}

/** Opens a session. @throws Complaint when the file of --cacert cannot be read. */
export async function openSession(plan: SessionPlan, around: Surroundings): Promise<Session> {
  const { flags, userAgent, parallel, gates, observer, warn } = plan;
  const { clock, random, signal } = around;
  const limit =
    flags.limitRate === undefined
      ? null
      : new RateLimit(flags.limitRate, {
          now: () => clock.now(),
          rest: (ms) => around.rest(ms).catch(() => undefined),
        });
  return new Session({
    fetcher: await fetcherFor(flags, userAgent, parallel, warn, around),
    gates,
    limit,
    retry: new RetryPolicy(flags.retry, random),
    observer,
    signal,
    rest: (ms) => around.rest(ms),
  });
}

async function fetcherFor(
  flags: SessionPlan['flags'],
  userAgent: string | null,
  parallel: number,
  warn: (line: string) => void,
  { clock }: Surroundings,
): Promise<Fetcher> {
  const proxy = flags.proxy === undefined ? 'environment' : flags.proxy === 'none' ? null : flags.proxy;
  const trustedCA = flags.cacert === undefined ? null : certificates(flags.cacert);
  if (flags.interface === 'godot') {
    const fixed = proxy === 'environment' ? null : proxy;
    const { GodotFetcher } = await import('./godot-fetcher.js');
    return new GodotFetcher({ userAgent, proxy: fixed, trustedCA, warn }, clock);
  }
  const options = { userAgent, parallel, proxy, trustedCA, maxRedirects: flags.maxRedirs, warn };
  const recordsHops = flags.verbose === true || flags.har !== undefined;
  const caching = { cache: flags.cache ?? null, offline: flags.offline === true };
  const { SteamFetcher } = await import('./steam-fetcher.js');
  return new SteamFetcher({ ...options, ...caching, recordsHops }, clock);
}

function certificates(file: string): string {
  let pem: string;
  try {
    pem = readFileSync(file, 'utf8');
  } catch (error) {
    throw fileComplaint(`--cacert ${file}`, 'the certificates cannot be read', error);
  }
  if (pem.includes('-----BEGIN CERTIFICATE-----')) return pem;
  throw new Complaint(`--cacert ${file}`, 'there is no certificate in it', 'a file in PEM form', ExitCode.FILE);
}
