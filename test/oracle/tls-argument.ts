/**
 * Godot 3's arguments `use_ssl` and `verify_host` as Godot 4's third argument of `connect_to_host`.
 *
 * The trust store of a Godot 3 project is the chain given with each connection here.
 */
import { TLSOptions, X509Certificate } from '#src/godot/index.js';

/** @param trusted - PEM of the authority to trust, or null for the usual ones. */
export function tlsArgument(ssl: boolean, verify: boolean, trusted: string | null): TLSOptions | null {
  if (!ssl) return null;
  if (!verify) return TLSOptions.client_unsafe();
  if (trusted === null) return TLSOptions.client();
  const chain = new X509Certificate();
  chain.load_from_string(trusted);
  return TLSOptions.client(chain);
}
