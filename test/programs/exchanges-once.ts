/**
 * A program without a single await: one request, in blocking mode or polling, and what happened as JSON. Then it has
 * nothing more to do, and must end by itself.
 *
 * Argument: the JSON of an ExchangePlan.
 */
import { argv, cpuUsage } from 'node:process';
import { HTTPClient, TLSOptions, X509Certificate, set_logger } from 'tickwire/godot';

export interface ExchangePlan {
  readonly host: string;
  readonly port: number;
  /** PEM to trust, to use TLS. */
  readonly authority?: string;
  readonly blocking: boolean;
  /** Bytes of memory to read the body into; without, each piece is in memory of its own. */
  readonly into?: number;
  /** Whether to close the client at the end. */
  readonly closes?: boolean;
}

export interface ExchangeReport {
  /** The statuses it went through. */
  readonly path: number[];
  /** How many polls each status but BODY took. */
  readonly polls: Record<number, number>;
  /** How long each piece of the body was. */
  readonly reads: number[];
  readonly code: number;
  /** What poll() returned last. */
  readonly error: number;
  /** While the answer was waited for: milliseconds on the clock, and of processor time of the whole process. */
  readonly waited: number;
  readonly worked: number;
  readonly warnings: string[];
}

const plan = JSON.parse(argv[2] ?? '') as ExchangePlan;
const warnings: string[] = [];
set_logger(({ message }) => warnings.push(message));

let tls: TLSOptions | null = null;
if (plan.authority !== undefined) {
  const chain = new X509Certificate();
  chain.load_from_string(plan.authority);
  tls = TLSOptions.client(chain);
}
const client = new HTTPClient();
client.blocking_mode_enabled = plan.blocking;

const path: number[] = [];
const polls: Record<number, number> = {};
let error = 0;

function pollWhile(...statuses: readonly number[]): void {
  for (let status: number = client.get_status(); statuses.includes(status); status = client.get_status()) {
    if (path.at(-1) !== status) path.push(status);
    polls[status] = (polls[status] ?? 0) + 1;
    error = client.poll();
  }
  path.push(client.get_status());
}

client.connect_to_host(plan.host, plan.port, tls);
pollWhile(HTTPClient.STATUS_RESOLVING, HTTPClient.STATUS_CONNECTING);

let waited = 0;
let worked = 0;
if (client.get_status() === HTTPClient.STATUS_CONNECTED) {
  client.request(HTTPClient.METHOD_GET, '/', []);
  const began = performance.now();
  const before = cpuUsage();
  pollWhile(HTTPClient.STATUS_REQUESTING);
  const { user, system } = cpuUsage(before);
  worked = (user + system) / 1000;
  waited = performance.now() - began;
}
const reads: number[] = [];
const memory = plan.into === undefined ? null : new Uint8Array(plan.into);
while (client.get_status() === HTTPClient.STATUS_BODY) {
  const { length } = client.read_response_body_chunk(memory);
  if (length > 0 || plan.blocking) reads.push(length);
}
path.push(client.get_status());
const report: ExchangeReport = {
  path,
  polls,
  reads,
  code: client.get_response_code(),
  error,
  waited,
  worked,
  warnings,
};
if (plan.closes === true) client.close();
console.log(JSON.stringify(report));
