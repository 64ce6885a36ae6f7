/** What a page cannot do, and why: the browser does it for all pages alike, and lets none of them interfere. */
import type { HTTPOptions } from '../../steam/settings.js';
import type { PlatformRefusals } from '../../steam/platform.js';
import { forbiddenHeader } from '../forbidden-headers.js';

/** How many redirects browsers follow (Fetch standard, HTTP-redirect fetch). */
const REDIRECT_LIMIT = 20;

type OptionRule = (value: unknown) => string | null;

const unlessNull =
  (reason: string): OptionRule =>
  (value) =>
    value === null ? null : reason;

/** Options that have no effect in a browser, or another one. */
const options: Partial<Record<keyof HTTPOptions, OptionRule>> = {
  userAgent: () => 'userAgent has no effect in a browser, which names itself',
  maxRedirects: (value) => {
    if (value === REDIRECT_LIMIT) return null;
    return value === 0
      ? 'with maxRedirects: 0 a redirect fails in a browser, which does not show pages the redirecting response'
      : `maxRedirects has no effect in a browser, which follows ${REDIRECT_LIMIT} and lets no page choose; only 0 is kept to`;
  },
  proxy: (value) =>
    value === 'environment' ? null : "proxy has no effect in a browser, which goes by the user's own settings",
  trustedCA: unlessNull('trustedCA has no effect in a browser, which decides itself whom it trusts'),
  cacheDirectory: unlessNull('cacheDirectory has no effect in a browser, which keeps a cache of its own'),
  cacheSize: (value) =>
    value === 0
      ? null
      : 'cacheSize has no effect in a browser, which decides how much it keeps; only 0, no cache, is kept to',
};

export const refusals: PlatformRefusals = {
  cookieContainers:
    "there are no cookie containers in a browser: it keeps cookies itself, and sends those of the page's own origin",
  userAgentInfo: 'a browser names itself in User-Agent, and lets no page add to it',
  unverifiedCertificates: 'a browser verifies the certificate of every server, and lets no page do without',
  hopRecords: 'a browser does not show pages what goes over the wire',
  cacheClearing:
    "a page cannot clear the browser's cache; send Cache-Control: no-cache with a request that must be fresh",
  header: forbiddenHeader,
  option: (name, value) => options[name]?.(value) ?? null,
};
