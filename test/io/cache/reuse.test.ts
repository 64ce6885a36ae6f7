// What a request gets from the cache: RFC 9111 sections 4, 4.1, 4.2.4, 4.3.1, 5.2.1, 5.2.2 and 5.4, and the offline mode.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MemoryStore } from '#src/io/cache/memory-store.js';
import { decide, presentedFields, type Decision } from '#src/io/cache/reuse.js';
import { combined } from '#src/io/cache/fields.js';
import { scopeOf } from '#src/io/cache/scope.js';
import type { CacheRequest, StoredResponse } from '#src/io/cache/stored-response.js';
import { fits, selectingFields, withVariant } from '#src/io/cache/variants.js';
import { readFields } from '#src/io/cache/fields.js';
import { URL_A, at, dateAt, nobody, request, response, stored } from './scene.js';

const kind = (lines: string, kept: StoredResponse[], seconds: number, offline = false): Decision['kind'] =>
  decide(request(lines), kept, at(seconds), offline).kind;

const fresh = 'Cache-Control: max-age=60';
const tagged = `${fresh}\nETag: "a"`;

describe('reuse (RFC 9111 section 4)', () => {
  it('gives out what is fresh', () => {
    const kept = [stored(fresh)];
    assert.equal(kind('', kept, 59), 'hit');
    assert.equal(kind('', kept, 60), 'miss');
    assert.equal(kind('', [], 0), 'miss');
  });

  it('gives it out with its age, in place of the one it came with (section 5.1)', () => {
    const fields = presentedFields(stored(`Age: 5\n${fresh}\nX: 1`), at(10));
    assert.equal(combined(fields, 'age'), '15');
    assert.equal(combined(fields, 'date'), dateAt(0));
    assert.equal(combined(fields, 'x'), '1');
  });

  it('gives it out with the time of receipt where it came without Date (RFC 9110 section 6.6.1)', () => {
    const undated = { ...stored(fresh), names: ['X'], values: ['1'] };
    assert.equal(combined(presentedFields(undated, at(10)), 'date'), dateAt(0));
    assert.equal(combined(presentedFields(undated, at(10)), 'age'), '10');
  });

  it('gives out nothing of another url (section 4)', () => {
    // Stores find by url; whoever else calls has to see to it.
    const store = new MemoryStore(1_000_000);
    store.write(stored(fresh), new Uint8Array(4), nobody);
    for (const url of [`${URL_A}?`, `${URL_A}/`, URL_A.replace('https', 'http'), URL_A.toUpperCase()]) {
      store.find(url, (found) => {
        assert.deepEqual(found, [], url);
      });
    }
  });

  it('asks for what is stale with the request it has to answer, and what the response came with (section 4.3.1)', () => {
    const decision = decide(request('Accept: a\nX: 1'), [stored(`${fresh}\nETag: "a", "b"`)], at(60), false);
    assert.equal(decision.kind === 'validate' && decision.conditions, 'If-None-Match: "a", "b"\r\n');
  });

  it('asks the origin whether what is stale still holds, if it has a validator (section 4.3.1)', () => {
    const decision = decide(request(), [stored(`${tagged}\nLast-Modified: ${dateAt(-9)}`)], at(60), false);
    assert.equal(decision.kind, 'validate');
    assert.equal(decision.conditions, `If-None-Match: "a"\r\nIf-Modified-Since: ${dateAt(-9)}\r\n`);
    const weak = decide(request(), [stored(`${fresh}\nETag: W/"a"`)], at(60), false);
    assert.equal(weak.kind === 'validate' && weak.conditions, 'If-None-Match: W/"a"\r\n');
  });

  it('gives out the most recent of several that fit, by their Date', () => {
    const old = stored(`Date: ${dateAt(-20)}\n${fresh}\nVary: A`);
    const recent = stored(`Date: ${dateAt(-10)}\n${fresh}\nVary: B`);
    for (const kept of [
      [old, recent],
      [recent, old],
    ]) {
      const decision = decide(request(), kept, at(0), false);
      assert.equal(decision.kind === 'hit' && decision.response.id, recent.id);
    }
  });

  it('has no part in methods it does not store, nor in conditions and ranges of the caller (sections 4 and 4.3.2)', () => {
    const kept = [stored(tagged)];
    for (const method of ['HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS']) {
      assert.equal(decide(request('', { method }), kept, at(0), false).kind, 'bypass', method);
    }
    for (const line of ['Range: bytes=0-1', 'If-None-Match: "a"', 'If-Modified-Since: x', 'If-Range: "a"']) {
      assert.equal(kind(line, kept, 0), 'bypass', line);
    }
  });
});

