/**
 * Makes many requests one after another, releases each, and prints how much memory is in use on the way, as JSON.
 *
 * Arguments: url, how many requests, and how many at a time.
 */
import { argv } from 'node:process';
import { SteamHTTP } from 'tickwire/steam';
import { collectGarbage } from '../support/garbage.js';

const [, , url = '', total = '0', inFlight = '1'] = argv;
const steam = new SteamHTTP({ proxy: null, cacheSize: 0, maxConnectionsPerOrigin: Number(inFlight) });

interface Sample {
  readonly completed: number;
  /** Bytes in use after a garbage collection: objects, and memory outside of the heap. */
  readonly heap: number;
  readonly outside: number;
}

let started = 0;
let completed = 0;
let failed = 0;

function start(): void {
  if (started === Number(total)) return;
  const handle = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_GET, `${url}/${started++}`);
  steam.setHTTPRequestHeaderValue(handle, 'X-Number', String(handle));
  steam.setHTTPRequestGetOrPostParameter(handle, 'n', String(handle));
  if (started % 50 === 0) steam.sendHTTPRequestAndStreamResponse(handle);
  else steam.sendHTTPRequest(handle);
}

steam.http_request_completed.connect((handle, _context, success, _status, size) => {
  if (!success) failed++;
  steam.getHTTPResponseBodyData(handle, size);
  steam.getHTTPResponseHeaders(handle);
  steam.releaseHTTPRequest(handle);
  completed++;
  start();
});

function sample(): Sample {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return { completed, heap: heapUsed, outside: external };
}

const samples: Sample[] = [];
for (let i = 0; i < Number(inFlight); i++) start();
for (let next = Number(total) / 5; completed < Number(total);) {
  await new Promise(setImmediate);
  steam.run_callbacks();
  if (completed < next) continue;
  samples.push(sample());
  next += Number(total) / 5;
}
console.log(JSON.stringify({ completed, failed, samples }));
steam.close();
