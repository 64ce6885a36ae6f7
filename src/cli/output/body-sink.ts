/**
 * Where the body of a response goes with get and request: standard output, a file, or the object of --json.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { Complaint, fileComplaint } from '../complaint.js';
import { ExitCode } from '../exit-code.js';
import type { OutputLane } from './ordered-output.js';

/** Takes a response. Nothing is there before the first write. */
export interface BodySink {
  /** @throws Complaint when it cannot be taken. */
  write(bytes: Uint8Array): void;
  close(): void;
}

/** Standard output, where a terminal gets no binary bytes. */
export function outputSink(lane: OutputLane, terminal: boolean, asked: string): BodySink {
  return {
    write: (bytes) => {
      // What curl goes by: text has no NUL, and nearly everything else soon does.
      if (terminal && bytes.includes(0)) {
        const remedy = '-o FILE to save it, or a pipe to another program';
        throw new Complaint(asked, 'the body is binary and could garble the terminal', remedy, ExitCode.FILE);
      }
      lane.write(bytes);
    },
    close: () => {
      lane.end();
    },
  };
}

/** A file, which is replaced once there is something to write. */
export function fileSink(path: string, asked: string): BodySink {
  let descriptor: number | null = null;
  const guarded = (deed: () => void): void => {
    try {
      deed();
    } catch (error) {
      throw fileComplaint(asked, `${path} cannot be written`, error);
    }
  };
  return {
    write: (bytes) => {
      guarded(() => {
        descriptor ??= openSync(path, 'w');
        for (let offset = 0; offset < bytes.length;) offset += writeSync(descriptor, bytes, offset);
      });
    },
    close: () => {
      const open = descriptor;
      if (open !== null)
        guarded(() => {
          closeSync(open);
        });
      descriptor = null;
    },
  };
}

/** Keeps the body for the object of --json. */
export class KeptBody implements BodySink {
  readonly #chunks: Uint8Array[] = [];

  write(bytes: Uint8Array): void {
    this.#chunks.push(Uint8Array.from(bytes));
  }

  close(): void {
    // There is nothing to let go of.
  }

  /** The body so far. */
  bytes(): Uint8Array {
    return Buffer.concat(this.#chunks);
  }
}