describe('variants (RFC 9111 section 4.1)', () => {
  const english = request('Accept-Language: en, de\nAccept: */*');
  const german = request('Accept-Language: de');
  const kept = [
    stored(`${fresh}\nVary: accept-language`, {}, english),
    stored(`${fresh}\nVary: Accept-Language`, {}, german),
  ];
  const chosen = (asked: CacheRequest, from = kept): string | null => {
    const decision = decide(asked, from, at(0), false);
    return decision.kind === 'hit' ? decision.response.id : null;
  };

  it('are chosen by the fields that Vary names, and no others', () => {
    assert.equal(chosen(english), kept[0]?.id);
    assert.equal(chosen(german), kept[1]?.id);
    assert.equal(chosen(request('Accept-Language: fr')), null);
    assert.equal(chosen(request('Accept-Language: de\nX: 1')), kept[1]?.id);
  });

  it('match only if a field is absent from both requests or in both', () => {
    const bare = [stored(`${fresh}\nVary: X`)];
    assert.notEqual(chosen(request(), bare), null);
    assert.equal(chosen(request('X: '), bare), null);
    assert.equal(chosen(request(), kept), null);
  });

  it('match whatever the blanks around commas, and however the field is split', () => {
    assert.equal(chosen(request('Accept-Language: en ,de')), kept[0]?.id);
    assert.equal(chosen(request('accept-language: en\nAccept-Language: de')), kept[0]?.id);
  });

  it('with Vary go before one that omits it: that was for requests without a wish', () => {
    const [general, special] = [
      stored(`Date: ${dateAt(5)}\n${fresh}`),
      stored(`${fresh}\nVary: Accept-Language`, {}, german),
    ];
    assert.equal(chosen(german, [general, special]), special.id);
    assert.equal(chosen(english, [general, special]), general.id);
    assert.equal(chosen(request(), [general, special]), general.id);
    // The origin's last word to this very request counts all the same.
    assert.deepEqual(
      withVariant([special], general, (other) => fits(german, other)),
      [general],
    );
  });

  it('with * match nothing', () => {
    for (const vary of ['*', 'Accept, *', ' * '])
      assert.equal(selectingFields(request(), response(`Vary: ${vary}`)), null);
  });

  it('give way to one another only if the same request could be given them', () => {
    const again = stored(`${fresh}\nVary: Accept-Language`, {}, german);
    const list = withVariant(kept, again, (other) => fits(german, other));
    assert.deepEqual(
      list.map(({ id }) => id),
      [again.id, kept[0]?.id],
    );
  });

  it('do not grow without bounds', () => {
    let list: StoredResponse[] = [];
    for (let n = 0; n < 50; n++) list = withVariant(list, stored(`${fresh}\nVary: X`, {}, request(`X: ${n}`)), nobody);
    assert.equal(list.length, 16);
  });

  it('do not keep the values of fields that may be secret', () => {
    const secret = stored(
      `${fresh}\nVary: Cookie, Authorization`,
      {},
      request('Cookie: sid=hush\nAuthorization: hush'),
    );
    assert.doesNotMatch(JSON.stringify(secret), /hush/);
  });
});

describe('scopes', () => {
  const scope = (lines: string, container: string | null = null, verified = true): string =>
    scopeOf(readFields(lines), container, verified);

  it('keep apart containers, credentials and what nobody verified', () => {
    const scopes = [
      scope(''),
      scope('', 'one'),
      scope('', 'two'),
      scope('Authorization: Basic a'),
      scope('authorization: Basic b'),
      scope('Cookie: a=b'),
      scope('Host: other.example'),
      scope('', null, false),
      scope('Authorization: Basic a', 'one'),
    ];
    assert.equal(new Set(scopes).size, scopes.length);
    for (const [n, mine] of scopes.entries()) {
      const kept = [{ ...stored(tagged), scope: mine }];
      for (const [m, other] of scopes.entries()) {
        const decision = decide(request('', { scope: other }), kept, at(0), false);
        assert.equal(decision.kind, n === m ? 'hit' : 'miss', `${mine} for ${other}`);
      }
    }
  });

  it('do not depend on how a field is written, and keep no secret', () => {
    assert.equal(scope('AUTHORIZATION: Basic a'), scope('authorization: Basic a'));
    assert.doesNotMatch(scope('Authorization: hush\nCookie: hush'), /hush/);
  });
});

