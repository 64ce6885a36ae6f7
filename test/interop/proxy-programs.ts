/**
 * Real HTTP proxies for tests, squid and tinyproxy: each in its own folder, on its own port, without privileges, and
 * gone when the test is. Knows nothing of what is being tested.
 */
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { closedPort } from '../support/scripted-server.js';

/** Whom the proxy lets through; null for everybody. */
export type Credentials = { readonly user: string; readonly password: string } | null;

/** A running proxy. */
export interface ProxyProgram {
  readonly port: number;
  stop(): Promise<void>;
}

/** A kind of proxy. */
export interface ProxyKind {
  readonly name: string;
  /** Why there is none here, or null when there is one. */
  missing(): string | null;
  /** Credentials it can be set up with: the harder the better. */
  readonly credentials: NonNullable<Credentials>;
  /** Starts one; resolves when it listens. */
  start(credentials: Credentials): Promise<ProxyProgram>;
}

/** Debian puts daemons where an ordinary user's PATH does not lead. */
const env = { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin:/usr/local/sbin` };

/** Another program may take the free port in the moment before the proxy does. */
const ATTEMPTS = 5;
const START_MS = 15_000;

const SQUID_AUTH = ['/usr/lib/squid/basic_ncsa_auth', '/usr/lib64/squid/basic_ncsa_auth'];

export const squid: ProxyKind = {
  name: 'squid',
  credentials: { user: 'player', password: 's:e@cret%20' },
  missing: () => {
    if (spawnSync('squid', ['-v'], { env }).error !== undefined) {
      return 'squid is not installed (on Debian: apt-get install squid)';
    }
    return SQUID_AUTH.some((path) => existsSync(path)) ? null : 'squid has no basic_ncsa_auth here';
  },
  start: (credentials) =>
    startProgram('squid', ['-N', '-f'], (folder, port) => {
      const rules = credentials === null ? 'http_access allow all' : authenticated(folder, credentials);
      return `
http_port 127.0.0.1:${port}
visible_hostname localhost
pid_filename ${folder}/squid.pid
cache_log ${folder}/log
access_log none
cache_store_log none
netdb_filename none
coredump_dir ${folder}
pinger_enable off
cache deny all
shutdown_lifetime 0 seconds
connect_timeout 5 seconds
${rules}
http_access deny all
`;
    }),
};

function authenticated(folder: string, { user, password }: NonNullable<Credentials>): string {
  const hash = execFileSync('openssl', ['passwd', '-apr1', password]).toString().trim();
  writeFileSync(join(folder, 'passwords'), `${user}:${hash}\n`);
  return `
auth_param basic program ${SQUID_AUTH.find((path) => existsSync(path)) ?? ''} ${folder}/passwords
auth_param basic realm test
acl known proxy_auth REQUIRED
http_access allow known`;
}

export const tinyproxy: ProxyKind = {
  name: 'tinyproxy',
  // Its configuration takes nothing but letters and digits.
  credentials: { user: 'player', password: 's3cret' },
  missing: () =>
    spawnSync('tinyproxy', ['-v'], { env }).error === undefined
      ? null
      : 'tinyproxy is not installed (on Debian: apt-get install tinyproxy)',
  start: (credentials) =>
    startProgram('tinyproxy', ['-d', '-c'], (folder, port) => {
      const rules = credentials === null ? '' : `BasicAuth ${credentials.user} ${credentials.password}`;
      return `
Port ${port}
Listen 127.0.0.1
Timeout 60
MaxClients 20
LogFile "${folder}/log"
PidFile "${folder}/pid"
${rules}
`;
    }),
};

async function startProgram(
  name: string,
  args: readonly string[],
  configure: (folder: string, port: number) => string,
): Promise<ProxyProgram> {
  for (let attempt = 1; ; attempt++) {
    const folder = mkdtempSync(join(tmpdir(), `tickwire-${name}-`));
    // Started by root they go on as another user, who must be able to write there.
    chmodSync(folder, 0o777);
    const port = await closedPort();
    const config = join(folder, 'config');
    writeFileSync(config, configure(folder, port));
    const child = spawn(name, [...args, config], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (data: Buffer) => (said += data.toString()));
    const killed = (): void => void child.kill('SIGKILL');
    process.once('exit', killed);
    child.once('exit', () => process.off('exit', killed));
    const stop = async (): Promise<void> => {
      await end(child);
      rmSync(folder, { recursive: true, force: true });
    };
    if (await listens(child, port)) return { port, stop };
    const log = existsSync(join(folder, 'log')) ? readFileSync(join(folder, 'log'), 'utf8') : said;
    await stop();
    if (attempt === ATTEMPTS) throw new Error(`${name} does not start: ${log}`);
  }
}

/** Whether the program accepts connections, before it ends or takes too long. */
async function listens(child: ChildProcess, port: number): Promise<boolean> {
  for (const deadline = performance.now() + START_MS; performance.now() < deadline;) {
    if (child.exitCode !== null || child.signalCode !== null) return false;
    const socket = connect(port, '127.0.0.1');
    const connected = await Promise.race([
      once(socket, 'connect').then(
        () => true,
        () => false,
      ),
      once(child, 'exit').then(() => false),
    ]);
    socket.destroy();
    if (connected) return true;
    // Neither of the programs tells when it is ready: ask again a little later.
    await sleep(20);
  }
  return false;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
