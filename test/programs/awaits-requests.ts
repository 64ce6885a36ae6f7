/**
 * A program that only awaits: it must stay alive until its request is complete, and end by itself afterwards.
 *
 * Arguments: url, and what to do: `plain`, `streamed`, `inline`, or `unawaited` (which must end at once).
 */
import { argv } from 'node:process';
import { SteamHTTP } from 'tickwire/steam';

const [, , url = '', how = ''] = argv;
const steam = new SteamHTTP({ proxy: null, ioThread: how !== 'inline' });
const handle = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_GET, url);
if (how === 'streamed') steam.sendHTTPRequestAndStreamResponse(handle);
else steam.sendHTTPRequest(handle);
if (how === 'unawaited') {
  console.log('sent');
} else {
  const { request_success, status_code, body_size } = await steam.whenCompleted(handle);
  console.log(JSON.stringify([request_success, status_code, body_size]));
}