describe('request directives (RFC 9111 section 5.2.1)', () => {
  const kept = [stored(tagged)];

  it('max-age: no older than that, even if it is fresh (5.2.1.1)', () => {
    assert.equal(kind('Cache-Control: max-age=10', kept, 10), 'hit');
    assert.equal(kind('Cache-Control: max-age=10', kept, 11), 'validate');
    assert.equal(kind('Cache-Control: max-age=0', kept, 1), 'validate');
    assert.equal(kind('Cache-Control: max-age=x', kept, 1), 'validate');
    assert.equal(kind('Cache-Control: max-age=1000', kept, 61), 'validate');
  });

  it('max-stale: that much past its freshness, or any (5.2.1.2)', () => {
    assert.equal(kind('Cache-Control: max-stale=5', kept, 65), 'hit');
    assert.equal(kind('Cache-Control: max-stale=5', kept, 66), 'validate');
    assert.equal(kind('Cache-Control: max-stale', kept, 9999), 'hit');
    assert.equal(kind('Cache-Control: max-stale=x', kept, 61), 'validate');
  });

  it('max-stale does not win over must-revalidate and no-cache (5.2.2.2, 5.2.2.4)', () => {
    const strict = [stored(`ETag: "a"\nCache-Control: max-age=60, must-revalidate`)];
    assert.equal(kind('Cache-Control: max-stale', strict, 59), 'hit');
    assert.equal(kind('Cache-Control: max-stale', strict, 60), 'validate');
    assert.equal(kind('Cache-Control: max-stale', [stored('ETag: "a"\nCache-Control: no-cache')], 0), 'validate');
  });

  it('min-fresh: fresh for that much longer (5.2.1.3)', () => {
    assert.equal(kind('Cache-Control: min-fresh=10', kept, 50), 'hit');
    assert.equal(kind('Cache-Control: min-fresh=10', kept, 51), 'validate');
  });

  it('no-cache: only with a word of the origin (5.2.1.4)', () => {
    assert.equal(kind('Cache-Control: No-Cache', kept, 0), 'validate');
    assert.equal(kind('Cache-Control: no-cache', [stored(fresh)], 0), 'miss');
  });

  it('Pragma: no-cache is the same where there is no Cache-Control, and nothing beside one (5.4)', () => {
    assert.equal(kind('Pragma: no-cache', kept, 0), 'validate');
    assert.equal(kind('Pragma: no-cache\nCache-Control: max-age=60', kept, 0), 'hit');
  });

  it('no-transform: nothing is transformed (5.2.1.6)', () => {
    assert.equal(kind('Cache-Control: no-transform', kept, 59), 'hit');
  });

  it('several at a time: each has to be met', () => {
    assert.equal(kind('Cache-Control: max-age=100, max-stale=10', kept, 65), 'hit');
    assert.equal(kind('Cache-Control: max-age=62, max-stale=10', kept, 65), 'validate');
    assert.equal(kind('Cache-Control: min-fresh=5, max-age=50', kept, 52), 'validate');
    assert.equal(kind('Cache-Control: no-cache, max-stale', kept, 0), 'validate');
  });

  it('unknown ones are passed over (5.2.3)', () => {
    assert.equal(kind('Cache-Control: stale-if-error=100, x="no-cache"', kept, 59), 'hit');
    assert.equal(kind('Cache-Control: stale-if-error=100, x="max-stale"', kept, 61), 'validate');
  });

  it('no-store: what is stored may still be used (5.2.1.5)', () => {
    assert.equal(kind('Cache-Control: no-store', kept, 0), 'hit');
  });

  it('only-if-cached: that or nothing (5.2.1.7)', () => {
    assert.equal(kind('Cache-Control: only-if-cached', kept, 59), 'hit');
    assert.equal(kind('Cache-Control: only-if-cached', kept, 60), 'not cached');
    assert.equal(kind('Cache-Control: only-if-cached, max-stale', kept, 60), 'hit');
    assert.equal(kind('Cache-Control: only-if-cached', [], 0), 'not cached');
    assert.equal(
      decide(request('Cache-Control: only-if-cached', { method: 'POST' }), kept, at(0), false).kind,
      'not cached',
    );
  });
});

