/** TLSOptions, X509Certificate and CryptoKey: what they keep, what they refuse, and that a refusal changes nothing. */
import assert from 'node:assert/strict';
import { X509Certificate as Parsed } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { CryptoKey, GodotError, TLSOptions, X509Certificate, set_logger } from '#src/godot/index.js';
import { chainOf, testCertificates } from '../support/certificates.js';

const { authority, servers, protectedKey } = testCertificates();
const { OK, ERR_PARSE_ERROR, ERR_FILE_NOT_FOUND, ERR_FILE_BAD_PATH, ERR_UNCONFIGURED, ERR_UNAUTHORIZED } = GodotError;

const warnings: string[] = [];
let folder: string;

before(() => {
  set_logger(({ source, message }) => warnings.push(`${source}: ${message}`));
  folder = mkdtempSync(join(tmpdir(), 'tickwire-tls-'));
});
after(() => {
  set_logger(null);
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  warnings.length = 0;
});

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Checks that a call was refused with this error and one warning that matches. */
function assertRefused(error: GodotError, expected: GodotError, warning: RegExp): void {
  assert.equal(error, expected);
  assert.equal(warnings.length, 1);
  assert.match(warnings[0]!, warning);
  warnings.length = 0;
}

describe('TLSOptions', () => {
  it('keeps what a client was made with', () => {
    const chain = chainOf();
    const options = TLSOptions.client(chain, 'example.com');
    assert.equal(options.get_trusted_ca_chain(), chain);
    assert.equal(options.get_common_name_override(), 'example.com');
    assert.equal(options.get_own_certificate(), null);
    assert.equal(options.get_private_key(), null);
    assert.equal(options.is_server(), false);
    assert.equal(options.is_unsafe_client(), false);
  });

  it('needs nothing for a client', () => {
    const options = TLSOptions.client();
    assert.equal(options.get_trusted_ca_chain(), null);
    assert.equal(options.get_common_name_override(), '');
  });

  it('keeps what an unsafe client was made with', () => {
    const chain = chainOf();
    assert.equal(TLSOptions.client_unsafe(chain).get_trusted_ca_chain(), chain);
    assert.equal(TLSOptions.client_unsafe().get_trusted_ca_chain(), null);
    assert.equal(TLSOptions.client_unsafe().is_unsafe_client(), true);
    assert.equal(TLSOptions.client_unsafe().is_server(), false);
  });

  it('keeps what a server was made with', () => {
    const key = new CryptoKey();
    const certificate = chainOf();
    const options = TLSOptions.server(key, certificate);
    assert.equal(options.get_private_key(), key);
    assert.equal(options.get_own_certificate(), certificate);
    assert.equal(options.is_server(), true);
    assert.equal(options.is_unsafe_client(), false);
    assert.equal(options.get_trusted_ca_chain(), null);
  });

  it('throws for arguments of the wrong type, and names the parameter', () => {
    const wrong = (value: unknown): never => value as never;
    assert.throws(() => TLSOptions.client(wrong(authority)), /TLSOptions\.client: trusted_chain must be an X509Cert/);
    assert.throws(() => TLSOptions.client(null, wrong(1)), /common_name_override/);
    assert.throws(() => TLSOptions.client_unsafe(wrong({})), /trusted_chain/);
    assert.throws(() => TLSOptions.server(wrong(null), chainOf()), /key must be a CryptoKey/);
    assert.throws(() => TLSOptions.server(new CryptoKey(), wrong(null)), /certificate/);
  });
});

