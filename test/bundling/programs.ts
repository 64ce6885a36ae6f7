/** The programs that are bundled: written as a user would, for the package by its name. */

/** For a page: asks its own server with both interfaces, and leaves what came of it on `globalThis.outcome`. */
export const pageProgram = `
import { HTTPClient, Steam, set_logger, version } from 'tickwire';
import * as godot from 'tickwire/godot';
import * as steam from 'tickwire/steam';

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

async function askWithSteam(url) {
  const handle = Steam.createHTTPRequest(Steam.HTTP_METHOD_GET, url);
  Steam.sendHTTPRequest(handle);
  const { body_size, status_code } = await Steam.whenCompleted(handle);
  const body = new TextDecoder().decode(Steam.getHTTPResponseBodyData(handle, body_size));
  Steam.releaseHTTPRequest(handle);
  return { status: status_code, body };
}

async function askWithHTTPClient(host, port, path) {
  const client = new HTTPClient();
  client.connect_to_host(host, port);
  const polled = async (...statuses) => {
    while (statuses.includes(client.get_status())) {
      client.poll();
      await frame();
    }
  };
  await polled(HTTPClient.STATUS_RESOLVING, HTTPClient.STATUS_CONNECTING);
  client.request(HTTPClient.METHOD_GET, path, []);
  await polled(HTTPClient.STATUS_REQUESTING);
  const status = client.get_response_code();
  let body = '';
  while (client.get_status() === HTTPClient.STATUS_BODY) {
    client.poll();
    body += new TextDecoder().decode(client.read_response_body_chunk());
    await frame();
  }
  client.close();
  return { status, body };
}

const { origin, hostname, port } = location;
globalThis.outcome = Promise.all([askWithSteam(origin + '/hello'), askWithHTTPClient(hostname, Number(port), '/hello')])
  .then((answers) => ({
    answers,
    version,
    sameClasses: godot.HTTPClient === HTTPClient && steam.Steam === Steam && typeof set_logger === 'function',
  }));
`;

/** For Node: asks a server, with a cookie if it is given one, and prints what came of it as JSON. */
export const nodeProgram = `
import { HTTPClient, Steam, set_logger } from 'tickwire';

const warnings = [];
set_logger(({ source, message }) => warnings.push(source + ': ' + message));

async function main(url, cookie) {
  const client = new HTTPClient();
  client.blocking_mode_enabled = true;
  // Blocking mode can be had with the I/O thread alone.
  const threaded = client.blocking_mode_enabled;
  client.close();
  const handle = Steam.createHTTPRequest(Steam.HTTP_METHOD_GET, url);
  if (cookie !== undefined) {
    const container = Steam.createCookieContainer(true);
    Steam.setHTTPCookie(container, new URL(url).hostname, url, cookie);
    Steam.setHTTPRequestCookieContainer(handle, container);
  }
  Steam.sendHTTPRequest(handle);
  const { body_size, status_code } = await Steam.whenCompleted(handle);
  const body = new TextDecoder().decode(Steam.getHTTPResponseBodyData(handle, body_size));
  const error = Steam.getHTTPRequestError(handle)?.message ?? null;
  console.log(JSON.stringify({ threaded, status: status_code, body, error, warnings }));
}
void main(...process.argv.slice(2));
`;