describe('response directives (RFC 9111 section 5.2.2)', () => {
  it('must-revalidate: not when stale, but well while fresh (5.2.2.2)', () => {
    const kept = [stored('ETag: "a"\nCache-Control: max-age=60, must-revalidate')];
    assert.equal(kind('', kept, 59), 'hit');
    assert.equal(kind('', kept, 60), 'validate');
  });

  it('no-cache: never without a word of the origin, also when it names fields (5.2.2.4)', () => {
    for (const control of ['no-cache', 'no-cache, max-age=60', 'no-cache="Set-Cookie, X", max-age=60']) {
      assert.equal(kind('', [stored(`ETag: "a"\nCache-Control: ${control}`)], 0), 'validate', control);
    }
  });

  it('max-age: fresh for so long, quoted or not (5.2.2.1)', () => {
    for (const control of ['max-age=60', 'max-age="60"', 'MAX-AGE=60']) {
      const kept = [stored(`ETag: "a"\nCache-Control: ${control}`)];
      assert.equal(kind('', kept, 59), 'hit', control);
      assert.equal(kind('', kept, 60), 'validate', control);
    }
  });

  it('private and public change nothing about what is reused (5.2.2.7, 5.2.2.9)', () => {
    for (const control of ['private', 'public', 'private="X"']) {
      assert.equal(kind('', [stored(`Cache-Control: max-age=60, ${control}`)], 59), 'hit', control);
      assert.equal(kind('', [stored(`Cache-Control: max-age=60, ${control}`)], 60), 'miss', control);
    }
  });

  it('immutable: while it is fresh nobody asks of his own accord, but one who wants to may (RFC 8246)', () => {
    const kept = [stored('ETag: "a"\nCache-Control: max-age=60, immutable')];
    assert.equal(kind('', kept, 59), 'hit');
    assert.equal(kind('', kept, 60), 'validate');
    assert.equal(kind('Cache-Control: no-cache', kept, 0), 'validate');
  });

  it('proxy-revalidate and s-maxage are for shared caches (5.2.2.8, 5.2.2.10)', () => {
    const kept = [stored('ETag: "a"\nCache-Control: max-age=60, proxy-revalidate, s-maxage=0')];
    assert.equal(kind('', kept, 59), 'hit');
    assert.equal(kind('Cache-Control: max-stale', kept, 61), 'hit');
  });
});

describe('offline (RFC 9111 section 4.2.4)', () => {
  it('gives out what is fresh, and what is stale', () => {
    assert.equal(kind('', [stored(fresh)], 59, true), 'hit');
    assert.equal(kind('', [stored(fresh)], 99999, true), 'hit');
    assert.equal(kind('', [stored('')], 99999, true), 'hit');
    assert.equal(kind('Cache-Control: max-age=0', [stored(fresh)], 70, true), 'hit');
  });

  it('but nothing stale with must-revalidate, and nothing with no-cache', () => {
    const strict = [stored('Cache-Control: max-age=60, must-revalidate')];
    assert.equal(kind('', strict, 59, true), 'hit');
    assert.equal(kind('', strict, 60, true), 'not cached');
    assert.equal(kind('', [stored('ETag: "a"\nCache-Control: no-cache, max-age=60')], 0, true), 'not cached');
    assert.equal(kind('Cache-Control: no-cache', [stored(fresh)], 0, true), 'not cached');
  });

  it('answers a HEAD from a stored GET', () => {
    assert.equal(decide(request('', { method: 'HEAD' }), [stored(fresh)], at(0), true).kind, 'hit');
  });

  it('has nothing for other methods, ranges and conditions, nor for another scope or variant', () => {
    const kept = [stored(`${fresh}\nVary: X`)];
    assert.equal(decide(request('', { method: 'POST' }), kept, at(0), true).kind, 'not cached');
    assert.equal(kind('Range: bytes=0-1', kept, 0, true), 'not cached');
    assert.equal(kind('If-None-Match: "a"', kept, 0, true), 'not cached');
    assert.equal(kind('X: 1', kept, 0, true), 'not cached');
    assert.equal(decide(request('', { scope: 'other' }), kept, at(0), true).kind, 'not cached');
  });
});