describe('X509Certificate', () => {
  const bundle = `# Two certificates\n${servers.valid.cert}between\n${authority}after\n`;

  it('loads one or several certificates from text, and gives them back', () => {
    const certificate = new X509Certificate();
    assert.equal(certificate.save_to_string(), '');
    assert.equal(certificate.load_from_string(authority), OK);
    assert.equal(new Parsed(certificate.save_to_string()).subject, 'CN=Test authority');
    assert.equal(certificate.load_from_string(bundle), OK);
    assert.equal(certificate.save_to_string().match(/-----BEGIN CERTIFICATE-----/g)?.length, 2);
    const again = chainOf(certificate.save_to_string());
    assert.equal(again.save_to_string(), certificate.save_to_string());
    assert.deepEqual(warnings, []);
  });

  it('takes line ends of any kind, and skips a key beside it', () => {
    const certificate = new X509Certificate();
    assert.equal(certificate.load_from_string(authority.replaceAll('\n', '\r\n')), OK);
    assert.equal(certificate.load_from_string(servers.valid.key + servers.valid.cert), OK);
    assert.doesNotMatch(certificate.save_to_string(), /PRIVATE/);
  });

  it('loads PEM and DER files, and saves PEM', () => {
    const certificate = new X509Certificate();
    assert.equal(certificate.load(file('bundle.crt', bundle)), OK);
    const path = join(folder, 'saved.crt');
    assert.equal(certificate.save(path), OK);
    assert.equal(readFileSync(path, 'utf8'), certificate.save_to_string());
    assert.equal(certificate.load(file('one.der', new Parsed(authority).raw)), OK);
    assert.equal(certificate.save_to_string(), chainOf().save_to_string());
  });

  const unparsable: Record<string, [string, RegExp]> = {
    'no certificate': ['hello', /no certificate/],
    nothing: ['', /no certificate/],
    'a key': [servers.valid.key, /no certificate/],
    'one cut short': [authority.slice(0, 200), /no matching END/],
    'one with a damaged body': [
      authority.replace(/\n.{20}/, '\nAAAAAAAAAAAAAAAAAAAA'),
      /certificate 1 of 1 is no valid/,
    ],
    'a damaged one after a good one': [
      authority + servers.valid.cert.replace(/\n.{20}/, '\n!!!!!!!!!!!!!!!!!!!!'),
      /certificate 2 of 2/,
    ],
    'a BEGIN line without end': ['-----BEGIN CERTIFICATE', /no matching END/],
  };
  for (const [what, [pem, reason]] of Object.entries(unparsable)) {
    it(`refuses text with ${what}, and keeps what it had`, () => {
      const certificate = chainOf();
      const before = certificate.save_to_string();
      assertRefused(certificate.load_from_string(pem), ERR_PARSE_ERROR, reason);
      assert.equal(certificate.save_to_string(), before);
      assertRefused(certificate.load(file('wrong.crt', pem)), ERR_PARSE_ERROR, /./);
      assert.equal(certificate.save_to_string(), before);
    });
  }

  it('tells what is wrong with a file, and with having nothing to save', () => {
    const certificate = new X509Certificate();
    assertRefused(certificate.load(join(folder, 'none.crt')), ERR_FILE_NOT_FOUND, /none\.crt/);
    assertRefused(certificate.load(folder), ERR_FILE_BAD_PATH, /cannot read/);
    assertRefused(certificate.load('\0'), ERR_FILE_BAD_PATH, /cannot read/);
    assertRefused(certificate.save(join(folder, 'empty.crt')), ERR_UNCONFIGURED, /no certificate/);
    certificate.load_from_string(authority);
    assertRefused(certificate.save(join(folder, 'no', 'folder.crt')), ERR_FILE_NOT_FOUND, /cannot write/);
    assert.throws(() => certificate.load(1 as unknown as string), TypeError);
    assert.throws(() => certificate.load_from_string(null as unknown as string), TypeError);
    assert.throws(() => certificate.save(undefined as unknown as string), TypeError);
  });
});

