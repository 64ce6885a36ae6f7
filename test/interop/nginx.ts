/**
 * A real nginx for tests: its own folder, its own port, no privileges, and gone when the test is.
 *
 * Callers give the inside of one `server` block; everything around it (temporary folders, logs, the port) is made here.
 * Knows nothing of what is being tested.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { closedPort } from '../support/scripted-server.js';

/** What nginx is to serve. */
export interface NginxSite {
  /** Directives of the `server` block, `listen` and `root` excepted. */
  readonly server: string;
  /** Files under the document root, by their path. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  /** To speak TLS: PEM, and what `ssl_protocols` is to say. */
  readonly tls?: { readonly key: string; readonly cert: string; readonly protocols: string };
}

/** A running nginx. */
export interface Nginx {
  readonly host: string;
  readonly port: number;
  /** The folder of its files. */
  readonly root: string;
  /** What it wrote to its error log so far, for a test that fails. */
  errorLog(): string;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

/** Debian puts nginx where an ordinary user's PATH does not lead. */
export const searchPath = `${process.env.PATH ?? ''}:/usr/sbin:/usr/local/sbin`;

/** Another program may take the free port in the moment before nginx does. */
const ATTEMPTS = 5;

/** Connections that may wait to be accepted: nginx's own 511 are too few for a thousand that come at once. */
const BACKLOG = 4096;

/** Why there is no nginx here, or null when there is one. For the `skip` of a test. */
export function nginxMissing(): string | null {
  const { error } = spawnSync('nginx', ['-v'], { env: { ...process.env, PATH: searchPath } });
  return error === undefined ? null : 'nginx is not installed (on Debian: apt-get install nginx-light)';
}

/**
 * Starts nginx with the site, and resolves when it listens.
 *
 * @throws Error with nginx's own words when it does not accept the site.
 */
export async function startNginx(site: NginxSite): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'tickwire-nginx-'));
  try {
    for (const [name, content] of Object.entries(site.files)) writeInto(join(folder, 'root', name), content);
    for (let attempt = 1; ; attempt++) {
      const started = await attemptStart(folder, site);
      if (typeof started !== 'string') return started;
      if (attempt === ATTEMPTS || !started.includes('Address already in use')) throw new Error(started);
    }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** The running nginx, or what it said when it ended instead. */
async function attemptStart(folder: string, site: NginxSite): Promise<Nginx | string> {
  const port = await closedPort();
  const config = join(folder, 'nginx.conf');
  writeFileSync(config, configuration(folder, port, site));
  const child = spawn('nginx', ['-p', folder, '-c', config], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, PATH: searchPath },
  });
  const killed = (): void => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', killed);
  child.once('exit', () => process.off('exit', killed));
  const complaint = await listening(child);
  if (complaint !== null) return complaint;
  child.stderr.resume();
  return {
    host: '127.0.0.1',
    port,
    root: join(folder, 'root'),
    errorLog: () => readFileSync(join(folder, 'error.log'), 'utf8'),
    stop: async () => {
      await end(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Null once nginx has opened its port, which it does before it says which event method it uses; else its words. */
async function listening(child: ChildProcess): Promise<string | null> {
  let said = '';
  child.stderr!.setEncoding('utf8');
  for await (const part of child.stderr!.iterator({ destroyOnReturn: false })) {
    said += String(part);
    if (said.includes('event method')) return null;
  }
  return said;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

function writeInto(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

function tlsConfiguration(folder: string, { key, cert, protocols }: NonNullable<NginxSite['tls']>): string {
  writeInto(join(folder, 'server.key'), key);
  writeInto(join(folder, 'server.crt'), cert);
  return `
    ssl_certificate ${folder}/server.crt;
    ssl_certificate_key ${folder}/server.key;
    ssl_protocols ${protocols};
    ssl_ciphers DEFAULT@SECLEVEL=0;`;
}

function configuration(folder: string, port: number, { server, tls }: NginxSite): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `
daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log info;
error_log stderr notice;
events { worker_connections 4096; }
http {
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  access_log off;
  types { text/plain txt; application/json json; application/gzip gz; }
  default_type application/octet-stream;
  server {
    listen 127.0.0.1:${port} backlog=${BACKLOG}${tls === undefined ? '' : ' ssl'};${tls === undefined ? '' : tlsConfiguration(folder, tls)}
    root ${folder}/root;
    ${server}
  }
}
`;
}
