/**
 * A program that connects and closes many thousand times, and reports what is left of it, as JSON.
 *
 * Argument: the JSON of a CyclePlan.
 */
import { readdirSync } from 'node:fs';
import { argv } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { HTTPClient, StreamPeerTCP, StreamPeerTLS, TLSOptions, set_logger } from 'tickwire/godot';
import { sharedLink } from '#src/link/node.js';
import { collectGarbage } from '../support/garbage.js';

export interface CyclePlan {
  readonly port: number;
  readonly count: number;
  readonly tls: boolean;
}

export interface CycleReport {
  /** Streams the link still knows, before the first cycle and after the last. */
  readonly open: [number, number];
  /** Open files of the process, likewise; -1 where they cannot be counted. */
  readonly files: [number, number];
  /** Resident memory after a tenth of the cycles and after all, in bytes. */
  readonly resident: [number, number];
  /** Bytes of buffers that the program's thread still holds after a garbage collection. */
  readonly buffers: number;
  /** Cycles that got as far as a connection. */
  readonly connected: number;
}

const { port, count, tls } = JSON.parse(argv[2] ?? '') as CyclePlan;
set_logger(null);

/** Sockets that were closed disappear when the I/O thread has had its turn: asks until nothing changes any more. */
async function openFiles(): Promise<number> {
  if (process.platform !== 'linux') return -1;
  for (let last = -1; ;) {
    const now = readdirSync('/proc/self/fd').length;
    if (now === last) return now;
    last = now;
    await sleep(50);
  }
}

const client = new HTTPClient();
client.blocking_mode_enabled = true;
let connected = 0;

function cycle(i: number): void {
  if (i % 4 === 3) {
    // A StreamPeer instead, with or without waiting for it.
    const peer = new StreamPeerTCP();
    peer.connect_to_host('127.0.0.1', port);
    if (i % 8 === 3) while (peer.get_status() === StreamPeerTCP.STATUS_CONNECTING) peer.poll();
    if (tls && i % 8 === 3) {
      const secure = new StreamPeerTLS();
      secure.connect_to_stream(peer, 'localhost', TLSOptions.client_unsafe());
      secure.disconnect_from_stream();
    }
    peer.disconnect_from_host();
    return;
  }
  client.connect_to_host('127.0.0.1', port, tls ? TLSOptions.client_unsafe() : null);
  // Every other one is closed before it stands.
  if (i % 2 === 0) client.poll();
  if (client.get_status() === HTTPClient.STATUS_CONNECTED) connected++;
  client.close();
}

cycle(0);
const opened = sharedLink().open;
const files = await openFiles();
let resident = 0;
for (let i = 0; i < count; i++) {
  cycle(i);
  // A program has frames; without any pause it would only ever fill the queue between the threads.
  if (i % 100 === 99) await sleep(0);
  if (i === count / 10) {
    collectGarbage();
    resident = process.memoryUsage.rss();
  }
}
const filesAfter = await openFiles();
collectGarbage();
const memory = process.memoryUsage();
const report: CycleReport = {
  open: [opened, sharedLink().open],
  files: [files, filesAfter],
  resident: [resident, memory.rss],
  buffers: memory.arrayBuffers,
  connected,
};
console.log(JSON.stringify(report));