describe('CryptoKey', () => {
  it('is empty at first', () => {
    const key = new CryptoKey();
    assert.equal(key.is_public_only(), true);
    assert.equal(key.save_to_string(), '');
    assert.equal(key.save(join(folder, 'empty.key')), ERR_UNCONFIGURED);
    assert.equal(warnings.length, 2);
  });

  it('loads a private key, and gives it or its public half back', () => {
    const key = new CryptoKey();
    assert.equal(key.load_from_string(servers.valid.key), OK);
    assert.equal(key.is_public_only(), false);
    assert.match(key.save_to_string(), /^-----BEGIN PRIVATE KEY-----\n/);
    const publicPem = key.save_to_string(true);
    assert.match(publicPem, /^-----BEGIN PUBLIC KEY-----\n/);
    const half = new CryptoKey();
    assert.equal(half.load_from_string(publicPem, true), OK);
    assert.equal(half.is_public_only(), true);
    assert.equal(half.save_to_string(true), publicPem);
    assert.deepEqual(warnings, []);
    assert.equal(half.save_to_string(), '');
    assert.equal(warnings.length, 1);
  });

  it('takes the public half alone of a private key when told to', () => {
    const key = new CryptoKey();
    assert.equal(key.load_from_string(servers.valid.key, true), OK);
    assert.equal(key.is_public_only(), true);
    assert.equal(key.save_to_string(), '');
  });

  it('loads and saves files, a private key for its owner alone', () => {
    const key = new CryptoKey();
    assert.equal(key.load(file('server.key', servers.valid.key)), OK);
    const path = join(folder, 'saved.key');
    assert.equal(key.save(path), OK);
    assert.equal(readFileSync(path, 'utf8'), key.save_to_string());
    if (process.platform !== 'win32') assert.equal(statSync(path).mode & 0o077, 0);
    const pub = join(folder, 'saved.pub');
    assert.equal(key.save(pub, true), OK);
    assert.equal(new CryptoKey().load(pub, true), OK);
    assert.equal(new CryptoKey().load(pub), ERR_PARSE_ERROR);
  });

  it('refuses what is no such key, keeps what it had, and quotes nothing of it', () => {
    const key = new CryptoKey();
    key.load_from_string(servers.valid.key);
    const before = key.save_to_string();
    const publicPem = key.save_to_string(true);
    const refusals: [GodotError, RegExp, () => GodotError][] = [
      [ERR_PARSE_ERROR, /no valid private key/, () => key.load_from_string('hello')],
      [ERR_PARSE_ERROR, /no valid public key/, () => key.load_from_string('', true)],
      [ERR_PARSE_ERROR, /^[^\n]{0,120}$/, () => key.load_from_string(servers.valid.key.slice(0, 100))],
      [ERR_PARSE_ERROR, /private/, () => key.load_from_string(publicPem)],
      [ERR_UNAUTHORIZED, /password/, () => key.load_from_string(protectedKey)],
      [ERR_FILE_NOT_FOUND, /none\.key/, () => key.load(join(folder, 'none.key'))],
      [ERR_FILE_NOT_FOUND, /cannot write/, () => key.save(join(folder, 'no', 'folder.key'))],
    ];
    for (const [error, warning, refused] of refusals) {
      assertRefused(refused(), error, warning);
      assert.equal(key.save_to_string(), before);
      assert.equal(key.is_public_only(), false);
      // What succeeds in between lets the same warning be heard again.
      key.load_from_string(before);
    }
    assert.throws(() => key.load_from_string(1 as unknown as string), TypeError);
    assert.throws(() => key.load_from_string('', 'yes' as unknown as boolean), TypeError);
    assert.throws(() => key.load(null as unknown as string), TypeError);
    assert.throws(() => key.save('x', 1 as unknown as boolean), TypeError);
  });

  it(
    'tells that a file may not be read',
    { skip: process.getuid?.() === 0 ? 'root may read everything' : false },
    () => {
      const path = file('secret.key', servers.valid.key);
      chmodSync(path, 0);
      assertRefused(new CryptoKey().load(path), GodotError.ERR_FILE_NO_PERMISSION, /secret\.key/);
    },
  );
});
