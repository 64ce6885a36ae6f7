/** The options of an instance at one time, with what follows from them. */
import type { RequestOptions } from '../../link/index.js';
import { ProxyRules } from './proxies.js';

export interface Settings {
  readonly options: RequestOptions;
  readonly proxies: ProxyRules;
  /** Grows when the proxy or the trust store changes: what was connected before is of no use after. */
  readonly epoch: number;
}

/** Makes settings of options, which follow `former` ones or are the first. */
export function settingsOf(options: RequestOptions, former: Settings | null): Settings {
  const same =
    former !== null && former.options.proxy === options.proxy && former.options.trustedCA === options.trustedCA;
  return {
    options,
    proxies: same ? former.proxies : new ProxyRules(options.proxy, process.env),
    epoch: same ? former.epoch : (former?.epoch ?? 0) + 1,
  };
}
