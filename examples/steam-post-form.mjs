// @ts-check
/**
 * A form, as a web page sends it: parameters go into the body. And the same as JSON, with a body of one's own.
 *
 *     node examples/steam-post-form.mjs
 */
import { once } from 'node:events';
import http from 'node:http';
import { Steam } from 'tickwire/steam';

// A server that shows what it got.
const server = http.createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (part) => (body += part));
  request.on('end', () => {
    const { method, url, headers } = request;
    response.end(`${method} ${url}\n  Content-Type: ${headers['content-type']}\n  ${body}`);
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
const url = `http://127.0.0.1:${port}/scores`;

Steam.configureHTTP({ proxy: null });

const form = Steam.createHTTPRequest(Steam.HTTP_METHOD_POST, url);
Steam.setHTTPRequestGetOrPostParameter(form, 'player', 'Zoë');
Steam.setHTTPRequestGetOrPostParameter(form, 'level', 'The Old Mill');
Steam.setHTTPRequestGetOrPostParameter(form, 'score', '41200');

const json = Steam.createHTTPRequest(Steam.HTTP_METHOD_PUT, url);
Steam.setHTTPRequestRawPostBody(json, 'application/json', JSON.stringify({ player: 'Zoë', score: 41200 }));

// Whatever cannot be is refused at once: a request has parameters or a body, not both.
console.log('parameters beside a body:', Steam.setHTTPRequestGetOrPostParameter(json, 'score', '1'));

// A value of one's own tells the requests apart in the signal.
Steam.setHTTPRequestContextValue(form, 1);
Steam.setHTTPRequestContextValue(json, 2);
const pending = new Set([form, json]);
for (const handle of pending) Steam.sendHTTPRequest(handle);

Steam.http_request_completed.connect((handle, context, success, status, size) => {
  const answer = success
    ? Buffer.from(Steam.getHTTPResponseBodyData(handle, size)).toString()
    : Steam.getHTTPRequestError(handle)?.message;
  console.log(`\nrequest ${context}, status ${status}: the server got\n${answer}`);
  pending.delete(handle);
  Steam.releaseHTTPRequest(handle);
});

const frames = setInterval(() => {
  Steam.run_callbacks();
  if (pending.size > 0) return;
  clearInterval(frames);
  Steam.close();
  server.close();
}, 1000 / 60);
