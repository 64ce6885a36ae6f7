/**
 * How the disk store writes things down: an entry for each url, with the heads of all that is stored for it, and a content
 * for each response, which begins with the response's id, so that no two contents are the same and none passes for another's.
 *
 * What is read is not trusted: a process may have been killed, a disk may be damaged, somebody else may have written there.
 */
import type { DiskEntry } from './disk.js';
import { headSize } from './store.js';
import type { StoredResponse } from './stored-response.js';

/** Raised when the format changes: what an older version wrote is then removed with the next sweep. */
const FORMAT = 'tickwire:2:';
const ANY_FORMAT = 'tickwire:';

/** What the file system gives out at least, for a file or a folder. */
const BLOCK = 4096;

/** A response, and which content is its body. */
export interface DiskRecord {
  readonly head: StoredResponse;
  readonly integrity: string;
}

/** Beside the entry's integrity, which is that of the first head. */
interface Metadata {
  readonly heads: readonly StoredResponse[];
  readonly others: readonly string[];
}

export const keyOf = (url: string): string => FORMAT + url;

/** The url of a key, or null for another kind of entry. */
export function urlOfKey(key: string): string | null {
  return key.startsWith(FORMAT) ? key.slice(FORMAT.length) : null;
}

/** Whether an entry is of another version. */
export function isOutdatedKey(key: string): boolean {
  return key.startsWith(ANY_FORMAT) && !key.startsWith(FORMAT);
}

/** What is noted of responses, the first of which has the entry's content. */
export function metadataOf(first: StoredResponse, others: readonly DiskRecord[]): Metadata {
  return {
    heads: [first, ...others.map(({ head }) => head)],
    others: others.map(({ integrity }) => integrity),
  };
}

/** What an entry says is stored. What cannot be is left out. */
export function recordsOf(entry: DiskEntry | null): DiskRecord[] {
  if (entry === null) return [];
  const url = urlOfKey(entry.key);
  const { heads, others } = (entry.metadata ?? {}) as Record<keyof Metadata, unknown>;
  if (!Array.isArray(heads) || !Array.isArray(others) || heads.length !== others.length + 1) return [];
  const integrities: unknown[] = [entry.integrity, ...(others as unknown[])];
  return heads
    .map((head: unknown, index) => ({ head, integrity: integrities[index] }))
    .filter((record): record is DiskRecord => isRecord(record.head, record.integrity, url));
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

/** Bytes on disk of what is stored for a url, roughly: a file for the entry and one for each body, most in folders of their own. */
export function diskSize(heads: readonly StoredResponse[]): number {
  let entry = 0;
  let bodies = 0;
  for (const head of heads) {
    entry += headSize(head);
    bodies += BLOCK + inBlocks(head.id.length + head.bodySize);
  }
  return BLOCK + inBlocks(entry) + bodies;
}

function inBlocks(size: number): number {
  return Math.ceil(size / BLOCK) * BLOCK;
}

function isRecord(head: unknown, integrity: unknown, url: string | null): boolean {
  if (typeof head !== 'object' || head === null) return false;
  const {
    id,
    url: own,
    scope,
    status,
    requestTime,
    responseTime,
    bodySize,
    names,
    values,
    selecting,
  } = head as Record<keyof StoredResponse, unknown>;
  return (
    typeof integrity === 'string' &&
    /^sha512-[A-Za-z\d+/]{86}==$/.test(integrity) &&
    typeof id === 'string' &&
    /^[\x21-\x7e]{1,100}$/.test(id) &&
    own === url &&
    typeof scope === 'string' &&
    isIntegerIn(status, 200, 999) &&
    isIntegerIn(bodySize, 0, Number.MAX_SAFE_INTEGER) &&
    Number.isFinite(requestTime) &&
    Number.isFinite(responseTime) &&
    isLines(names) &&
    isLines(values) &&
    names.length === values.length &&
    Array.isArray(selecting) &&
    selecting.every(isSelecting)
  );
}

function isIntegerIn(value: unknown, least: number, most: number): boolean {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
}

/** Texts that may stand in a head, each within its line. */
function isLines(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string' && !/[\r\n\0]/.test(text));
}

function isSelecting(pair: unknown): boolean {
  if (!Array.isArray(pair) || pair.length !== 2) return false;
  const [name, digest] = pair as unknown[];
  return typeof name === 'string' && (digest === null || typeof digest === 'string');
}
