/** What a page may connect to, and why not. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CryptoKey, GodotError, Status, TLSOptions, X509Certificate } from '#src/godot/index.js';
import { parseUrl } from '#src/parse-url.js';
import { createConnector } from '#src/web/godot/connector.js';

const { ERR_INVALID_PARAMETER, ERR_UNAVAILABLE } = GodotError;
const { STATUS_RESOLVING, STATUS_CONNECTING } = Status;

/** The url of a request for `/` after `connect_to_host` with these arguments, and the status then. */
function opened(host: string, port: number, tls: TLSOptions | null = null): readonly [url: string, status: number] {
  const opening = createConnector().open(host, port, tls);
  assert.ok(!('error' in opening));
  return [opening.connection.urlOf('GET', '/'), opening.status];
}

function refused(host: string, port: number, tls: TLSOptions | null = null): GodotError {
  const fault = createConnector().open(host, port, tls);
  assert.ok('error' in fault);
  return fault.error;
}

describe('the connector of browsers', () => {
  it('makes urls of hosts, ports and TLS', () => {
    const tls = TLSOptions.client();
    assert.deepEqual(opened('game.example', -1), ['http://game.example/', STATUS_RESOLVING]);
    assert.deepEqual(opened('game.example', 8080), ['http://game.example:8080/', STATUS_RESOLVING]);
    assert.deepEqual(opened('game.example', -1, tls), ['https://game.example/', STATUS_RESOLVING]);
    assert.deepEqual(opened('game.example', 80, tls), ['https://game.example:80/', STATUS_RESOLVING]);
    assert.deepEqual(opened('https://game.example', 443), ['https://game.example/', STATUS_RESOLVING]);
    assert.deepEqual(opened('http://game.example', -1, tls), ['http://game.example/', STATUS_RESOLVING]);
    assert.deepEqual(opened('127.0.0.1', 80), ['http://127.0.0.1/', STATUS_CONNECTING]);
    assert.deepEqual(opened('::1', 81), ['http://[::1]:81/', STATUS_CONNECTING]);
    assert.deepEqual(opened('münchen.example', 80), ['http://xn--mnchen-3ya.example/', STATUS_RESOLVING]);
  });

  it('refuses what cannot be, and what browsers do not take', () => {
    for (const host of ['', 'a b', 'host/path', 'host:80', 'fe80::1%eth0']) {
      assert.equal(refused(host, 80), ERR_INVALID_PARAMETER, host);
    }
    assert.equal(refused('game.example', 0), ERR_INVALID_PARAMETER);
    // No punycode: older parsers of urls refuse it.
    const isRefused = 'error' in createConnector().open('xn--a', 80, null);
    assert.equal(isRefused, parseUrl('http://xn--a/') === null);
    const server = TLSOptions.server(new CryptoKey(), new X509Certificate());
    assert.equal(refused('game.example', 443, server), ERR_INVALID_PARAMETER);
  });

  it('refuses every choice about whom to trust, rather than leaving it out', () => {
    const chain = new X509Certificate();
    const choices = [
      TLSOptions.client_unsafe(),
      TLSOptions.client_unsafe(chain),
      TLSOptions.client(chain),
      TLSOptions.client(null, 'x'),
    ];
    for (const options of choices) assert.equal(refused('game.example', 443, options), ERR_UNAVAILABLE);
  });

  it('has reasons for what it cannot do', () => {
    const connector = createConnector();
    assert.match(connector.setProxy('http', 'proxy.example', 8080) ?? '', /browsers choose the proxy/);
    assert.equal(connector.setProxy('https', '', -1), null);
    assert.match(connector.blockingFault ?? '', /once a frame/);
    assert.match(connector.peerFault ?? '', /no sockets/);
    assert.match(connector.methodFault('TRACE') ?? '', /TRACE/);
    assert.match(connector.methodFault('CONNECT') ?? '', /CONNECT/);
    assert.equal(connector.methodFault('GET'), null);
  });
});
