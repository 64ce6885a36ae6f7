/**
 * Reads keys with Node's own parser. Messages never quote a key.
 */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { ParsedKey } from '../credentials.js';
import { GodotError } from '../error.js';
import type { Fault } from '../fault.js';

/** @param publicOnly - Whether to take the public half alone. */
export function parseKey(pem: string, publicOnly: boolean): ParsedKey | Fault {
  let key: KeyObject;
  try {
    key = publicOnly ? createPublicKey(pem) : createPrivateKey(pem);
  } catch {
    return keyFault(pem, publicOnly);
  }
  return {
    isPrivate: key.type === 'private',
    privatePem: () => key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicPem: () => (publicOnly ? key : createPublicKey(key)).export({ type: 'spki', format: 'pem' }).toString(),
  };
}

/** In PKCS#8 a protected key says so in its first line, in the older forms in a header (RFC 1421). */
const protectedMark = /^-----BEGIN ENCRYPTED |^Proc-Type: 4,ENCRYPTED/m;

function keyFault(pem: string, publicOnly: boolean): Fault {
  if (protectedMark.test(pem)) {
    const message = 'the key is protected by a password; decrypt it first (openssl pkey -in … -out …)';
    return { error: GodotError.ERR_UNAUTHORIZED, message };
  }
  const kind = publicOnly ? 'public' : 'private';
  return { error: GodotError.ERR_PARSE_ERROR, message: `there is no valid ${kind} key in PEM in it` };
}
