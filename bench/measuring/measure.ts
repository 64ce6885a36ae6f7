/**
 * The process in which one peer does one variant of a workload: sends the figures to its parent and ends.
 *
 * Its argument is the task, as JSON. It loads no client but the one that is asked for.
 */
import { argv } from 'node:process';
import { asError } from '../peers/failure.js';
import type { Peer } from '../peers/peer.js';
import { peers } from '../peers/registry.js';
import { Unable } from '../peers/unable.js';
import { workloads } from '../workloads/index.js';
import type { Stage } from '../workload.js';
import type { Answer, Task } from './measured-process.js';
import { measure, thisProcess } from './meter.js';

function stageFor({ peer: name, site }: Task): Stage {
  const { load, importClient } = peers[name];
  // Loaded when it is first needed: where the client's import is measured, that must come before.
  let loaded: Peer | null = null;
  const peer = async (): Promise<Peer> => (loaded ??= await load());
  return {
    site,
    open: async (server, opening) => (await peer()).open(server, opening),
    measure: async (work) => measure(work, (await peer()).meter ?? thisProcess),
    async importClient() {
      const begun = performance.now();
      await importClient?.();
      const took = performance.now() - begun;
      await peer();
      return importClient === null ? null : took;
    },
  };
}

async function answerTo(task: Task): Promise<Answer> {
  const variant = workloads.find(({ name }) => name === task.workload)?.variants(task.scale)[task.variant];
  if (variant === undefined) return { failed: `there is no variant ${task.variant} of ${task.workload}` };
  try {
    return { figures: await variant.run(stageFor(task)) };
  } catch (error) {
    if (error instanceof Unable) return { unable: error.message };
    return { failed: asError(error).message };
  }
}

const answer = await answerTo(JSON.parse(argv[2]!) as Task);
process.send!(answer, () => process.exit(0));
