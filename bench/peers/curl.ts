/**
 * The program curl: one process for each call, with its own parallel mode where there is more than one request at a time.
 * Starting it, about 10 ms, is part of what it takes; its connections end with it.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { childProcesses, runProgram } from '../measuring/child-processes.js';
import { makeScratchFolder } from '../scratch-folder.js';
import { expectSize, expectSuccess } from './expectations.js';
import type { Gets, Peer, Server, Session, Upload } from './peer.js';
import { Unable, unable } from './unable.js';

/** The most that `--parallel-max` takes. */
const MOST_PARALLEL = 300;

/** One line for each transfer: the status, and how many bytes came. */
const REPORT = '%{http_code} %{size_download}\\n';

/** Not what the user's own settings say, and no proxy. */
function commonOptions({ authority }: Server): string[] {
  const options = ['--disable', '--silent', '--show-error', '--noproxy', '*', '--write-out', REPORT];
  return authority === null ? options : [...options, '--cacert', authority.file];
}

function parallelOptions(transfers: number): string[] {
  if (transfers > MOST_PARALLEL) throw new Unable(`makes at most ${MOST_PARALLEL} transfers at a time`);
  return transfers === 1 ? [] : ['--parallel', '--parallel-immediate', '--parallel-max', String(transfers)];
}

/** Runs curl for `count` transfers. */
async function run(server: Server, count: number, size: number | null, args: readonly string[]): Promise<void> {
  const lines = (await runProgram('curl', [...commonOptions(server), ...args])).trimEnd().split('\n');
  if (lines.length !== count) throw new Error(`curl reported ${lines.length} transfers of ${count}`);
  for (const line of lines) {
    const [status, received] = line.split(' ').map(Number);
    expectSuccess(status!);
    if (size !== null) expectSize(received!, size);
  }
}

/** curl counts up in the query, which makes one address many; nothing is kept of the bodies. */
const repeated = ({ origin }: Server, path: string, count: number): string[] => [
  '--output',
  '/dev/null',
  `${origin}${path}?[1-${count}]`,
];

async function get(server: Server, connections: number, { path, size, coded, total, atOnce }: Gets): Promise<void> {
  const parallel = parallelOptions(Math.min(connections, atOnce));
  // What it counts are the bytes on the wire, which for a coded body are not the size.
  const coding = coded ? ['--compressed'] : [];
  await run(server, total, coded ? null : size, [...parallel, ...coding, ...repeated(server, path, total)]);
}

function prepareUpload(server: Server, { path, size }: Upload): () => Promise<void> {
  const file = join(makeScratchFolder(size), 'body');
  writeFileSync(file, new Uint8Array(size).fill(1));
  const args = ['--upload-file', file, '--header', 'Expect:', '--output', '/dev/null', server.origin + path];
  return () => run(server, 1, 0, args);
}

function sessionOf(server: Server, connections: number): Session {
  return {
    gets: (plan) => get(server, connections, plan),
    hold: unable('ends with its transfers, and its connections with it'),
    downloads: ({ path, size, count }) =>
      run(server, count, size, [...parallelOptions(count), ...repeated(server, path, count)]),
    prepareUpload: (plan) => Promise.resolve(prepareUpload(server, plan)),
    startFrames: unable('is a program of its own, which has no thread in common with a game'),
    poll: unable('is a program of its own, which cannot be polled'),
  };
}

export const curl: Peer = {
  meter: childProcesses,
  open(server, { connections, cache }) {
    if (cache) throw new Unable('has no cache');
    return Promise.resolve(sessionOf(server, connections));
  },
};
