/**
 * What can be told of a TLS connection that stands: version, cipher and the server's certificate. For those who look at it;
 * nothing depends on it.
 */
import { checkServerIdentity, type CipherNameAndProtocol, type PeerCertificate, type TLSSocket } from 'node:tls';
import type { HTTPHopTLS, HTTPServerCertificate } from '../link/index.js';

/** The facts of a connection. @param host - The name that the certificate should be for. */
export function tlsFacts(socket: TLSSocket, host: string): HTTPHopTLS {
  // Not getPeerX509Certificate(): in Node 20 it takes the certificate away from whoever looks at it next, Node included.
  const certificate = socket.getPeerCertificate();
  return {
    protocol: socket.getProtocol() ?? '',
    cipher: cipherOf(socket),
    resumed: socket.isSessionReused(),
    certificate: isThere(certificate) ? certificateFacts(certificate) : null,
    problem: problemOf(socket, certificate, host),
  };
}

/** Bun has none of a server that it refuses. */
function cipherOf(socket: TLSSocket): string {
  const cipher = socket.getCipher() as CipherNameAndProtocol | undefined;
  return cipher?.standardName ?? '';
}

/** The socket tells what is wrong with the chain; whose it is was not looked at where nothing had to be verified. */
function problemOf(socket: TLSSocket, certificate: PeerCertificate, host: string): string | null {
  const error: unknown = socket.authorizationError;
  if (typeof error === 'string') return error;
  // Node's types have an Error here, its code the code of one.
  if (error instanceof Error) return (error as NodeJS.ErrnoException).code ?? error.message;
  if (!isThere(certificate)) return null;
  const wrongName: NodeJS.ErrnoException | undefined = checkServerIdentity(host, certificate);
  return wrongName?.code ?? null;
}

/** Of a server that showed none, Node has an empty object; Bun has null, also for one that it refuses. */
function isThere(certificate: Partial<PeerCertificate> | null): boolean {
  return certificate?.fingerprint256 !== undefined;
}

function certificateFacts(certificate: PeerCertificate): HTTPServerCertificate {
  const { subject, issuer, subjectaltname, valid_from, valid_to, fingerprint256 } = certificate;
  return {
    subject: nameText(subject),
    issuer: nameText(issuer),
    subjectAltName: subjectaltname ?? '',
    validFrom: Date.parse(valid_from),
    validTo: Date.parse(valid_to),
    fingerprint256,
  };
}

/** A part that stands in a name several times is a list. */
function nameText(name: object): string {
  const parts = Object.entries(name) as [string, string | readonly string[]][];
  return parts.flatMap(([part, value]) => [value].flat().map((text) => `${part}=${text}`)).join(', ');
}
