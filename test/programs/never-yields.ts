/**
 * A program without a single await: connects, requests, reads, and prints what happened as JSON.
 *
 * Arguments: host, port, and how many requests to make on the connection.
 */
import { argv } from 'node:process';
import { HTTPClient, set_logger } from 'tickwire/godot';

const [, , host = '', port = '', count = '1'] = argv;
const warnings: string[] = [];
set_logger(({ message }) => warnings.push(message));

const client = new HTTPClient();
const path: number[] = [];
const bodies: string[] = [];

function pollWhile(...statuses: readonly number[]): void {
  while (statuses.includes(client.get_status())) {
    if (path.at(-1) !== client.get_status()) path.push(client.get_status());
    client.poll();
  }
  path.push(client.get_status());
}

client.connect_to_host(host, Number(port));
pollWhile(HTTPClient.STATUS_RESOLVING, HTTPClient.STATUS_CONNECTING);
for (let i = 0; i < Number(count) && client.get_status() === HTTPClient.STATUS_CONNECTED; i++) {
  client.request(HTTPClient.METHOD_POST, `/${i}`, [], 'body');
  pollWhile(HTTPClient.STATUS_REQUESTING);
  let body = '';
  while (client.get_status() === HTTPClient.STATUS_BODY) {
    client.poll();
    body += Buffer.from(client.read_response_body_chunk()).toString('latin1');
  }
  bodies.push(body);
}
path.push(client.get_status());
const code = client.get_response_code();
client.close();
console.log(JSON.stringify({ path, bodies, code, warnings }));
