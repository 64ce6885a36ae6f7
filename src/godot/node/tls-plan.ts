/**
 * From TLSOptions to what the I/O thread is told: texts and choices that can travel, complete and checked.
 *
 * Options that cannot work are a sentence instead.
 */
import { X509Certificate as ParsedCertificate, createPrivateKey } from 'node:crypto';
import type { TlsPlan, TlsServerPlan } from '../../link/index.js';
import type { TLSOptions } from '../tls-options.js';

/**
 * How a client connects to the server of a name.
 *
 * @param name - The name to expect, unless the options override it; the zone of an IPv6 address is left out.
 */
export function planTlsClient(options: TLSOptions, name: string): TlsPlan | string {
  if (options.is_server()) return 'the TLS options are for a server; use TLSOptions.client() or client_unsafe()';
  const trustedChain = options.get_trusted_ca_chain()?.save_to_string() ?? null;
  // An empty chain must not count as none: the usual authorities would be trusted then.
  if (trustedChain === '') return 'the trusted chain has no certificate in it; load one, or pass null';
  const unsafe = trustedChain === null ? 'none' : 'chain';
  const serverName = options.get_common_name_override() || name.replace(/%.*/s, '');
  return { serverName, trustedChain, verify: options.is_unsafe_client() ? unsafe : 'full' };
}

/** How a server shows itself. */
export function planTlsServer(options: TLSOptions): TlsServerPlan | string {
  const key = options.get_private_key();
  const certificate = options.get_own_certificate()?.save_to_string() ?? '';
  if (!options.is_server() || key === null) return 'the TLS options are for a client; use TLSOptions.server()';
  if (key.is_public_only()) return 'the key of the TLS options has no private half';
  if (certificate === '') return 'the certificate of the TLS options is empty; load one';
  const privateKey = key.save_to_string();
  if (!new ParsedCertificate(certificate).checkPrivateKey(createPrivateKey(privateKey))) {
    return 'the key and the certificate of the TLS options do not belong together';
  }
  return { privateKey, certificate };
}
