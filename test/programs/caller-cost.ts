/**
 * A program that connects some times, then downloads one body frame by frame, and reports what its own thread had to do
 * for that, and what the whole process did, in milliseconds of processor time, as JSON.
 *
 * Arguments: port, how many connections, and PEM to trust (to use TLS).
 */
import { readFileSync } from 'node:fs';
import { argv, cpuUsage, pid } from 'node:process';
import { HTTPClient, TLSOptions, X509Certificate } from 'tickwire/godot';

const [, , port = '', count = '', authority] = argv;

export interface Cost {
  readonly caller: number;
  readonly process: number;
}

export interface CostReport {
  readonly connecting: Cost;
  readonly downloading: Cost;
  readonly bytes: number;
}

/** Linux tells how long a thread has run: the first number, in nanoseconds (proc(5)). */
function now(): Cost {
  const [run = ''] = readFileSync(`/proc/self/task/${pid}/schedstat`, 'utf8').split(' ');
  const { user, system } = cpuUsage();
  return { caller: Number(run) / 1e6, process: (user + system) / 1e3 };
}

function since(before: Cost): Cost {
  const { caller, process } = now();
  return { caller: caller - before.caller, process: process - before.process };
}

let tls: TLSOptions | null = null;
if (authority !== undefined) {
  const chain = new X509Certificate();
  chain.load_from_string(authority);
  tls = TLSOptions.client(chain);
}
const client = new HTTPClient();
client.blocking_mode_enabled = true;

function connect(): void {
  client.connect_to_host('127.0.0.1', Number(port), tls);
  while (client.get_status() === HTTPClient.STATUS_CONNECTING) client.poll();
}

// The first time starts the thread and compiles everything.
for (let i = 0; i < 20; i++) connect();
let before = now();
for (let i = 0; i < Number(count); i++) connect();
const connecting = since(before);

client.request(HTTPClient.METHOD_GET, '/', []);
client.poll();
client.blocking_mode_enabled = false;
client.read_chunk_size = 1 << 20;
const frame = new Int32Array(new SharedArrayBuffer(4));
let bytes = 0;
before = now();
while (client.get_status() === HTTPClient.STATUS_BODY) {
  client.poll();
  for (;;) {
    const { length } = client.read_response_body_chunk();
    bytes += length;
    if (length === 0) break;
  }
  Atomics.wait(frame, 0, 0, 4);
}
const report: CostReport = { connecting, downloading: since(before), bytes };
client.close();
console.log(JSON.stringify(report));
