/**
 * `NAME.part`: where a download's bytes go until all are there, with a note beside it (`NAME.part.json`) that says what it
 * is a part of. It gets its name in one step, and never over another file unless that was wanted.
 *
 * Writes are synchronous: while the disk is busy nothing is polled, so the sender is slowed down and memory stays small.
 */
import { closeSync, existsSync, fstatSync, ftruncateSync, linkSync, openSync, readFileSync } from 'node:fs';
import { renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import type { PartNote } from './resume.js';

/** The part file of one download. */
export class PartFile {
  readonly path: string;
  readonly #target: string;
  readonly #notePath: string;
  #descriptor: number | null = null;
  #size = 0;
  #note: PartNote | null = null;

  /** @param target - The path that the whole file is to have. */
  constructor(target: string) {
    this.#target = target;
    this.path = `${target}.part`;
    this.#notePath = `${this.path}.json`;
  }

  /** How many bytes are in it. */
  get size(): number {
    return this.#size;
  }

  /** What it is a part of, where that is known. */
  get note(): PartNote | null {
    return this.#note;
  }

  /** Whether there is one from an earlier run. */
  exists(): boolean {
    return existsSync(this.path);
  }

  /** Opens the one of an earlier run, to go on with it. */
  reopen(): void {
    this.#descriptor = openSync(this.path, 'r+');
    this.#size = fstatSync(this.#descriptor).size;
    this.#note = readNote(this.#notePath);
  }

  /** Begins anew, with nothing in it. */
  begin(note: PartNote): void {
    // "x": two commands that download the same name must not write into each other's file.
    this.#descriptor ??= openSync(this.path, 'wx');
    ftruncateSync(this.#descriptor);
    this.#size = 0;
    this.#note = note;
    writeFileSync(this.#notePath, `${JSON.stringify(note)}\n`);
  }

  /** Adds bytes at the end. */
  append(bytes: Uint8Array): void {
    if (this.#descriptor === null) throw new Error('a part file is written to before it was begun');
    for (let offset = 0; offset < bytes.length;) {
      const written = writeSync(this.#descriptor, bytes, offset, bytes.length - offset, this.#size);
      offset += written;
      this.#size += written;
    }
  }

  /**
   * Gives the whole file its name.
   *
   * @throws an EEXIST error when there is a file of that name and `overwrite` is false; the part file stays then.
   */
  complete(overwrite: boolean): void {
    this.#letGo();
    if (overwrite) renameSync(this.path, this.#target);
    else renameToNew(this.path, this.#target);
    rmSync(this.#notePath, { force: true });
  }

  /** Lets go of it; it stays on the disk unless nothing is in it. */
  close(): void {
    if (this.#letGo() && this.#size === 0) this.remove();
  }

  /** Removes it from the disk. */
  remove(): void {
    rmSync(this.path, { force: true });
    rmSync(this.#notePath, { force: true });
  }

  /** Whether there was anything to let go of. */
  #letGo(): boolean {
    if (this.#descriptor === null) return false;
    closeSync(this.#descriptor);
    this.#descriptor = null;
    return true;
  }
}

/** Renames, but fails when the new name is taken: rename(2) would replace that file silently. */
function renameToNew(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    // File systems without hard links can only look first.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST' || existsSync(to)) throw error;
    renameSync(from, to);
    return;
  }
  rmSync(from);
}

function readNote(path: string): PartNote | null {
  try {
    const note = JSON.parse(readFileSync(path, 'utf8')) as Partial<Record<keyof PartNote, unknown>>;
    const { validator, size } = note;
    return {
      validator: typeof validator === 'string' ? validator : null,
      size: typeof size === 'number' ? size : null,
    };
  } catch {
    // Without a note nothing can be validated, so the download begins anew.
    return null;
  }
}
