/**
 * The rules for going on with a download that was cut short (RFC 9110 sections 13.1.5 and 14).
 *
 * Bytes are appended only to bytes of the same representation: the part file's note holds the validator of the response
 * that it came from, and If-Range makes the server send everything anew when it no longer holds. Pure: no files here.
 */
import { fieldValue, type HeaderField, type ResponseHead } from '../exchange/exchange.js';

/** What is known of the representation that a part file is a part of. */
export interface PartNote {
  /** A strong entity tag, or the date of a Last-Modified that is as good as one, for If-Range; else null. */
  readonly validator: string | null;
  /** The size of the whole, or null when it was not told. */
  readonly size: number | null;
}

/** What a response means for the part file. */
export type Verdict =
  /** Its body continues the part. */
  | 'append'
  /** Its body is the whole: the part is to be thrown away first. */
  | 'start over'
  /** The part is the whole already. */
  | 'complete'
  /** It fits neither: ask for the whole. */
  | 'ask for all'
  /** It is no such file, but for instance an error page. */
  | 'nothing';

/** The note for a response that a part file begins with. */
export function noteOf(head: ResponseHead): PartNote {
  const length = fieldValue(head.headers, 'Content-Length');
  const size = head.status === 206 ? contentRange(head).size : length === null ? null : Number(length);
  return { validator: validatorOf(head), size: Number.isSafeInteger(size) ? size : null };
}

/** The fields that ask for what follows the first `have` bytes, or null when that could not be validated. */
export function resumeFields(have: number, note: PartNote | null): HeaderField[] | null {
  const validator = note?.validator ?? null;
  if (have === 0 || validator === null) return null;
  return [
    ['Range', `bytes=${have}-`],
    ['If-Range', validator],
  ];
}

/**
 * What a response means.
 *
 * @param have - The bytes of the part file, when {@link resumeFields} were sent; 0 when the whole was asked for.
 */
export function verdictOn(head: ResponseHead, have: number, note: PartNote | null): Verdict {
  if (head.status === 416) return have > 0 && contentRange(head).size === have ? 'complete' : 'ask for all';
  if (head.status < 200 || head.status > 299 || head.status === 204) return 'nothing';
  if (head.status !== 206) return 'start over';
  const { start, size } = contentRange(head);
  const [tag, noted] = [validatorOf(head), note?.validator ?? null];
  // Dates are left to the server, which saw If-Range.
  const sameTag = tag === null || noted === null || !isTag(noted) || tag === noted;
  const sameSize = size === null || size === (note?.size ?? size);
  return have > 0 && start === have && sameTag && sameSize ? 'append' : 'ask for all';
}

/** RFC 9110 section 14.4: `bytes 100-199/200`, with a star for a size or, with 416, a range that there is not. */
function contentRange(head: ResponseHead): { readonly start: number | null; readonly size: number | null } {
  const value = fieldValue(head.headers, 'Content-Range') ?? '';
  const [, start, size] = /^bytes\s+(?:(\d+)-\d+|\*)\/(\d+|\*)$/i.exec(value.trim()) ?? [];
  return { start: numberOf(start), size: numberOf(size) };
}

function numberOf(text: string | undefined): number | null {
  return text === undefined || text === '*' ? null : Number(text);
}

/** RFC 9110 section 13.1.5: a weak tag must not be used, and a date only when it is strong (section 8.8.2.2). */
function validatorOf(head: ResponseHead): string | null {
  const tag = fieldValue(head.headers, 'ETag')?.trim() ?? '';
  if (isTag(tag)) return tag;
  const modified = fieldValue(head.headers, 'Last-Modified');
  const age = Date.parse(fieldValue(head.headers, 'Date') ?? '') - Date.parse(modified ?? '');
  return modified !== null && age >= 1000 ? modified : null;
}

function isTag(text: string): boolean {
  return /^"[^"]*"$/.test(text);
}
