import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ProxyRules, parseProxy } from '#src/io/requests/proxies.js';

function chosen(rules: ProxyRules, url: string): string {
  const { protocol, hostname, port } = new URL(url);
  const secure = protocol === 'https:';
  const host = hostname.replace(/^\[|\]$/g, '');
  const proxy = rules.choose(secure, host, port === '' ? (secure ? 443 : 80) : Number(port));
  if (proxy === null) return 'direct';
  return 'problem' in proxy ? proxy.problem : `${proxy.host}:${proxy.port}`;
}

describe('the choice of a proxy', () => {
  it('environment: by scheme, lower case first, all_proxy for what has none', () => {
    const rules = new ProxyRules('environment', {
      http_proxy: 'http://lower:1',
      HTTP_PROXY: 'http://upper:2',
      HTTPS_PROXY: 'http://upper:3',
    });
    assert.equal(chosen(rules, 'http://x/'), 'lower:1');
    assert.equal(chosen(rules, 'https://x/'), 'upper:3');
    const all = new ProxyRules('environment', { ALL_PROXY: 'any:4', https_proxy: 'http://secure:5' });
    assert.equal(chosen(all, 'http://x/'), 'any:4');
    assert.equal(chosen(all, 'https://x/'), 'secure:5');
    const empty = new ProxyRules('environment', { http_proxy: '', HTTP_PROXY: '' });
    assert.equal(chosen(empty, 'http://x/'), 'direct');
  });

  it('environment: HTTP_PROXY counts for nothing in a CGI program, where a caller can set it', () => {
    const environment = { HTTP_PROXY: 'http://evil', HTTPS_PROXY: 'http://good', REQUEST_METHOD: 'GET' };
    assert.equal(chosen(new ProxyRules('environment', environment), 'http://x/'), 'direct');
    assert.equal(chosen(new ProxyRules('environment', environment), 'https://x/'), 'good:80');
  });

  it('no_proxy: names and what is below them, addresses, networks, ports, everything', () => {
    const list = 'example.com, .dotted.org *.star.net localhost:8080,10.1.2.3,192.168.0.0/16,[::1],fd00::/8';
    const rules = new ProxyRules('environment', { all_proxy: 'http://p:1', no_proxy: list });
    const direct = (url: string): boolean => chosen(rules, url) === 'direct';
    const yes = 'example.com EXAMPLE.com. www.example.com dotted.org a.b.dotted.org star.net a.star.net localhost:8080';
    for (const host of `${yes} 10.1.2.3 192.168.7.7 [::1] [fd12::1]`.split(' '))
      assert.ok(direct(`http://${host}/`), host);
    const no = 'notexample.com example.com.evil.org localhost localhost:80 10.1.2.4 192.169.0.1 [::2] [fe80::1]';
    for (const host of no.split(' ')) assert.ok(!direct(`http://${host}/`), host);
    const everything = new ProxyRules('environment', { all_proxy: 'http://p:1', NO_PROXY: '*' });
    assert.equal(chosen(everything, 'https://x/'), 'direct');
  });

  it('no_proxy: nonsense in it does no harm', () => {
    const no_proxy = ',, /8 1.2.3.4/99 300.1.1.1/8 : :80 [ ] */ ..';
    const rules = new ProxyRules('environment', { all_proxy: 'http://p:1', no_proxy });
    assert.equal(chosen(rules, 'http://1.2.3.4/'), 'p:1');
    assert.equal(chosen(rules, 'http://x/'), 'p:1');
  });

  it('configured: that one for everything, whatever the environment says; null: none', () => {
    const environment = { http_proxy: 'http://e:1', no_proxy: '*' };
    assert.equal(chosen(new ProxyRules('http://c:2', environment), 'http://x/'), 'c:2');
    assert.equal(chosen(new ProxyRules('http://c:2', environment), 'https://x/'), 'c:2');
    assert.equal(chosen(new ProxyRules(null, environment), 'http://x/'), 'direct');
  });

  it('urls: with or without scheme and port, credentials decoded', () => {
    assert.deepEqual(parseProxy('proxy.example:3128'), { host: 'proxy.example', port: 3128, authorization: null });
    assert.deepEqual(parseProxy('http://[::1]'), { host: '::1', port: 80, authorization: null });
    const authorization = `Basic ${Buffer.from('us:er:pä').toString('base64')}`;
    assert.deepEqual(parseProxy('http://us%3Aer:p%C3%A4@h:1/'), { host: 'h', port: 1, authorization });
    assert.deepEqual(parseProxy('u%:%zz@h:1'), {
      host: 'h',
      port: 1,
      authorization: `Basic ${Buffer.from('u%:%zz').toString('base64')}`,
    });
  });

  it('urls: of other kinds and broken ones are a problem that can be told', () => {
    for (const url of ['socks5://h:1', 'https://h:1', 'http://', 'http://h:99999']) {
      assert.ok('problem' in parseProxy(url), url);
    }
  });
});
