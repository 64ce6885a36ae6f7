/**
 * Reads X.509 certificates with Node's own parser, and gives them back as clean PEM.
 */
import { X509Certificate } from 'node:crypto';
import { GodotError } from '../error.js';
import type { Fault } from '../fault.js';
import { pemBlocks } from './pem.js';

const certificateLabels: ReadonlySet<string> = new Set(['CERTIFICATE', 'X509 CERTIFICATE']);

/** @param der - Whether content without PEM may be a single certificate in DER, one character for each byte. */
export function parseCertificates(content: string, der: boolean): { readonly pem: string } | Fault {
  const parsed =
    der && !content.includes('-----BEGIN ') ? parseOne(Buffer.from(content, 'latin1'), 'the file') : parsePem(content);
  return typeof parsed === 'string' ? { pem: parsed } : parsed;
}

function parsePem(text: string): string | Fault {
  const blocks = pemBlocks(text);
  if (typeof blocks === 'string') return { error: GodotError.ERR_PARSE_ERROR, message: blocks };
  const certificates = blocks.filter(({ label }) => certificateLabels.has(label));
  if (certificates.length === 0) {
    const message = 'there is no certificate in it: PEM text with a line "-----BEGIN CERTIFICATE-----" is needed';
    return { error: GodotError.ERR_PARSE_ERROR, message };
  }
  let pem = '';
  for (const [index, block] of certificates.entries()) {
    const parsed = parseOne(block.text, `certificate ${index + 1} of ${certificates.length}`);
    if (typeof parsed !== 'string') return parsed;
    pem += parsed;
  }
  return pem;
}

function parseOne(certificate: string | Buffer, what: string): string | Fault {
  try {
    return new X509Certificate(certificate).toString();
  } catch (error) {
    const message = `${what} is no valid X.509 certificate (${(error as Error).message})`;
    return { error: GodotError.ERR_PARSE_ERROR, message };
  }
}
