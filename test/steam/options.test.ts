/** configureHTTP and the constructor's options: what is taken, what is refused, and what it holds for. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { RequestCommand } from '#src/link/index.js';
import { SteamHTTP, Steam, version, type HTTPOptions } from '#src/steam/index.js';
import { replaceLinkSource } from '#src/steam/link-source.js';
import { makeSteam, sendGet, type FarEnd } from './far-end.js';

after(() => {
  replaceLinkSource(null);
});

const pem = '-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----\n';

const defaults = {
  plainHeaders: `User-Agent: tickwire/${version}\r\nAccept: */*\r\n`,
  maxConnections: 64,
  maxConnectionsPerOrigin: 6,
  maxRedirects: 10,
  maxBodySize: 512 * 1024 * 1024,
  streamBufferSize: 8 * 1024 * 1024,
  proxy: 'environment',
  trustedCA: null,
  cacheDirectory: null,
  cacheSize: 64 * 1024 * 1024,
};

/** The options that the far end was told, each time. */
const told = (far: FarEnd): unknown[] =>
  far
    .commands()
    .filter(([op]) => op === RequestCommand.INSTANCE || op === RequestCommand.CONFIGURE)
    .map((command) => command[2]);

describe('options', () => {
  it('have the documented defaults', () => {
    const { steam, far } = makeSteam();
    sendGet(steam);
    assert.deepEqual(told(far), [defaults]);
  });

  const good: HTTPOptions[] = [
    { maxConnections: 1 },
    { maxConnections: 65535, maxConnectionsPerOrigin: 65535 },
    { maxRedirects: 0 },
    { maxBodySize: 0 },
    { maxBodySize: 2 ** 32 - 1 },
    { streamBufferSize: 256 * 1024 },
    { streamBufferSize: 2 ** 30 },
    { proxy: null },
    { proxy: 'environment' },
    { proxy: 'http://user:password@proxy.example:3128' },
    { trustedCA: pem },
  ];
  for (const options of good) {
    it(`takes ${JSON.stringify(options)}, in the constructor and later`, () => {
      const { steam, far } = makeSteam(options);
      sendGet(steam);
      assert.deepEqual(told(far), [{ ...defaults, ...options }]);
      const later = makeSteam();
      sendGet(later.steam);
      later.steam.configureHTTP(options);
      assert.deepEqual(told(later.far), [defaults, { ...defaults, ...options }]);
    });
  }

  const bad: readonly (readonly [string, unknown])[] = [
    ['userAgent', ''],
    ['userAgent', 'a\r\nb'],
    ['userAgent', 1],
    ['maxConnections', 0],
    ['maxConnections', 1.5],
    ['maxConnections', 65536],
    ['maxConnections', '6'],
    ['maxConnections', undefined],
    ['maxConnectionsPerOrigin', -1],
    ['maxConnectionsPerOrigin', NaN],
    ['maxRedirects', -1],
    ['maxRedirects', 1001],
    ['maxBodySize', Infinity],
    ['maxBodySize', 2 ** 32],
    ['streamBufferSize', 256 * 1024 - 1],
    ['streamBufferSize', 2 ** 30 + 1],
    ['streamBufferSize', 300_000.5],
    ['proxy', ''],
    ['proxy', 'proxy.example:3128'],
    ['proxy', 'http://'],
    ['proxy', 'socks5://proxy.example'],
    ['proxy', 1],
    ['trustedCA', 'certificate'],
    ['trustedCA', 1],
    ['ioThread', 1],
    ['maxconnections', 1],
    ['__proto__x', 1],
    ['toString', 1],
  ];
  for (const [name, value] of bad) {
    it(`refuse ${name}: ${typeof value === 'undefined' ? 'undefined' : JSON.stringify(value)}, naming it`, () => {
      const options = { [name]: value } as HTTPOptions;
      const message = new RegExp(`\\b${name}\\b`);
      assert.throws(() => new SteamHTTP(options), { name: 'TypeError', message });
      assert.throws(
        () => {
          Steam.configureHTTP(options);
        },
        { name: 'TypeError', message },
      );
    });
  }

  it('refuse what is no object', () => {
    for (const options of [null, undefined, 1, 'a', []]) {
      assert.throws(() => {
        Steam.configureHTTP(options as HTTPOptions);
      }, new TypeError('Steam.configureHTTP: options must be an object'));
    }
  });

  it('are taken all or none', () => {
    const { steam, far } = makeSteam();
    sendGet(steam);
    far.commands();
    assert.throws(() => {
      steam.configureHTTP({ maxRedirects: 3, userAgent: 'other', maxConnections: 0 });
    }, TypeError);
    assert.deepEqual(told(far), []);
    sendGet(steam);
    assert.equal(far.sent().headers[0], `User-Agent: tickwire/${version}`);
  });

  it('that are not named stay', () => {
    const { steam, far } = makeSteam({ maxRedirects: 3 });
    steam.configureHTTP({ maxConnections: 5 });
    sendGet(steam);
    assert.deepEqual(told(far), [{ ...defaults, maxRedirects: 3, maxConnections: 5 }]);
  });

  it('replace the user agent, for requests that are sent from then on', () => {
    const { steam, far } = makeSteam({ userAgent: 'MyGame/1' });
    const handle = steam.createHTTPRequest(1, 'http://example.com/');
    steam.setHTTPRequestUserAgentInfo(handle, 'debug');
    sendGet(steam);
    assert.equal(far.sent().headers[0], 'User-Agent: MyGame/1');
    steam.configureHTTP({ userAgent: 'MyGame/2' });
    steam.sendHTTPRequest(handle);
    assert.equal(far.sent().headers[0], 'User-Agent: MyGame/2 debug');
  });

  it('are each instance’s own', () => {
    const { steam, far } = makeSteam({ userAgent: 'one' });
    const other = new SteamHTTP({ userAgent: 'two' });
    sendGet(steam);
    sendGet(other);
    assert.deepEqual(
      far.allSent().map(({ headers }) => headers[0]),
      ['User-Agent: one', 'User-Agent: two'],
    );
  });

  it('stay after close()', () => {
    const { steam, far } = makeSteam({ maxRedirects: 3 });
    sendGet(steam);
    steam.close();
    far.commands();
    sendGet(steam);
    assert.deepEqual(told(far), [{ ...defaults, maxRedirects: 3 }]);
  });
});

describe('Steam', () => {
  it('is a SteamHTTP', () => {
    assert.ok(Steam instanceof SteamHTTP);
  });
});
