/** HTTPClient against a real nginx: what a server in wide use really sends, each case in both ways of polling. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { HTTPClient } from 'tickwire/godot';
import { awaiting, connect, exchange, unyielding, type Exchange } from './drive.js';
import { nginxMissing, startNginx, type Nginx } from './nginx.js';

const MEGABYTE = 1 << 20;
const BIG = Buffer.alloc(20 * MEGABYTE, 'a body of twenty megabytes, in lines of odd length\n');
const TEXT = 'Line after line of text that compresses well.\n'.repeat(2000);
const PACKED = gzipSync(TEXT);

const site = {
  files: {
    'small.txt': 'small and static\n',
    'big.bin': BIG,
    'text.txt': TEXT,
    'zipped/text.txt': TEXT,
    'packed/text.txt': TEXT,
    'packed/text.txt.gz': PACKED,
    'slow/text.txt': TEXT,
    'included/text.txt': TEXT,
    'unframed/text.txt': TEXT,
    'uploads/.keep': '',
  },
  server: `
    client_max_body_size 1m;
    gzip_min_length 1;
    gzip_types text/plain;
    location /zipped/ { gzip on; }
    location /packed/ { gzip_static on; }
    location /slow/ { limit_rate 256k; }
    location /included/ { ssi on; ssi_types text/plain; }
    location /unframed/ { ssi on; ssi_types text/plain; chunked_transfer_encoding off; }
    location /thrice { keepalive_requests 3; return 200 "$connection_requests"; }
    location /brief { keepalive_timeout 50ms; return 200 "brief"; }
    location /nothing { return 204; }
    location /moved { return 301 /small.txt; }
    location /told { return 200 "$request_method $http_host $content_length $http_accept $http_user_agent"; }
    location /uploads/ { dav_methods PUT DELETE; create_full_put_path on; }
  `,
};

const reason = nginxMissing();
if (reason !== null) console.log(`skipped: ${reason}`);

describe('HTTPClient and nginx', { skip: reason ?? false }, () => {
  let nginx: Nginx;
  before(async () => {
    nginx = await startNginx(site);
  });
  after(() => nginx.stop());

  for (const drive of [awaiting, unyielding]) {
    describe(drive.name, () => {
      const { METHOD_GET, METHOD_HEAD, METHOD_POST, METHOD_PUT, METHOD_OPTIONS, METHOD_DELETE } = HTTPClient;
      const { STATUS_CONNECTED, STATUS_DISCONNECTED, STATUS_CONNECTION_ERROR } = HTTPClient;

      /** Connects a new client and lets go of it after the test. */
      async function withClient(use: (client: HTTPClient) => Promise<void>): Promise<void> {
        const client = new HTTPClient();
        try {
          await connect(drive, client, nginx.host, nginx.port);
          await use(client);
        } finally {
          client.close();
        }
      }

      const get = (client: HTTPClient, url: string, ...headers: string[]): Promise<Exchange> =>
        exchange(drive, client, METHOD_GET, url, headers);

      it('reads a small file', () =>
        withClient(async (client) => {
          const { code, body, length, chunked, headers, status } = await get(client, '/small.txt');
          assert.deepEqual([code, body.toString(), length], [200, 'small and static\n', 17]);
          assert.deepEqual([chunked, headers['Content-Type'], status], [false, 'text/plain', STATUS_CONNECTED]);
        }));

      it('connects by name', () =>
        withClient(async (client) => {
          await connect(drive, client, 'localhost', nginx.port);
          assert.equal((await get(client, '/small.txt')).code, 200);
        }));

      it('reads a file of 20 MB, whatever the chunk size', () =>
        withClient(async (client) => {
          for (const size of [65536, 16_777_216]) {
            client.read_chunk_size = size;
            const { body, length, status } = await get(client, '/big.bin');
            assert.equal(length, BIG.length);
            assert.ok(body.equals(BIG));
            assert.equal(status, STATUS_CONNECTED);
          }
        }));

      it('is told what every request carries', () =>
        withClient(async (client) => {
          const told = (await get(client, '/told')).body.toString();
          assert.match(told, new RegExp(`^GET ${nginx.host}:${nginx.port}  \\*/\\* tickwire/`));
        }));

      it('reads chunks, and goes on with the connection', () =>
        withClient(async (client) => {
          const { body, length, chunked, status } = await get(client, '/included/text.txt');
          assert.deepEqual([length, chunked, status], [-1, true, STATUS_CONNECTED]);
          assert.equal(body.toString(), TEXT);
          assert.equal((await get(client, '/small.txt')).code, 200);
        }));

      it('hands compressed bodies over as they came', () =>
        withClient(async (client) => {
          const squeezed = await get(client, '/zipped/text.txt', 'Accept-Encoding: gzip');
          assert.deepEqual([squeezed.chunked, squeezed.headers['Content-Encoding']], [true, 'gzip']);
          assert.equal(gunzipSync(squeezed.body).toString(), TEXT);
          const packed = await get(client, '/packed/text.txt', 'Accept-Encoding: gzip');
          assert.deepEqual([packed.chunked, packed.headers['Content-Encoding']], [false, 'gzip']);
          assert.ok(packed.body.equals(PACKED));
        }));

      it('reads a body that ends with the connection', () =>
        withClient(async (client) => {
          const { body, length, chunked, status } = await get(client, '/unframed/text.txt');
          assert.deepEqual([length, chunked, status], [-1, false, STATUS_DISCONNECTED]);
          assert.equal(body.toString(), TEXT);
        }));

      it('reads a body that comes slowly', () =>
        withClient(async (client) => {
          const { body, waits } = await get(client, '/slow/text.txt');
          assert.equal(body.toString(), TEXT);
          assert.ok(waits > 0);
        }));

      it('follows the server when it closes after three requests', () =>
        withClient(async (client) => {
          const answers = [await get(client, '/thrice'), await get(client, '/thrice'), await get(client, '/thrice')];
          assert.deepEqual(
            answers.map(({ body, status }) => [body.toString(), status]),
            [
              ['1', STATUS_CONNECTED],
              ['2', STATUS_CONNECTED],
              ['3', STATUS_DISCONNECTED],
            ],
          );
          await connect(drive, client, nginx.host, nginx.port);
          assert.equal((await get(client, '/thrice')).body.toString(), '1');
        }));

      it('notices that the server closed an idle connection, before a request is lost in it', () =>
        withClient(async (client) => {
          assert.equal((await get(client, '/brief')).status, STATUS_CONNECTED);
          await drive.until(client, () => client.get_status() !== STATUS_CONNECTED);
          assert.equal(client.get_status(), STATUS_CONNECTION_ERROR);
          assert.notEqual(client.request(METHOD_GET, '/small.txt', []), 0);
        }));

      it('takes answers without a body, one after the other', () =>
        withClient(async (client) => {
          const nothing = await get(client, '/nothing');
          assert.deepEqual([nothing.code, nothing.body.length, nothing.status], [204, 0, STATUS_CONNECTED]);
          const head = await exchange(drive, client, METHOD_HEAD, '/big.bin');
          assert.deepEqual([head.code, head.length, head.body.length], [200, BIG.length, 0]);
          const { ETag: tag } = (await get(client, '/small.txt')).headers;
          const unchanged = await get(client, '/small.txt', `If-None-Match: ${tag!}`);
          assert.deepEqual([unchanged.code, unchanged.body.length, unchanged.status], [304, 0, STATUS_CONNECTED]);
        }));

      it('shows a redirect and does not follow it', () =>
        withClient(async (client) => {
          const { code, headers, body, length } = await get(client, '/moved');
          assert.equal(code, HTTPClient.RESPONSE_MOVED_PERMANENTLY);
          assert.equal(headers.Location, `http://${nginx.host}:${nginx.port}/small.txt`);
          assert.equal(body.length, length);
        }));

      it('reads a part of a file', () =>
        withClient(async (client) => {
          const { code, headers, body } = await get(client, '/big.bin', 'Range: bytes=1000-1999');
          assert.deepEqual([code, headers['Content-Range']], [206, `bytes 1000-1999/${BIG.length}`]);
          assert.ok(body.equals(BIG.subarray(1000, 2000)));
        }));

      it('uploads a file, reads it back and deletes it', () =>
        withClient(async (client) => {
          const upload = BIG.subarray(0, 900_000);
          const path = `/uploads/${drive === awaiting ? 'awaiting' : 'unyielding'}.bin`;
          assert.equal((await exchange(drive, client, METHOD_PUT, path, [], upload)).code, 201);
          assert.ok((await get(client, path)).body.equals(upload));
          assert.equal((await exchange(drive, client, METHOD_DELETE, path)).code, 204);
          assert.equal((await get(client, path)).code, 404);
        }));

      it('skips the interim answer to Expect: 100-continue', () =>
        withClient(async (client) => {
          const headers = ['Expect: 100-continue'];
          const upload = BIG.subarray(0, 1000);
          const { code } = await exchange(drive, client, METHOD_PUT, '/uploads/expected.bin', headers, upload);
          assert.ok([201, 204].includes(code), String(code));
        }));

      it('hears that an upload is too large, though it is still being sent', () =>
        withClient(async (client) => {
          const { code, headers, status } = await exchange(drive, client, METHOD_POST, '/told', [], BIG);
          assert.deepEqual([code, headers.Connection, status], [413, 'close', STATUS_DISCONNECTED]);
          await connect(drive, client, nginx.host, nginx.port);
          assert.equal((await get(client, '/small.txt')).code, 200);
        }));

      it('takes a refused method for an answer like any other', () =>
        withClient(async (client) => {
          const { code, status } = await exchange(drive, client, METHOD_OPTIONS, '/small.txt');
          assert.deepEqual([code, status], [405, STATUS_CONNECTED]);
        }));

      it('sends two hundred requests on one connection', () =>
        withClient(async (client) => {
          for (let count = 0; count < 200; count++) {
            const { code, status } = await get(client, '/small.txt');
            assert.deepEqual([code, status], [200, STATUS_CONNECTED]);
          }
        }));
    });
  }
});
