/** The host and port of connect_to_host: what is understood, what is refused and how, and the Host header. */
import assert from 'node:assert/strict';
import { isIP } from 'node:net';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseUrl } from '#src/parse-url.js';
import { hostHeader, isIpAddress, parseHostArgument } from '#src/godot/host-argument.js';

const accepts = (
  host: string,
  expected: { host: string; port: number; tls: boolean },
  port = -1,
  tls: boolean | null = null,
): void => {
  assert.deepEqual(parseHostArgument(host, port, tls), expected, host);
};

const refuses = (host: string, sentence: RegExp, port = -1): void => {
  const answer = parseHostArgument(host, port, null);
  assert.ok(typeof answer === 'string', `${host} was taken`);
  assert.match(answer, sentence);
};

describe('a scheme before the host', () => {
  it('is stripped and decides over TLS and the default port', () => {
    accepts('example.com', { host: 'example.com', port: 80, tls: false });
    accepts('http://example.com', { host: 'example.com', port: 80, tls: false });
    accepts('https://example.com', { host: 'example.com', port: 443, tls: true });
    accepts('HTTPS://example.com', { host: 'example.com', port: 443, tls: true });
    accepts('hTTp://[::1]', { host: '::1', port: 80, tls: false });
  });

  it('outweighs what was asked for by other means', () => {
    accepts('example.com', { host: 'example.com', port: 443, tls: true }, -1, true);
    accepts('example.com', { host: 'example.com', port: 80, tls: false }, -1, false);
    accepts('http://example.com', { host: 'example.com', port: 80, tls: false }, -1, true);
    accepts('https://example.com', { host: 'example.com', port: 443, tls: true }, -1, false);
  });

  it('is http or https, once', () => {
    refuses('ftp://example.com', /"ftp:\/\/".*only http:\/\/ and https:\/\//);
    refuses('http://https://example.com', /"https:\/\/"/);
    refuses('http:/example.com', /path/);
    refuses('http:example.com', /no valid host name/);
  });
});

describe('the port', () => {
  it('is what was given', () => {
    accepts('example.com', { host: 'example.com', port: 1, tls: false }, 1);
    accepts('https://example.com', { host: 'example.com', port: 65535, tls: true }, 65535);
  });

  it('is an integer from 1 to 65535', () => {
    for (const port of [0, -2, 65536, 80.5, NaN, Infinity]) {
      refuses('example.com', new RegExp(`^the port is ${port}: give an integer from 1 to 65535`), port);
    }
  });

  it('is not glued to the host', () => {
    refuses('example.com:8080', /give "example\.com" as the host and 8080 as the port/);
    refuses('https://127.0.0.1:443', /give "127\.0\.0\.1" as the host and 443 as the port/);
    refuses('[::1]:80', /give "\[::1\]" as the host and 80 as the port/);
    refuses('example.com:', /no valid host name/);
    refuses('example.com:http', /no valid host name/);
  });
});

describe('what is no host', () => {
  it('is refused by a sentence that says what is wrong', () => {
    refuses('', /empty/);
    refuses('http://', /empty/);
    refuses('example.com/', /path/);
    refuses('https://example.com/index.html', /"example\.com" has a path/);
    refuses('example.com?q', /path/);
    refuses('example.com#f', /path/);
    refuses('example.com\\share', /path/);
    refuses('example .com', /blank or control/);
    refuses(' example.com', /blank or control/);
    refuses('example.com\n', /blank or control/);
    refuses('exa\0mple.com', /blank or control/);
    refuses('example.com\r\nX: y', /blank or control/);
    refuses('exa\u00A0mple.com', /blank or control/);
    refuses('exa%6Dple.com', /no valid host name/);
    refuses('*', /no valid host name/);
    refuses('a..b', /no valid host name/);
    refuses('.', /no valid host name/);
    refuses('.example.com', /no valid host name/);
    refuses('a'.repeat(64), /no valid host name/);
    refuses(`${'a.'.repeat(127)}a`, /longer than 253/);
  });

  it('keeps credentials and paths out of the sentence', () => {
    for (const host of ['https://user:secret@example.com', 'user@example.com/secret', 'example.com/?key=secret']) {
      const answer = parseHostArgument(host, -1, null);
      assert.ok(typeof answer === 'string');
      assert.doesNotMatch(answer, /secret/);
    }
    refuses('user:secret@example.com', /credentials/);
    refuses('example.com/@me', /path/);
  });

  it('is cut in the sentence when it is long', () => {
    const answer = parseHostArgument(`${'x'.repeat(100_000)}!`, -1, null);
    assert.ok(typeof answer === 'string' && answer.length < 300);
  });

  it('is a TypeError when of the wrong type', () => {
    assert.throws(() => parseHostArgument(42 as unknown as string, 80, null), TypeError);
    assert.throws(() => parseHostArgument('a', '80' as unknown as number, null), TypeError);
  });
});

describe('names', () => {
  it('are kept as they are in ASCII', () => {
    for (const host of [
      'localhost',
      'Example.COM',
      'a.b-c.d_e',
      'example.com.',
      'xn--bcher-kva.example',
      '1a',
      '3com.net',
    ]) {
      accepts(host, { host, port: 80, tls: false });
    }
  });

  it('become punycode otherwise', () => {
    accepts('bücher.example', { host: 'xn--bcher-kva.example', port: 80, tls: false });
    accepts('https://例え.テスト', { host: 'xn--r8jz45g.xn--zckzah', port: 443, tls: true });
    accepts('BÜCHER.example', { host: 'xn--bcher-kva.example', port: 80, tls: false });
  });

  it('cannot smuggle anything in by way of look-alikes', () => {
    accepts('127。0。0。1', { host: '127.0.0.1', port: 80, tls: false });
    refuses('example.com／path', /internationalized/);
    refuses('example.com％41', /internationalized/);
    refuses('ü\uD800.example', /internationalized/);
    refuses('ü%61.example', /internationalized/);
  });
});

describe('addresses', () => {
  it('are taken with and without brackets', () => {
    accepts('127.0.0.1', { host: '127.0.0.1', port: 80, tls: false });
    for (const host of ['::1', '::', '2001:db8::8:800:200C:417a', '::ffff:192.0.2.1', '1:2:3:4:5:6:7:8']) {
      accepts(host, { host, port: 80, tls: false });
      accepts(`[${host}]`, { host, port: 80, tls: false });
      accepts(`https://[${host}]`, { host, port: 8443, tls: true }, 8443);
    }
  });

  it('may have a zone when IPv6', () => {
    accepts('fe80::1%eth0', { host: 'fe80::1%eth0', port: 80, tls: false });
    accepts('[fe80::1%eth0]', { host: 'fe80::1%eth0', port: 80, tls: false });
    accepts('http://[fe80::1%25eth0]', { host: 'fe80::1%eth0', port: 80, tls: false });
    accepts('fe80::1%25', { host: 'fe80::1%25', port: 80, tls: false });
    refuses('fe80::1%', /no valid/);
    refuses('fe80::1%a:b', /no valid/);
    refuses('127.0.0.1%eth0', /no valid/);
  });

  it('are exact: what only some parsers read as an address is refused', () => {
    for (const host of ['127.1', '1', '256.1.1.1', '1.2.3.4.5', '01.2.3.4', '0x7f.1', '0x7f000001', '1.2.3.4.']) {
      refuses(host, /no valid IPv4 address/);
    }
    for (const host of [
      '1::2::3',
      ':1',
      '1:2:3:4:5:6:7',
      '1:2:3:4:5:6:7:8:9',
      '::g',
      '::1.2.3',
      '::12345',
      '::1.2.3.04',
    ]) {
      refuses(host, /no valid/);
      refuses(`[${host}]`, /no valid IPv6 address in brackets/);
    }
    for (const host of ['[::1', '[]', '[127.0.0.1]', '[::1]x', '[example.com]', '[[::1]]']) {
      refuses(host, /no valid IPv6 address in brackets/);
    }
    refuses('::1]', /no valid/);
  });
});

describe('isIpAddress', () => {
  it('agrees with Node', () => {
    const part = fc.constantFrom('', ':', '::', '.', '1', '0', '00', '255', '256', 'ffff', 'g', '%', 'eth0', '1.2.3.4');
    const address = fc.oneof(
      fc.ipV4(),
      fc.ipV6(),
      fc.array(part, { maxLength: 16 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(address, (text) => {
        fc.pre(!/%.*[:%]/.test(text)); // Node takes any zone; here it is a name
        assert.equal(isIpAddress(text), isIP(text) !== 0, text);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('hostHeader', () => {
  it("leaves out the scheme's own port", () => {
    assert.equal(hostHeader('example.com', 80, false), 'example.com');
    assert.equal(hostHeader('example.com', 443, true), 'example.com');
    assert.equal(hostHeader('example.com', 443, false), 'example.com:443');
    assert.equal(hostHeader('example.com', 80, true), 'example.com:80');
    assert.equal(hostHeader('127.0.0.1', 8080, false), '127.0.0.1:8080');
  });

  it('puts IPv6 into brackets, without its zone', () => {
    assert.equal(hostHeader('::1', 80, false), '[::1]');
    assert.equal(hostHeader('::1', 8443, true), '[::1]:8443');
    assert.equal(hostHeader('fe80::1%eth0', 80, false), '[fe80::1]');
  });
});

describe('any arguments', () => {
  it('give a sentence, or a host that can be named in a URL', () => {
    const piece = fc.constantFrom(
      'http://',
      'https://',
      'a',
      'é',
      '.',
      ':',
      '[',
      ']',
      '::1',
      '/',
      '@',
      ' ',
      '%',
      '-',
      '1',
      '\uD800',
    );
    fc.assert(
      fc.property(
        fc.array(piece).map((pieces) => pieces.join('')),
        fc.integer({ min: -3, max: 65540 }),
        (host, port) => {
          const answer = parseHostArgument(host, port, null);
          if (typeof answer === 'string') return;
          assert.ok(answer.port >= 1 && answer.port <= 65535);
          assert.ok(parseUrl(`http://${hostHeader(answer.host, answer.port, answer.tls)}/`) !== null, answer.host);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
