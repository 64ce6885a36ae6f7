/**
 * How the disk store writes things down: for each url a note with the heads of what is stored for it, for each response a
 * content that begins with the response's id, so that no two contents are the same and none passes for another's.
 */
import type { DiskEntry } from './disk.js';
import { headSize } from './store.js';
import type { StoredResponse } from './stored-response.js';

/** Raised when the format changes: what an older version wrote is then not found, and ages out. */
const FORMAT = 'tickwire:1:';
const HEADS = `${FORMAT}heads:`;
const BODY = `${FORMAT}body:`;

export const headsKey = (url: string): string => HEADS + url;
export const bodyKey = (id: string): string => BODY + id;

/** The url of a note's key, or null for another kind of entry. */
export function urlOfKey(key: string): string | null {
  return key.startsWith(HEADS) ? key.slice(HEADS.length) : null;
}

/** The id of a content's key, or null for another kind of entry. */
export function idOfKey(key: string): string | null {
  return key.startsWith(BODY) ? key.slice(BODY.length) : null;
}

/** A body as it is written. */
export function sealBody({ id }: StoredResponse, body: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(id, 'latin1'), body]);
}

/** A body as it was read; null when it is not that response's. */
export function unsealBody({ id, bodySize }: StoredResponse, content: Uint8Array): Uint8Array | null {
  const belongs = Buffer.from(content.subarray(0, id.length)).toString('latin1') === id;
  return belongs && content.length === id.length + bodySize ? content.subarray(id.length) : null;
}

/** The heads in a note. What is not one is left out: somebody else may have written there. */
export function headsOf(entry: DiskEntry | null): StoredResponse[] {
  const url = entry === null ? null : urlOfKey(entry.key);
  const heads = (entry?.metadata as { heads?: unknown } | null | undefined)?.heads;
  return Array.isArray(heads) ? heads.filter((head): head is StoredResponse => isHead(head) && head.url === url) : [];
}

/** Bytes on disk, roughly: cacache keeps a file for each note and two for each body. */
export function diskSize(head: StoredResponse): number {
  return headSize(head) + head.bodySize + 1024;
}

function isHead(value: unknown): value is StoredResponse {
  if (typeof value !== 'object' || value === null) return false;
  const head = value as Record<keyof StoredResponse, unknown>;
  return (
    [head.id, head.url, head.scope].every((text) => typeof text === 'string') &&
    [head.status, head.requestTime, head.responseTime, head.bodySize].every((number) => Number.isFinite(number)) &&
    isTexts(head.names) &&
    isTexts(head.values) &&
    head.names.length === head.values.length &&
    Array.isArray(head.selecting) &&
    head.selecting.every((pair) => isTexts(pair) || (Array.isArray(pair) && pair[1] === null))
  );
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}
