/**
 * What HTTPClient knows of the last response: its code, fields and declared length, and what follows its head.
 */
import type { ResponseHead } from '../http1/index.js';

/** The fields of a head: two lists of equal length. */
export type ReceivedFields = Pick<ResponseHead, 'names' | 'values'>;

export interface ReceivedResponse {
  readonly code: number;
  readonly head: ReceivedFields | null;
  readonly chunked: boolean;
  /** Declared length of the body in bytes, -1 when there is none. */
  readonly bodyLength: number;
  /** What follows the head: no body; one, if perhaps an empty one; or one that nothing but the connection's end ends. */
  readonly body: 'none' | 'announced' | 'until-close';
}

/** Before any response. */
export const noResponse: ReceivedResponse = { code: 0, head: null, chunked: false, bodyLength: -1, body: 'none' };

/** Fields as `Name: value`, in the order and casing received. */
export function headersAsList(head: ReceivedFields | null): string[] {
  return head === null ? [] : head.names.map((name, i) => `${name}: ${head.values[i] ?? ''}`);
}

/** Fields by name: the casing received first, values of repeated names (compared without case) joined by `"; "`. */
export function headersAsDictionary(head: ReceivedFields | null): Record<string, string> {
  const dictionary = Object.create(null) as Record<string, string>;
  const firstCasing = new Map<string, string>();
  head?.names.forEach((name, i) => {
    const value = head.values[i] ?? '';
    const key = firstCasing.get(name.toLowerCase());
    if (key === undefined) {
      firstCasing.set(name.toLowerCase(), name);
      dictionary[name] = value;
    } else {
      dictionary[key] = `${dictionary[key] ?? ''}; ${value}`;
    }
  });
  return dictionary;
}
