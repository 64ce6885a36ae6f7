/** The process in which one peer does one variant of a workload, seen from outside. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { PeerName } from '../peers/peer.js';
import type { Scale } from '../scale.js';
import type { Site } from '../server/site.js';
import type { Figures } from '../workload.js';

/** What the process is asked to do. */
export interface Task {
  readonly workload: string;
  /** Its place among the workload's variants. */
  readonly variant: number;
  readonly scale: Scale;
  readonly peer: PeerName;
  readonly site: Site;
}

/** How it answers. */
export type Answer = { readonly figures: Figures } | { readonly unable: string } | { readonly failed: string };

const program = fileURLToPath(new URL('./measure.js', import.meta.url));

/** No run takes as long: it hangs then. */
const DEADLINE_MS = 600_000;

/** How much of its last words is kept when it fails. */
const LAST_WORDS = 500;

export interface ProcessOptions {
  /** A folder to write the process's CPU profile into; null for none. */
  readonly profiles: string | null;
  /** Whether tickwire is the package that was put together, as users get it, or the checkout. */
  readonly packaged: boolean;
}

export async function runMeasured(task: Task, { profiles, packaged }: ProcessOptions): Promise<Answer> {
  const profiling = profiles === null ? [] : ['--cpu-prof', '--cpu-prof-dir', profiles];
  // See package.json's `exports`.
  const choosing = packaged ? ['--conditions=staged'] : [];
  const child = fork(program, [JSON.stringify(task)], {
    execArgv: [...choosing, ...profiling],
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  const killed = (): void => void child.kill('SIGKILL');
  process.once('exit', killed);
  const deadline = setTimeout(killed, DEADLINE_MS);
  try {
    return await answerOf(child);
  } finally {
    clearTimeout(deadline);
    process.off('exit', killed);
  }
}

async function answerOf(child: ChildProcess): Promise<Answer> {
  const answers: Answer[] = [];
  let words = '';
  child.once('message', (message) => answers.push(message as Answer));
  child.stderr!.setEncoding('utf8').on('data', (part: string) => (words = (words + part).slice(-LAST_WORDS)));
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return answers[0] ?? { failed: `ended with ${signal ?? `code ${code}`}: ${words.trim()}` };
}
