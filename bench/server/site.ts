/**
 * The server of all benchmarks: nginx with one worker on loopback, once without and once with TLS, its files in memory.
 *
 * Every client negotiates the same with it: TLS 1.3 with one cipher suite, and a certificate whose authority each is told
 * to trust.
 */
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { startNginx, type Nginx, type NginxSite } from '../../test/interop/nginx.js';
import { testCertificates } from '../../test/support/certificates.js';
import type { Server } from '../peers/peer.js';
import type { Scale } from '../scale.js';
import { makeScratchFolder } from '../scratch-folder.js';
import { cacheable, COUNTERS_PATH, json, large, MIB, part, small, SMALL_BODY, unhurried, upload } from './contents.js';
import { jsonDocument } from './json-document.js';

/** What measured processes are told. */
export interface Site {
  readonly plain: Server;
  readonly tls: Server;
  /** Bytes of the JSON document, decoded. */
  readonly jsonSize: number;
}

export interface RunningSite extends Site {
  stop(): Promise<void>;
}

const CIPHER_SUITE = 'TLS_AES_256_GCM_SHA384';

/** Starts it, and resolves when it listens. */
export async function startSite(scale: Scale): Promise<RunningSite> {
  const folder = makeScratchFolder(2 * large(scale).size);
  const { authority, servers } = testCertificates();
  const jsonSize = writeFiles(folder, scale, authority);
  const site = { server: directives(folder, scale), files: {} };
  const plain = await startNginx(site);
  const tls = await startNginx(overTls(site, servers.valid)).catch(async (error: unknown) => {
    await plain.stop();
    throw error;
  });
  return {
    plain: describe('http', plain, null),
    tls: describe('https', tls, { pem: authority, file: join(folder, 'authority.pem') }),
    jsonSize,
    stop: async () => {
      await Promise.all([plain.stop(), tls.stop()]);
    },
  };
}

const overTls = (site: NginxSite, { key, cert }: { key: string; cert: string }): NginxSite => ({
  ...site,
  server: `${site.server} ssl_conf_command Ciphersuites ${CIPHER_SUITE};`,
  tls: { key, cert, protocols: 'TLSv1.3' },
});

const describe = (scheme: string, { host, port }: Nginx, authority: Server['authority']): Server => ({
  origin: `${scheme}://${host}:${port}`,
  host,
  port,
  authority,
});

/** Gives the size of the JSON document. */
function writeFiles(folder: string, scale: Scale, authority: string): number {
  const document = Buffer.from(jsonDocument(json.about));
  for (const { path, size } of [large(scale), part(scale), unhurried]) writeLarge(folder + path, size);
  writeFileSync(folder + json.path, gzipSync(document));
  writeFileSync(join(folder, 'authority.pem'), authority);
  return document.length;
}

/** A megabyte at a time: the file may be larger than what this process should hold. */
function writeLarge(path: string, size: number): void {
  const block = Buffer.alloc(MIB, 'tickwire ');
  const file = openSync(path, 'w');
  for (let rest = size; rest > 0; rest -= MIB) writeSync(file, block, 0, Math.min(rest, MIB));
  closeSync(file);
}

/** An upload counts as received when nginx has passed it on, which it does once it has all of it, to itself. */
function directives(folder: string, scale: Scale): string {
  const received = upload(scale).size;
  return `
    sendfile on;
    tcp_nodelay on;
    keepalive_requests 1000000000;
    keepalive_timeout 600s;
    client_max_body_size 0;
    location / { root ${folder}; }
    location = ${small.path} { return 200 '${SMALL_BODY}'; }
    location = ${cacheable.path} { add_header Cache-Control max-age=600; return 200 '${SMALL_BODY}'; }
    location = ${unhurried.path} { root ${folder}; limit_rate ${unhurried.size}; }
    location = ${json.path} { root ${folder}; default_type application/json; add_header Content-Encoding gzip; }
    location = ${COUNTERS_PATH} { stub_status; }
    location = ${upload(scale).path} {
      client_body_buffer_size ${received + MIB};
      proxy_pass http://127.0.0.1:$server_port/received;
      proxy_pass_request_body off;
      proxy_set_header Content-Length '';
    }
    location = /received { return 204; }`;
}
