/**
 * `-d` and `--form`: what goes along with a request, read before anything is sent.
 */
import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { Complaint, fileComplaint } from '../complaint.js';
import type { HeaderField, RequestBody } from '../exchange/exchange.js';
import { ExitCode } from '../exit-code.js';

/** What was asked to be sent along. */
export interface BodyFlags {
  /** Each a text, `@file`, or `-` (as `@-`) for standard input; several are joined by `&`. */
  readonly data?: readonly string[];
  readonly form?: readonly HeaderField[];
}

const FORM_TYPE = 'application/x-www-form-urlencoded';

/** Whether there is anything to send. */
export function hasBody({ data = [], form = [] }: BodyFlags): boolean {
  return data.length > 0 || form.length > 0;
}

/** Form fields as a query or a body has them: percent-encoded, joined by `&`. */
export function encodedForm(fields: readonly HeaderField[]): string {
  const encode = (text: string): string =>
    encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return fields.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
}

/**
 * The body that the flags describe.
 *
 * @param type - The caller's own Content-Type, or null for that of a form.
 * @throws Complaint when a file cannot be read.
 */
export async function readBody(
  { data = [], form = [] }: BodyFlags,
  type: string | null,
  stdin: NodeJS.ReadableStream,
): Promise<RequestBody | null> {
  if (data.filter((part) => part === '-' || part === '@-').length > 1) {
    throw new Complaint('--data', 'standard input can be read only once', 'give one -d -', ExitCode.USAGE);
  }
  const parts: Uint8Array[] = [];
  for (const part of data) parts.push(await partBytes(part, stdin));
  if (form.length > 0) parts.push(Buffer.from(encodedForm(form)));
  if (parts.length === 0) return null;
  const joined = parts.flatMap((part, index) => (index === 0 ? [part] : [Buffer.from('&'), part]));
  return { type: type ?? FORM_TYPE, bytes: Uint8Array.from(joined.length === 1 ? joined[0]! : Buffer.concat(joined)) };
}

async function partBytes(part: string, stdin: NodeJS.ReadableStream): Promise<Uint8Array> {
  if (part === '-' || part === '@-') return buffer(stdin);
  if (!part.startsWith('@')) return Buffer.from(part);
  try {
    return readFileSync(part.slice(1));
  } catch (error) {
    throw fileComplaint(`--data ${part}`, 'the file cannot be read', error);
  }
}
