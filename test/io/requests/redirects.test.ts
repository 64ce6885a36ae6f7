import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isRedirect, nextHop, type Hop } from '#src/io/requests/redirects.js';

const body = new TextEncoder().encode('data');

function hop(method: string, url: string, headers: readonly string[] = [], content: Hop['body'] = null): Hop {
  return { method, url, headers: headers.map((line) => `${line}\r\n`).join(''), body: content };
}

function follow(from: Hop, status: number, location: string): Hop {
  const next = nextHop(from, status, location);
  if ('problem' in next) assert.fail(next.problem);
  return next;
}

describe('redirect rules', () => {
  it('know the five status codes', () => {
    const codes = Array.from({ length: 100 }, (_, i) => 300 + i).filter(isRedirect);
    assert.deepEqual(codes, [301, 302, 303, 307, 308]);
  });

  it('keep the method, or make it GET without a body (Fetch standard)', () => {
    const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
    const expected: Record<number, string> = {
      301: 'GET HEAD GET PUT PATCH DELETE OPTIONS',
      302: 'GET HEAD GET PUT PATCH DELETE OPTIONS',
      303: 'GET HEAD GET GET GET GET GET',
      307: methods.join(' '),
      308: methods.join(' '),
    };
    for (const [status, result] of Object.entries(expected)) {
      const hops = methods.map((method) => follow(hop(method, 'http://a/', [], body), Number(status), '/b'));
      assert.equal(hops.map(({ method }) => method).join(' '), result);
      hops.forEach(({ method, body: kept }, i) => {
        assert.equal(kept, method === methods[i] ? body : null, `${status} ${methods[i]}`);
      });
    }
  });

  it('drop the headers of a body that is dropped', () => {
    const from = hop('POST', 'http://a/', ['content-type: text/plain', 'Content-Language: de', 'X-Other: 1'], body);
    assert.equal(follow(from, 303, '/').headers, 'X-Other: 1\r\n');
    assert.equal(follow(from, 307, '/').headers, from.headers);
  });

  it('drop credentials and Host when the origin changes, and only then', () => {
    const secret = ['Authorization: x', 'COOKIE: y', 'Proxy-Authorization: z', 'Host: w', 'Accept: */*'];
    const from = hop('GET', 'http://a.example/', secret);
    assert.equal(follow(from, 302, '/path').headers, from.headers);
    assert.equal(follow(from, 302, 'http://a.example:80/').headers, from.headers);
    for (const other of ['http://b.example/', 'https://a.example/', 'http://a.example:81/', '//c.example/']) {
      assert.equal(follow(from, 302, other).headers, 'Accept: */*\r\n', other);
    }
    const back = follow(follow(from, 302, 'http://b.example/'), 302, 'http://a.example/');
    assert.equal(back.headers, 'Accept: */*\r\n');
  });

  it('resolve the location against the url, and leave out fragment and user information', () => {
    const from = hop('GET', 'http://a.example/dir/file?q=1');
    assert.equal(follow(from, 302, 'other?x#top').url, 'http://a.example/dir/other?x');
    assert.equal(follow(from, 302, '../up').url, 'http://a.example/up');
    assert.equal(follow(from, 302, '?y').url, 'http://a.example/dir/file?y');
    assert.equal(follow(from, 302, 'HTTPS://B.Example:443').url, 'https://b.example/');
    assert.equal(follow(from, 302, '/ü b').url, 'http://a.example/%C3%BC%20b');
    const named = follow(from, 302, 'http://user:p%40ss@b.example/');
    assert.equal(named.url, 'http://b.example/');
    assert.equal(named.headers, `Authorization: Basic ${Buffer.from('user:p@ss').toString('base64')}\r\n`);
  });

  it('refuse what is no http url', () => {
    const from = hop('GET', 'http://a.example/');
    for (const location of ['file:///etc/passwd', 'javascript:alert(1)', 'data:,x', 'ftp://a.example/', 'ws://a/']) {
      const next = nextHop(from, 302, location);
      assert.ok('problem' in next && next.problem.includes('neither http:// nor https://'), location);
    }
    for (const location of ['http://', 'http://[', 'https://a b/', 'http://a:99999/']) {
      const next = nextHop(from, 302, location);
      assert.ok('problem' in next && next.problem.includes('no valid url'), location);
    }
  });

  it('to letters beyond ASCII are followed however often they come', () => {
    // Enough for the engine to optimize what it calls; that once changed the answer.
    for (let n = 0; n < 20_000; n++) {
      const next = nextHop(hop('GET', 'http://a.example/'), 302, '/straße');
      assert.equal('problem' in next ? next.problem : next.url, 'http://a.example/stra%C3%9Fe');
    }
  });
});
