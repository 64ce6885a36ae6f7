/**
 * Why a TLS handshake failed, as a sentence a person can act on. OpenSSL's and Node's own codes are kept beside it.
 */
import type { Failure } from '../link/index.js';
import { tlsHidesDates } from '../link/node.js';

const unknownIssuer =
  'the authority that issued its certificate is not trusted here, or the server leaves out an intermediate certificate';

const unverified = tlsHidesDates
  ? `its certificate has expired or is not valid yet, or ${unknownIssuer}`
  : unknownIssuer;

const reasons: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet; is the clock of this machine right?',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed; trust it with TLSOptions.client(chain) if it is yours',
  SELF_SIGNED_CERT_IN_CHAIN:
    'its certificate comes from an authority that is not trusted here; trust it with TLSOptions.client(chain)',
  UNABLE_TO_GET_ISSUER_CERT: unknownIssuer,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownIssuer,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unverified,
  CERT_SIGNATURE_FAILURE: "its certificate's signature is wrong",
  CERT_REVOKED: 'its certificate was revoked',
  CERT_UNTRUSTED: 'its certificate is not trusted for this use',
  INVALID_CA: 'an authority in its chain may not issue certificates',
  INVALID_PURPOSE: 'its certificate is not one for servers',
  PATH_LENGTH_EXCEEDED: 'its certificate chain is longer than an authority in it allows',
  CERT_CHAIN_TOO_LONG: 'its certificate chain is too long',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS on this port, or a version older than 1.2',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak TLS on this port',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'it speaks no version of TLS from 1.2 on',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'it speaks no version of TLS from 1.2 on',
  ERR_SSL_VERSION_TOO_LOW: 'it speaks no version of TLS from 1.2 on',
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE:
    'it and this client have no cipher in common, or it wants a client certificate',
  'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE':
    'it and this client have no cipher in common, or it wants a client certificate',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'it wants a client certificate',
  ECONNRESET: 'it hung up during the handshake; does it speak TLS on this port?',
  EPIPE: 'it hung up during the handshake; does it speak TLS on this port?',
};

/** Codes that mean: the server's certificate was looked at and refused. */
export function isCertificateCode(code: string): boolean {
  return (
    code === 'ERR_TLS_CERT_ALTNAME_INVALID' || (!code.startsWith('ERR_') && code in reasons && !code.startsWith('E'))
  );
}

/** Describes a failed handshake with `host` at `place` (`host:port`). */
export function describeTlsFailure(error: NodeJS.ErrnoException & { reason?: string }, place: string): Failure {
  const code = error.code ?? 'ERR_TLS';
  const reason =
    code === 'ERR_TLS_CERT_ALTNAME_INVALID'
      ? `its certificate is for another name (${error.reason ?? error.message})`
      : (reasons[code] ?? error.message);
  return { code, message: `no TLS connection to ${place}: ${reason} (${code})` };
}
