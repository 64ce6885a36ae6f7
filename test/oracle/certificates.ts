/**
 * The certificates of the TLS cases, made with openssl for each run (with short keys of elliptic curves, which is quick): an authority, and servers that are right, of
 * another name, expired, without a subjectAltName, and signed by nobody but themselves.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Certificates } from '../support/scripted-server.js';

const run = promisify(execFile);

const PAST = '20200101000000Z';
const FUTURE = '20490101000000Z';

const settings = `[ca]
default_ca=d
[d]
dir=.
database=index.txt
serial=serial
new_certs_dir=.
certificate=ca.crt
private_key=ca.key
default_md=sha256
policy=p
copy_extensions=copy
unique_subject=no
email_in_dn=no
[p]
commonName=supplied
`;

/** Key and certificate by name, as PEM; `ca` is the authority. */
export async function makeCertificates(): Promise<Certificates> {
  const folder = mkdtempSync(join(tmpdir(), 'tickwire-oracle-'));
  try {
    const openssl = (...args: readonly string[]): Promise<unknown> => run('openssl', args, { cwd: folder });
    const newKey = (name: string): string[] => [
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-keyout',
      `${name}.key`,
    ];
    const selfSigned = (name: string, subject: string, ...extensions: readonly string[]): Promise<unknown> => {
      const added = extensions.flatMap((extension) => ['-addext', extension]);
      return openssl(
        'req',
        '-x509',
        ...newKey(name),
        '-days',
        '3650',
        '-subj',
        subject,
        '-out',
        `${name}.crt`,
        ...added,
      );
    };
    const request = (name: string, host: string, names: string | null): Promise<unknown> => {
      const added = names === null ? [] : ['-addext', `subjectAltName=${names}`];
      return openssl('req', '-new', ...newKey(name), '-subj', `/CN=${host}`, '-out', `${name}.csr`, ...added);
    };
    const sign = (name: string, until: string): Promise<unknown> => {
      const dates = ['-startdate', PAST, '-enddate', until];
      return openssl(
        'ca',
        '-batch',
        '-notext',
        '-config',
        'ca.cnf',
        '-in',
        `${name}.csr`,
        '-out',
        `${name}.crt`,
        ...dates,
      );
    };
    writeFileSync(join(folder, 'index.txt'), '');
    writeFileSync(join(folder, 'serial'), '1000\n');
    writeFileSync(join(folder, 'ca.cnf'), settings);
    await Promise.all([
      selfSigned('ca', '/CN=Test CA', 'basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign'),
      selfSigned('selfsigned', '/CN=localhost', 'subjectAltName=DNS:localhost,IP:127.0.0.1'),
      request('localhost', 'localhost', 'DNS:localhost,IP:127.0.0.1'),
      request('wrong', 'wrong.example', 'DNS:wrong.example'),
      request('cnonly', 'localhost', null),
      request('expired', 'localhost', 'DNS:localhost'),
    ]);
    // One after the other: they share the serial number.
    await sign('localhost', FUTURE);
    await sign('wrong', FUTURE);
    await sign('cnonly', FUTURE);
    await sign('expired', '20200201000000Z');
    const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
    const names = ['ca', 'selfsigned', 'localhost', 'wrong', 'cnonly', 'expired'];
    return Object.fromEntries(names.map((name) => [name, { key: read(`${name}.key`), cert: read(`${name}.crt`) }]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
