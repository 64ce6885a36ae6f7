/** The arguments of the proxy setters: what they mean, and that credentials never get into a sentence. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseProxyArgument } from '#src/godot/node/proxy-argument.js';

const basic = (credentials: string): string => `Basic ${Buffer.from(credentials).toString('base64')}`;

describe('the arguments of a proxy', () => {
  it('unset it with an empty host or port -1', () => {
    assert.equal(parseProxyArgument('', 3128), null);
    assert.equal(parseProxyArgument('proxy.example', -1), null);
    assert.equal(parseProxyArgument('', -1), null);
  });

  const usable: Record<string, [host: string, name: string, credentials: string | null]> = {
    'a name': ['proxy.example', 'proxy.example', null],
    'an address': ['10.0.0.1', '10.0.0.1', null],
    'an IPv6 address': ['[::1]', '::1', null],
    'a URL': ['http://proxy.example', 'proxy.example', null],
    credentials: ['user:secret@proxy.example', 'proxy.example', 'user:secret'],
    'credentials before an IPv6 address': ['user:secret@::1', '::1', 'user:secret'],
    'a user alone': ['user@proxy.example', 'proxy.example', 'user:'],
    'a password with @ and :': ['user:a@b:c@proxy.example', 'proxy.example', 'user:a@b:c'],
    'a password with %': ['user:100%25@proxy.example', 'proxy.example', 'user:100%25'],
    'an encoded password in a URL': ['http://user:a%40b%25@proxy.example', 'proxy.example', 'user:a@b%'],
    'credentials that are not ASCII': ['jürgen:größe@proxy.example', 'proxy.example', 'jürgen:größe'],
  };
  for (const [what, [host, name, credentials]] of Object.entries(usable)) {
    it(`may be ${what}`, () => {
      const authorization = credentials === null ? null : basic(credentials);
      assert.deepEqual(parseProxyArgument(host, 3128), { host: name, port: 3128, authorization });
    });
  }

  const wrong: Record<string, [host: string, port: number]> = {
    'TLS to the proxy': ['https://proxy.example', 3128],
    'a path': ['user:secret@proxy.example/path', 3128],
    'a blank': ['user:secret@proxy example', 3128],
    'no host': ['user:secret@', 3128],
    'a port above 65535': ['user:secret@proxy.example', 65536],
    'port 0': ['proxy.example', 0],
    'a fraction': ['proxy.example', 1.5],
    'a line end in the credentials': ['user:secret\r\nX: y@proxy.example', 3128],
    'a broken escape': ['http://user:secret%@proxy.example', 3128],
    'an escaped line end': ['http://user:secret%0d%0a@proxy.example', 3128],
  };
  for (const [what, [host, port]] of Object.entries(wrong)) {
    it(`may not have ${what}`, () => {
      const fault = parseProxyArgument(host, port);
      assert.equal(typeof fault, 'string');
      assert.doesNotMatch(fault as string, /secret/);
    });
  }
});
