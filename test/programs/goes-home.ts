/**
 * A program that uses a client up to some point and then has nothing more to do: it must end by itself.
 *
 * Arguments: host, port, and where to stop: `connecting`, `requesting`, `closed` or `inline`.
 */
import { argv } from 'node:process';
import { HTTPClient, configureIo, set_logger } from 'tickwire/godot';

const [, , host = '', port = '', stop = ''] = argv;
set_logger(null);
if (stop === 'inline') configureIo({ ioThread: false });
const client = new HTTPClient();
client.connect_to_host(host, Number(port));

if (stop === 'inline') {
  const frame = setInterval(() => {
    client.poll();
    if (client.get_status() === HTTPClient.STATUS_CONNECTED) client.request(HTTPClient.METHOD_GET, '/', []);
    if (client.get_status() === HTTPClient.STATUS_REQUESTING) clearInterval(frame);
  }, 1);
} else if (stop !== 'connecting') {
  while (client.get_status() !== HTTPClient.STATUS_CONNECTED) client.poll();
  client.request(HTTPClient.METHOD_GET, '/', []);
  if (stop === 'closed') client.close();
}
