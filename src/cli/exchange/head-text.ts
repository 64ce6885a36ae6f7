/**
 * Heads of requests and responses as text, lines with CRLF, and back. Pure.
 */
import { STATUS_CODES } from 'node:http';
import type { HeaderField, ResponseHead } from './exchange.js';

/** A request's head. @param target - The path with the query; for a proxy the whole address. */
export function requestHeadText(method: string, target: string, headers: readonly HeaderField[]): string {
  return headText(`${method} ${target} HTTP/1.1`, headers);
}

/** A response's head. */
export function responseHeadText({ status, headers }: ResponseHead): string {
  return headText(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`.trimEnd(), headers);
}

/** The lines of a head, without the empty one at its end. */
export function headLines(head: string): string[] {
  return head.split('\r\n').filter((line) => line !== '');
}

/** The fields of a head. */
export function headFields(head: string): HeaderField[] {
  return headLines(head).slice(1).map(parsedField);
}

/** A line `Name: value` as a field. */
export function parsedField(line: string): HeaderField {
  const colon = line.indexOf(':');
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
}

function headText(first: string, fields: readonly HeaderField[]): string {
  return [first, ...fields.map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n');
}
