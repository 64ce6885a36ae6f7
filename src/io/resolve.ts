/**
 * Names to addresses, through the system's resolver (hosts file, mDNS, DNS as the machine is set up).
 *
 * All addresses of both families come back in the order in which to try them.
 */
import dns from 'node:dns';
import { isIP } from 'node:net';

/** One address a connection may go to. */
export interface Address {
  readonly address: string;
  readonly family: number;
}

/** Calls back with all addresses of a host, or with the resolver's error. An address literal resolves to itself. */
export function resolve(host: string, done: (error: NodeJS.ErrnoException | null, addresses: Address[]) => void): void {
  const family = isIP(host);
  if (family !== 0) {
    done(null, [{ address: host, family }]);
    return;
  }
  dns.lookup(host, { all: true, order: 'verbatim' }, (error, addresses) => {
    done(error, error === null ? interleaveFamilies(addresses) : []);
  });
}

/**
 * Alternates between the families, beginning with the one the resolver prefers, so that one dead family delays the other
 * by a single attempt (RFC 8305 section 4).
 */
export function interleaveFamilies(addresses: readonly Address[]): Address[] {
  const preferred = addresses[0]?.family;
  const first = addresses.filter(({ family }) => family === preferred);
  const second = addresses.filter(({ family }) => family !== preferred);
  const result: Address[] = [];
  for (let i = 0; i < Math.max(first.length, second.length); i++) {
    result.push(...first.slice(i, i + 1), ...second.slice(i, i + 1));
  }
  return result;
}
