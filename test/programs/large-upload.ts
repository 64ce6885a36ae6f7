/**
 * A program that uploads one large body, and reports how much memory that took beyond the body itself, as JSON.
 *
 * Arguments: port, how many bytes, and PEM to trust (to use TLS).
 */
import { argv } from 'node:process';
import { HTTPClient, TLSOptions, X509Certificate } from 'tickwire/godot';

const [, , port = '', size = '', authority] = argv;

export interface UploadReport {
  readonly code: number;
  readonly answer: string;
  /** The most resident memory while it went on, beyond what there was with the body in place, in bytes. */
  readonly grown: number;
  /** What is left of the array that was given. */
  readonly left: number;
}

let tls: TLSOptions | null = null;
if (authority !== undefined) {
  const chain = new X509Certificate();
  chain.load_from_string(authority);
  tls = TLSOptions.client(chain);
}
const client = new HTTPClient();
client.blocking_mode_enabled = true;
client.connect_to_host('localhost', Number(port), tls);
while (client.get_status() !== HTTPClient.STATUS_CONNECTED) client.poll();

const body = new Uint8Array(Number(size)).fill(0x5a);
client.blocking_mode_enabled = false;
const before = process.memoryUsage.rss();
let most = before;
client.request_raw(HTTPClient.METHOD_PUT, '/', [], body);
while (client.get_status() === HTTPClient.STATUS_REQUESTING) {
  client.poll();
  most = Math.max(most, process.memoryUsage.rss());
  await new Promise((resolve) => setTimeout(resolve, 2));
}
let answer = '';
while (client.get_status() === HTTPClient.STATUS_BODY) {
  answer += Buffer.from(client.read_response_body_chunk()).toString();
}
const report: UploadReport = { code: client.get_response_code(), answer, grown: most - before, left: body.length };
console.log(JSON.stringify(report));
