/** Collects garbage at once, for programs that measure memory. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

interface WithBun {
  readonly Bun?: { gc(synchronously: boolean): void };
}

const { Bun } = globalThis as WithBun;

/** Collects all garbage, and returns when that is done. */
export const collectGarbage = Bun === undefined ? collectorOfV8() : collectorOf(Bun);

function collectorOfV8(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

function collectorOf(bun: NonNullable<WithBun['Bun']>): () => void {
  return () => {
    bun.gc(true);
  };
}
