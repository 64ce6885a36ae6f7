/**
 * Starts and ends the process of the demo's server.
 *
 * A process and not a worker thread: the system then schedules it apart from the demo, its garbage collector cannot touch
 * the frame times, and it is as far away as a real server on this machine would be. The channel between the two is what
 * ends it: it closes with the demo, even when the demo is killed.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { DemoServerReady } from './demo-server.js';

const KILL_AFTER_MS = 2000;

/** A running demo server. */
export interface DemoServer {
  readonly port: number;
  /** Ends the process; resolves when it is gone. */
  stop(): Promise<void>;
}

/**
 * Starts the server.
 *
 * @param signal - Gives up while the process is still starting.
 * @throws Error with a sentence for the user when the process ends before it listens.
 */
export async function startDemoServer(signal: AbortSignal): Promise<DemoServer> {
  const child = fork(new URL('./demo-server.js', import.meta.url), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [],
  });
  try {
    return { port: await listeningPort(child, signal), stop: () => stop(child) };
  } catch (error) {
    await stop(child);
    throw error;
  }
}

async function listeningPort(child: ChildProcess, signal: AbortSignal): Promise<number> {
  const ended = new AbortController();
  const onExit = (code: number | null): void => {
    ended.abort(new Error(`the demo server ended before it was ready (exit code ${code ?? 'none'}); please report it`));
  };
  child.once('exit', onExit);
  try {
    const either = AbortSignal.any([signal, ended.signal]);
    const [message] = (await once(child, 'message', { signal: either })) as [DemoServerReady];
    return message.port;
  } catch (error) {
    ended.signal.throwIfAborted();
    throw error;
  } finally {
    child.off('exit', onExit);
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  const killer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
  if (child.connected) child.disconnect();
  await gone;
  clearTimeout(killer);
}
