/**
 * What downloads report to while they go on. How it looks is decided by who implements it: bars on a terminal, plain lines
 * elsewhere, nothing with --silent.
 */

/** All downloads of a command. */
export interface Progress {
  /** A download that begins now. */
  begin(name: string): FileProgress;
  /** A line of text, which must not tear the display. */
  line(text: string): void;
  /** Ends the display, with a line about all downloads, and gives the terminal back as it was. */
  end(): void;
}

/** One download. */
export interface FileProgress {
  /** The bytes that are there already and the size of the whole, null when it is not known. Again after a new start. */
  size(have: number, whole: number | null): void;
  /** More bytes came. Cheap enough for every chunk. */
  took(bytes: number): void;
  /** A word about a time in which nothing comes, such as `again in 2 s`. */
  waiting(word: string): void;
  /** It is over. @param outcome - A word or two such as `done`. */
  end(outcome: FileOutcome): void;
}

/** How a download ended. */
export type FileOutcome = 'done' | 'failed' | 'stopped' | 'there already';

/** For --silent: shows nothing. */
export const noProgress: Progress = {
  begin: () => ({ size: nothing, took: nothing, waiting: nothing, end: nothing }),
  line: nothing,
  end: nothing,
};

function nothing(): void {
  // --silent
}
