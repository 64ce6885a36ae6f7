/**
 * How a body is best looked at, decided by its type and its first bytes. Pure.
 */
import { decodeText, isUtf16 } from './charset.js';
import { hexDump } from './hex-dump.js';
import { laidOutJson } from './json-layout.js';

/** What is shown of a body. `note` says what it is, and what was left out. */
export type Preview =
  | { readonly kind: 'empty'; readonly note: string }
  | { readonly kind: 'text' | 'json' | 'binary'; readonly text: string; readonly note: string }
  | { readonly kind: 'image'; readonly type: string; readonly note: string };

/** A body as far as it is there. */
export interface PreviewedBody {
  /** Its beginning, or all of it. */
  readonly bytes: Uint8Array;
  /** How long it is in all. */
  readonly size: number;
  /** The `Content-Type` header's value, or empty. */
  readonly contentType: string;
}

/** The most characters of a text and bytes of anything else that are shown. */
const MOST_TEXT = 100_000;
const MOST_HEX = 4096;

const imageBeginnings: readonly (readonly [type: string, beginning: RegExp])[] = [
  ['image/png', /^\x89PNG\r\n\x1a\n/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF....WEBP/s],
];

export function preview(body: PreviewedBody): Preview {
  if (body.size === 0) return { kind: 'empty', note: 'The body is empty.' };
  const image = imageType(body);
  if (image !== null && body.bytes.length === body.size) return { kind: 'image', type: image, note: image };
  if (image === null && isText(body)) return textPreview(body);
  return binaryPreview(body);
}

function textPreview(body: PreviewedBody): Preview {
  const { text, charset } = decodeText(body.bytes, body.contentType);
  const whole = body.bytes.length === body.size;
  const laidOut = whole && isJson(body) ? laidOutJson(text) : null;
  const shown = laidOut ?? text;
  return {
    kind: isJson(body) ? 'json' : 'text',
    text: shown.slice(0, MOST_TEXT),
    note: [
      laidOut === null ? 'Text' : 'JSON, laid out',
      charset,
      ...(shown.length > MOST_TEXT || !whole
        ? [`the first ${count(Math.min(shown.length, MOST_TEXT))} characters`]
        : []),
    ].join(', '),
  };
}

function binaryPreview({ bytes, size }: PreviewedBody): Preview {
  const shown = bytes.subarray(0, MOST_HEX);
  const note = shown.length < size ? `Bytes, the first ${count(shown.length)} of ${count(size)}` : 'Bytes';
  return { kind: 'binary', text: hexDump(shown), note };
}

function imageType({ bytes, contentType }: PreviewedBody): string | null {
  const type = bareType(contentType);
  if (type.startsWith('image/')) return type;
  if (type !== '' && type !== 'application/octet-stream') return null;
  const beginning = String.fromCharCode(...bytes.subarray(0, 16));
  return imageBeginnings.find(([, pattern]) => pattern.test(beginning))?.[0] ?? null;
}

function isText(body: PreviewedBody): boolean {
  const type = bareType(body.contentType);
  if (isJson(body) || /^text\/|[/+]xml$|^application\/(javascript|x-www-form-urlencoded)$/.test(type)) {
    return isUtf16(body.bytes, body.contentType) || !body.bytes.includes(0);
  }
  return type === '' && looksLikeText(body.bytes);
}

function isJson({ contentType }: PreviewedBody): boolean {
  return /[/+]json$/.test(bareType(contentType));
}

/** UTF-8 without control characters, as far as it goes. */
function looksLikeText(bytes: Uint8Array): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, MOST_HEX), { stream: true });
    return !/[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]/.test(text);
  } catch {
    return false;
  }
}

function bareType(contentType: string): string {
  return (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
