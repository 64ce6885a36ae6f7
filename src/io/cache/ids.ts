/** Ids of stored responses: no two that were ever stored, by this process or another, have the same. */
import { randomUUID } from 'node:crypto';

const process = randomUUID();
let count = 0;

export function nextId(): string {
  return `${process}-${(++count).toString(36)}`;
}
