/** All workloads, in the order in which they run and are reported, and one by its name. */
import type { Workload } from '../workload.js';
import { cachedGets } from './cached-gets.js';
import { download } from './download.js';
import { firstRequest } from './first-request.js';
import { frameLoop } from './frame-loop.js';
import { growth } from './growth.js';
import { gzipJson } from './gzip-json.js';
import { idleConnections } from './idle-connections.js';
import { parallelDownloads } from './parallel-downloads.js';
import { polls } from './polls.js';
import { queuedGets } from './queued-gets.js';
import { smallGets } from './small-gets.js';
import { upload } from './upload.js';

export const workloads: readonly Workload[] = [
  frameLoop,
  smallGets,
  queuedGets,
  growth,
  download,
  parallelDownloads,
  upload,
  gzipJson,
  cachedGets,
  firstRequest,
  idleConnections,
  polls,
];

/** @throws Error that tells the names there are. */
export function workloadNamed(name: string): Workload {
  const found = workloads.find((workload) => workload.name === name);
  if (found !== undefined) return found;
  throw new Error(`there is no workload "${name}"; known: ${workloads.map((workload) => workload.name).join(', ')}`);
}
