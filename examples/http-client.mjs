// @ts-check
/**
 * The example of Godot's manual, ported: connects to a server, asks for a page, and prints what comes, polling once a
 * frame. The server is part of the program, so it runs anywhere: node examples/http-client.mjs
 */
import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { GodotError, HTTPClient, errorName } from 'tickwire/godot';

/** A page that comes in pieces, as pages of real servers do. */
async function startServer() {
  const server = createServer((request, response) => {
    response.setHeader('Content-Type', 'text/plain; charset=utf-8');
    response.write(`You asked for ${request.url} as ${request.headers['user-agent']}.\n`);
    setTimeout(() => response.end('This came a little later, and is the end.\n'), 50);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert(address !== null && typeof address === 'object');
  return { server, port: address.port };
}

/** The game's frames; a real game has its own. */
const processFrame = () => new Promise((resolve) => setTimeout(resolve, 1000 / 60));

/** @param {number} port */
async function main(port) {
  const http = new HTTPClient();

  let err = http.connect_to_host('127.0.0.1', port);
  assert(err === GodotError.OK, errorName(err));

  // Wait until the name is resolved and the connection stands.
  while (http.get_status() === HTTPClient.STATUS_CONNECTING || http.get_status() === HTTPClient.STATUS_RESOLVING) {
    http.poll();
    console.log('Connecting...');
    await processFrame();
  }
  assert(http.get_status() === HTTPClient.STATUS_CONNECTED, 'could not connect');

  const headers = ['User-Agent: Pirulo/1.0 (tickwire)', 'Accept: */*'];
  err = http.request(HTTPClient.METHOD_GET, '/ChangeLog-5.php', headers);
  assert(err === GodotError.OK, errorName(err));

  // Keep polling for as long as the request is being processed.
  while (http.get_status() === HTTPClient.STATUS_REQUESTING) {
    http.poll();
    console.log('Requesting...');
    await processFrame();
  }
  assert(http.get_status() === HTTPClient.STATUS_BODY || http.get_status() === HTTPClient.STATUS_CONNECTED);

  console.log('response?', http.has_response());
  if (!http.has_response()) return;

  console.log('code:', http.get_response_code());
  console.log('headers:');
  for (const [name, value] of Object.entries(http.get_response_headers_as_dictionary())) {
    console.log(`  ${name}: ${value}`);
  }
  if (http.is_response_chunked()) console.log('Response is chunked!');
  else console.log('Response length:', http.get_response_body_length());

  // Reading is the same for both.
  /** @type {Uint8Array[]} */
  const chunks = [];
  while (http.get_status() === HTTPClient.STATUS_BODY) {
    http.poll();
    const chunk = http.read_response_body_chunk();
    if (chunk.length === 0) await processFrame();
    else chunks.push(chunk);
  }
  assert(http.get_status() !== HTTPClient.STATUS_CONNECTION_ERROR, 'the body is not complete');

  const body = Buffer.concat(chunks);
  console.log('bytes got:', body.length);
  console.log(`text:\n${body.toString('utf8')}`);
  http.close();
}

const { server, port } = await startServer();
try {
  await main(port);
} finally {
  server.close();
}
