/**
 * Where a download goes: the name that an address suggests, and what `-o` makes of it.
 *
 * An address is somebody else's text. A name made of it is always one plain file name: no folders, no control characters,
 * nothing that a shell or a file system takes for something special.
 */
import { join } from 'node:path';

const NAMELESS = 'index.html';
/** Common file systems take 255 bytes; the endings of a part file are to fit in as well. */
const LONGEST_NAME = 240;
/** Names of devices on Windows, with any ending. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** The file name for an address: the last part of its path, or `index.html` when that is empty. */
export function nameFromUrl(address: string): string {
  const segment = new URL(address).pathname.split('/').at(-1) ?? '';
  const name = decoded(segment)
    .replace(/[\p{Cc}\p{Cf}/\\:*?"<>|]/gu, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  if (name === '') return NAMELESS;
  return shortened(DEVICE.test(name) ? `_${name}` : name);
}

/** The path of a download: what `-o` says, as a folder or as the file itself. */
export function targetPath(address: string, output: OutputPlace): string {
  return output.kind === 'file' ? output.path : join(output.path, nameFromUrl(address));
}

/** What `-o` said. */
export interface OutputPlace {
  readonly kind: 'file' | 'folder';
  readonly path: string;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Cut in the middle, so that the ending stays; never within a character. */
function shortened(name: string): string {
  if (Buffer.byteLength(name) <= LONGEST_NAME) return name;
  const characters = Array.from(name);
  const ending = /\.[A-Za-z0-9]{1,10}$/.exec(name)?.[0] ?? '';
  let kept = characters.slice(0, characters.length - ending.length);
  while (Buffer.byteLength(kept.join('') + ending) > LONGEST_NAME) kept = kept.slice(0, -1);
  return kept.join('') + ending;
}
