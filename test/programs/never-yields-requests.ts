/**
 * A program without a single await: sends requests, plain and streamed, calls run_callbacks until all are completed, and
 * prints what it heard as JSON.
 *
 * Arguments: url, and how many requests to make.
 */
import { argv } from 'node:process';
import { SteamHTTP } from 'tickwire/steam';

const [, , url = '', count = '1'] = argv;
const steam = new SteamHTTP({ proxy: null });
const bodies: string[] = [];
const streamed = new Map<number, string>();
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

steam.http_request_data_received.connect((handle, _context, offset, size) => {
  const part = textOf(steam.getHTTPStreamingResponseBodyData(handle, offset, size));
  streamed.set(handle, (streamed.get(handle) ?? '') + part);
});
steam.http_request_completed.connect((handle, _context, _success, _status, size) => {
  bodies.push(streamed.get(handle) ?? textOf(steam.getHTTPResponseBodyData(handle, size)));
});
for (let i = 0; i < Number(count); i++) {
  const handle = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_GET, `${url}${i}`);
  if (i % 2 === 0) steam.sendHTTPRequest(handle);
  else steam.sendHTTPRequestAndStreamResponse(handle);
}
while (bodies.length < Number(count)) steam.run_callbacks();
console.log(JSON.stringify(bodies));
