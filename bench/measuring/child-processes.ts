/**
 * Runs programs and reads what they cost, on Linux: processor time from what the kernel adds up for children that have
 * ended, memory from looking at them while they run.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import type { Meter } from './meter.js';

/** The unit of /proc/self/stat, in milliseconds: 1/100 s for every program on Linux (time(7), USER_HZ). */
const TICK = 10;
/** How often a running program's memory is looked at, in milliseconds. */
const LOOK = 10;

/** `cutime` and `cstime` are the 16th and 17th field, and the second, in parentheses, may contain blanks (proc(5)). */
const CHILD_TIMES = [13, 14] as const;

let peak: number | null = null;

/** What children cost that {@link runProgram} ran and that have ended. */
export const childProcesses: Meter = {
  spent() {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = CHILD_TIMES.reduce((sum, field) => sum + Number(fields[field]), 0);
    return { callerMs: null, processMs: ticks * TICK };
  },
  peakMemory: () => peak,
};

/**
 * Runs a program to its end and gives what it wrote to standard output.
 *
 * @throws Error with the program's own words when it fails or cannot be started.
 */
export async function runProgram(name: string, args: readonly string[]): Promise<string> {
  const child = spawn(name, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const looking = setInterval(() => {
    notePeak(child.pid);
  }, LOOK);
  try {
    const ended = once(child, 'close') as Promise<[code: number | null]>;
    const [output, complaint, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    if (code !== 0) throw new Error(`${name} ended with code ${code}: ${complaint.trim()}`);
    return output;
  } finally {
    clearInterval(looking);
  }
}

function notePeak(pid: number | undefined): void {
  const status = pid === undefined ? '' : readStatus(pid);
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? [];
  if (kilobytes !== undefined) peak = Math.max(peak ?? 0, Number(kilobytes) * 1024);
}

/** A process that has just ended has no status any more. */
function readStatus(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}
