/**
 * What is told of each hop of a request that records them: what went out, what came back, and over which connection.
 *
 * Plain data that travels in an event (HOP). Nothing of it is made for a request that does not ask.
 */
import type { HTTPStepTimings } from './timings.js';

/** The certificate that a server showed. */
export interface HTTPServerCertificate {
  /** Whose it is, such as `CN=example.com`, the parts joined by `, `. */
  readonly subject: string;
  /** Who issued it. */
  readonly issuer: string;
  /** The names and addresses that it is for, such as `DNS:example.com, IP Address:127.0.0.1`; `''` without any. */
  readonly subjectAltName: string;
  /** From when it holds, in milliseconds since 1970. */
  readonly validFrom: number;
  /** Until when it holds, in milliseconds since 1970. */
  readonly validTo: number;
  /** The SHA-256 digest of it: hexadecimal, in pairs with colons between. */
  readonly fingerprint256: string;
}

/** What TLS agreed on. */
export interface HTTPHopTLS {
  /** `TLSv1.2` or `TLSv1.3`. */
  readonly protocol: string;
  /** The cipher suite by its name in the standard, such as `TLS_AES_256_GCM_SHA384`. */
  readonly cipher: string;
  /** Whether an earlier session was resumed, with a shorter handshake. */
  readonly resumed: boolean;
  /** Null when the server showed none, as when a session is resumed: then it showed it before. */
  readonly certificate: HTTPServerCertificate | null;
  /**
   * The code of what speaks against the certificate, such as `CERT_HAS_EXPIRED`; null when it is in order. A request
   * that requires a verified certificate fails of it, one that does not goes on.
   */
  readonly problem: string | null;
}

/** The connection of a hop. */
export interface HTTPHopConnection {
  /** The address at the other end: the server's, or the proxy's. */
  readonly remoteAddress: string;
  /** The port at the other end. */
  readonly remotePort: number;
  /** The port at this end. */
  readonly localPort: number;
  /** `host:port` of the proxy between, or null. */
  readonly proxy: string | null;
  /** Whether an earlier request went over it. */
  readonly reused: boolean;
  /** Null without TLS. */
  readonly tls: HTTPHopTLS | null;
}

/** One hop: a request that went out, or was to go out, or was answered from the cache. */
export interface HTTPRequestHop {
  /** A redirect may change it. */
  readonly method: string;
  /** Absolute and normalized, without credentials and fragment. */
  readonly url: string;
  /** Whether the cache answered: then there is neither a connection nor a request's head. */
  readonly cached: boolean;
  /** Null until there is one. */
  readonly connection: HTTPHopConnection | null;
  /** The request's head as it was sent, lines with CRLF, credentials included; `''` while nothing was sent. */
  readonly requestHead: string;
  /** Bytes of the request's body. */
  readonly requestBodySize: number;
  /** The number from the wire; 0 while there is no response. */
  readonly status: number;
  /** The response's status line and fields, lines with CRLF; `''` while there is none. */
  readonly responseHead: string;
  /** Bytes of the response's body on the wire, once the hop is over. */
  readonly responseBodySize: number;
  /** Null while it is under way, and when the cache answered. */
  readonly timings: HTTPStepTimings | null;
}
