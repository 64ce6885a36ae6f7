/** What the contract cases of the Steam interface are run with. */
import { until } from './driving.js';

/** What the server has seen of a case. */
export interface SiteState {
  /** `METHOD /path?query` of each request, in order. */
  readonly log: readonly string[];
  /** Requests that are neither answered nor broken off. */
  readonly open: number;
  /** Bytes of a flood that the network has taken. */
  readonly written: number;
  /** Names of the answers that wait. */
  readonly held: readonly string[];
}

export interface SteamEnvironment {
  /** Whether this is a browser. */
  readonly web: boolean;
  /** Where the server is, for this case alone: `http://…/~7`. */
  readonly url: string;
  /** An http url at which nobody listens. */
  readonly nobody: string;
  /** What was warned of during this case: `source: message`. */
  readonly warnings: readonly string[];
}

/** Looks into the case's scope at the server. */
export async function siteState({ url }: SteamEnvironment): Promise<SiteState> {
  return (await (await fetch(`${url}/control/state`)).json()) as SiteState;
}

/** Has the server act on an answer that it holds: `release`, `write` or `destroy`. */
export async function control(
  { url }: SteamEnvironment,
  action: 'release' | 'write' | 'destroy',
  name: string,
  text = '',
): Promise<void> {
  const query = new URLSearchParams({ name, text });
  await (await fetch(`${url}/control/${action}?${query.toString()}`)).text();
}

/** Waits until the server holds an answer under this name; polls the instance meanwhile. */
export async function untilHeld(
  environment: SteamEnvironment,
  steam: { run_callbacks: () => void },
  ...names: readonly string[]
): Promise<void> {
  await until(`the requests ${names.join(', ')} at the server`, async () => {
    steam.run_callbacks();
    const { held } = await siteState(environment);
    return names.every((name) => held.includes(name)) ? true : undefined;
  });
}
