/** What `npm run bench -- …` was asked to do. */
import { parseArgs } from 'node:util';
import { resolve } from 'node:path';
import { requireWhole, ROUNDS } from './coverage.js';
import { peerNames, type PeerName } from './peers/peer.js';
import type { Scale } from './scale.js';
import type { Workload } from './workload.js';
import { workloadNamed, workloads } from './workloads/index.js';

export const USAGE = `npm run bench -- [NAME…] [options]

Runs the workloads of those names, or all, with tickwire and its peers in turn.

  --rounds N       rounds of each (${ROUNDS})
  --quick          one round of next to nothing: shows that everything runs, and no figures worth reading
  --peer NAME      only this peer; may be given several times
  --json FILE      where to write the results (bench/results/DATE.json; a quick run's are not kept)
  --markdown FILE  writes the report there too
  --from FILE      takes the results that an earlier run wrote, and measures nothing
  --update-docs    puts the report into README.md and docs/performance.md
  --checkout       measures the code of the checkout, not the package that is made of it
  --profile DIR    writes CPU profiles of the measured processes there
  --list           tells the names of workloads and peers
  --help           tells this
`;

export interface Request {
  readonly workloads: readonly Workload[];
  readonly peers: readonly PeerName[];
  readonly rounds: number;
  readonly scale: Scale;
  readonly json: string | null;
  readonly markdown: string | null;
  readonly from: string | null;
  readonly updateDocs: boolean;
  readonly profiles: string | null;
  readonly packaged: boolean;
}

/** What to print instead of running anything. */
export interface Notice {
  readonly notice: string;
}

/**
 * Reads the arguments.
 *
 * @param folder - What the paths of files are relative to.
 * @throws Error that says what is wrong with them.
 */
export function readCommandLine(args: readonly string[], folder: string): Request | Notice {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      rounds: { type: 'string' },
      quick: { type: 'boolean' },
      peer: { type: 'string', multiple: true },
      json: { type: 'string' },
      markdown: { type: 'string' },
      from: { type: 'string' },
      'update-docs': { type: 'boolean' },
      profile: { type: 'string' },
      checkout: { type: 'boolean' },
      list: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) return { notice: USAGE };
  if (values.list === true) return { notice: listOfNames() };
  const path = (given: string | undefined): string | null => (given === undefined ? null : resolve(folder, given));
  const quick = values.quick === true;
  const request: Request = {
    workloads: positionals.length === 0 ? workloads : positionals.map(workloadNamed),
    peers: values.peer === undefined ? peerNames : values.peer.map(peerNamed),
    rounds: quick ? 1 : readRounds(values.rounds),
    scale: quick ? 'quick' : 'full',
    json: path(values.json),
    markdown: path(values.markdown),
    from: path(values.from),
    updateDocs: values['update-docs'] ?? false,
    profiles: path(values.profile),
    packaged: values.checkout !== true,
  };
  if (request.updateDocs && request.from === null) {
    requireWhole({ ...request, workloads: request.workloads.map(({ name }) => name) });
  }
  return request;
}

const listOfNames = (): string =>
  `workloads:\n${workloads.map(({ name, title }) => `  ${name.padEnd(20)}${title}\n`).join('')}peers: ${peerNames.join(', ')}\n`;

function peerNamed(name: string): PeerName {
  const found = peerNames.find((peer) => peer === name);
  if (found !== undefined) return found;
  throw new Error(`there is no peer "${name}"; known: ${peerNames.join(', ')}`);
}

function readRounds(text: string | undefined): number {
  const rounds = Number(text ?? ROUNDS);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds takes a whole number from 1, not "${text}"`);
  return rounds;
}
