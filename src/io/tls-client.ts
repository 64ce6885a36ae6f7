/**
 * The client's side of TLS: which versions, whom to trust, which name to expect, and sessions to resume.
 *
 * TLS 1.2 and 1.3 only. Revocation and pinning are not checked (as Godot documents).
 */
import {
  checkServerIdentity,
  connect,
  createSecureContext,
  type ConnectionOptions,
  type SecureContext,
  type TLSSocket,
} from 'node:tls';
import tls from 'node:tls';
import type { TlsPlan } from '../link/index.js';
import { BoundedMap } from './bounded-map.js';
import { readingOptions, stoppable, type ReadingOptions } from './tls-reading.js';

const pemBlock = /-----BEGIN [^]*?-----END [\w ]*-----/g;

/** Contexts are costly to make (a trust store is parsed) and few. */
const contexts = new BoundedMap<string, SecureContext>(32);

/** The last session of each server: a few hundred bytes to a few kilobytes each. */
const sessions = new BoundedMap<string, Buffer>(256);

type TlsRoute = ConnectionOptions & ReadingOptions;

/**
 * Begins a TLS handshake.
 *
 * @param plan - Whom to trust and which name to expect.
 * @param place - What identifies the server, for resuming sessions: `host:port`.
 * @param over - How to get there: a new TCP connection, or a socket that is already connected.
 */
export function startTls(plan: TlsPlan, place: string, over: TlsRoute): TLSSocket {
  const key = `${place} ${plan.verify} ${plan.serverName} ${plan.trustedChain ?? ''}`;
  const session = sessions.get(key);
  const options: TlsRoute & { allowHalfOpen: boolean } = readingOptions({
    ...over,
    allowHalfOpen: true,
    secureContext: contextFor(plan.trustedChain),
    servername: isName(plan.serverName) ? plan.serverName : '',
    rejectUnauthorized: plan.verify !== 'none',
    checkServerIdentity: (_host, certificate) =>
      plan.verify === 'full' ? checkServerIdentity(plan.serverName, certificate) : undefined,
    ...(session === undefined ? {} : { session }),
  });
  const socket = stoppable(connect(options));
  socket.on('session', (fresh: Buffer) => {
    sessions.set(key, fresh);
  });
  // A session the server no longer likes must not fail every later handshake too.
  socket.once('error', () => {
    sessions.delete(key);
  });
  return socket;
}

/** A server name goes out in clear text (SNI) and may only be a DNS name (RFC 6066 section 3). */
function isName(serverName: string): boolean {
  return serverName !== '' && !serverName.includes(':') && !/^[\d.]+$/.test(serverName);
}

function contextFor(trustedChain: string | null): SecureContext {
  const key = trustedChain ?? '';
  const known = contexts.get(key);
  if (known !== undefined) return known;
  // One by one: of a text with several certificates Node takes only the first.
  const ca = trustedChain === null ? systemTrust() : (trustedChain.match(pemBlock) ?? []);
  const context = createSecureContext({
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.3',
    ...(ca === undefined ? {} : { ca }),
    // Of a chain of one's own every certificate is trusted, not only those that are roots (as in Godot's mbedTLS).
    allowPartialTrustChain: trustedChain !== null,
  });
  contexts.set(key, context);
  return context;
}

/** Node's bundle and the system's store, where this Node can read it (22.15 and later); else Node's own default. */
function systemTrust(): string[] | undefined {
  const { getCACertificates } = tls as { getCACertificates?: (type: 'default' | 'system') => string[] };
  if (getCACertificates === undefined) return undefined;
  return [...new Set([...getCACertificates('default'), ...getCACertificates('system')])];
}
