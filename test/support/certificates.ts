/**
 * Certificates for tests, made with `openssl` when a test first asks for them: an authority, and servers that are right or
 * wrong in one way each. All servers share one key. They are kept for other processes, until this module is built anew.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { X509Certificate } from '#src/godot/index.js';

/** A server's key and certificate, as PEM. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
}

/** For `localhost`, `127.0.0.1` and `::1`, unless said otherwise. */
export interface TestCertificates {
  /** The authority that issued the others, as PEM. */
  readonly authority: string;
  readonly servers: {
    readonly valid: Identity;
    readonly expired: Identity;
    readonly notYetValid: Identity;
    /** For `other.example` alone. */
    readonly wrongName: Identity;
    /** Signed by itself. */
    readonly selfSigned: Identity;
    /** Issued by another authority. */
    readonly unknownAuthority: Identity;
    /** Issued by an intermediate authority, which it comes with. */
    readonly chained: Identity;
    /** The same, without it. */
    readonly chainCut: Identity;
  };
  /** The intermediate authority, as PEM. */
  readonly intermediate: string;
  /** The key of all servers, protected by a password, as PEM. */
  readonly protectedKey: string;
  /** The authority's private key, which belongs to none of the servers. */
  readonly otherKey: string;
}

const NAMES = 'DNS:localhost,IP:127.0.0.1,IP:::1';
const PAST = '20200101000000Z';
const FUTURE = '20490101000000Z';

const settings = `[ca]
default_ca=default
[default]
new_certs_dir=.
database=index
default_md=sha256
policy=policy
copy_extensions=copy
unique_subject=no
rand_serial=yes
[policy]
commonName=supplied
[req]
distinguished_name=name
[name]
`;

let made: TestCertificates | null = null;

/** The certificates; the same each time. */
export function testCertificates(): TestCertificates {
  made ??= keptCertificates() ?? keep(makeCertificates());
  return made;
}

/** In the folder of what is built. */
const keptIn = fileURLToPath(new URL('../../test-certificates.json', import.meta.url));

function keptCertificates(): TestCertificates | null {
  try {
    const isOlder = statSync(keptIn).mtimeMs < statSync(fileURLToPath(import.meta.url)).mtimeMs;
    return isOlder ? null : (JSON.parse(readFileSync(keptIn, 'utf8')) as TestCertificates);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function keep(certificates: TestCertificates): TestCertificates {
  // Others may read at the same time: they see all of it or nothing.
  const unfinished = `${keptIn}.${process.pid}`;
  writeFileSync(unfinished, JSON.stringify(certificates), { mode: 0o600 });
  renameSync(unfinished, keptIn);
  return certificates;
}

/** The authority, or any other PEM, as what `TLSOptions` takes. */
export function chainOf(pem = testCertificates().authority): X509Certificate {
  const certificate = new X509Certificate();
  if (certificate.load_from_string(pem) !== 0) throw new Error('the certificate does not load');
  return certificate;
}

function makeCertificates(): TestCertificates {
  const folder = mkdtempSync(join(tmpdir(), 'tickwire-certificates-'));
  try {
    writeFileSync(join(folder, 'openssl.cnf'), settings);
    writeFileSync(join(folder, 'index'), '');
    return makeIn(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function makeIn(folder: string): TestCertificates {
  const openssl = (...args: readonly string[]): void => {
    const env = { ...process.env, OPENSSL_CONF: join(folder, 'openssl.cnf') };
    execFileSync('openssl', args, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] });
  };
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
  const makeKey = (name: string): void => {
    openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', `${name}.key`);
  };
  const request = (name: string, key: string, commonName: string, ...extensions: readonly string[]): void => {
    const added = extensions.flatMap((extension) => ['-addext', extension]);
    openssl('req', '-new', '-key', `${key}.key`, '-subj', `/CN=${commonName}`, '-out', `${name}.csr`, ...added);
  };
  const issue = (name: string, issuer: string, from = PAST, until = FUTURE): void => {
    const by = issuer === name ? ['-selfsign'] : ['-cert', `${issuer}.crt`];
    const dates = ['-startdate', from, '-enddate', until];
    openssl('ca', '-batch', '-notext', '-config', 'openssl.cnf', '-keyfile', `${keyOf(issuer)}.key`, ...by, ...dates, '-in', `${name}.csr`, '-out', `${name}.crt`); // prettier-ignore
  };
  const keyOf = (name: string): string => (['authority', 'stranger', 'intermediate'].includes(name) ? name : 'server');
  const isAuthority = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign'];

  for (const name of ['authority', 'stranger', 'intermediate', 'server']) makeKey(name);
  for (const name of ['authority', 'stranger', 'intermediate']) {
    request(name, name, `Test ${name}`, ...isAuthority);
    issue(name, name === 'intermediate' ? 'authority' : name);
  }
  const servers: readonly [name: string, issuer: string, from?: string, until?: string][] = [
    ['valid', 'authority'],
    ['expired', 'authority', PAST, '20200201000000Z'],
    ['notYetValid', 'authority', '20480101000000Z'],
    ['selfSigned', 'selfSigned'],
    ['unknownAuthority', 'stranger'],
    ['chained', 'intermediate'],
  ];
  for (const [name, issuer, from, until] of servers) {
    request(name, 'server', 'localhost', `subjectAltName=${NAMES}`);
    issue(name, issuer, from, until);
  }
  request('wrongName', 'server', 'other.example', 'subjectAltName=DNS:other.example');
  issue('wrongName', 'authority');
  openssl('pkcs8', '-topk8', '-in', 'server.key', '-passout', 'pass:secret', '-out', 'protected.key');

  const identity = (name: string, ...above: readonly string[]): Identity => ({
    key: read('server.key'),
    cert: [name, ...above].map((part) => read(`${part}.crt`)).join(''),
  });
  return {
    authority: read('authority.crt'),
    servers: {
      valid: identity('valid'),
      expired: identity('expired'),
      notYetValid: identity('notYetValid'),
      wrongName: identity('wrongName'),
      selfSigned: identity('selfSigned'),
      unknownAuthority: identity('unknownAuthority'),
      chained: identity('chained', 'intermediate'),
      chainCut: identity('chained'),
    },
    intermediate: read('intermediate.crt'),
    protectedKey: read('protected.key'),
    otherKey: read('authority.key'),
  };
}
