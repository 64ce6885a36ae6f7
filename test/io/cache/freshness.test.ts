// How old a response is and how long it is fresh: RFC 9111 sections 4.2, 4.2.1 to 4.2.3, 5.1 to 5.3.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ageOf } from '#src/io/cache/age.js';
import { parseHttpDate } from '#src/io/cache/http-date.js';
import { isStale } from '#src/io/cache/policy.js';
import { at, dateAt, START, stored } from './scene.js';

/** The first whole second at which a response is stale. */
function staleFrom(lines: string, changes = {}): number {
  const response = stored(lines, changes);
  for (let second = 0; second <= 200; second++) if (isStale(response, at(second))) return second;
  return Infinity;
}

describe('freshness lifetime (RFC 9111 section 4.2.1)', () => {
  it('is that of max-age', () => {
    assert.equal(staleFrom('Cache-Control: max-age=60'), 60);
    assert.equal(staleFrom('Cache-Control: max-age=0'), 0);
    assert.equal(staleFrom('cache-control:  public ,  MAX-AGE=60'), 60);
    assert.equal(staleFrom('Cache-Control: max-age="60"'), 60);
    assert.equal(staleFrom('Cache-Control: max-age=99999999999999999999'), Infinity);
  });

  it('is not that of Expires beside a max-age (section 5.3)', () => {
    assert.equal(staleFrom(`Cache-Control: max-age=60\nExpires: ${dateAt(100)}`), 60);
    assert.equal(staleFrom(`Cache-Control: max-age=60\nExpires: 0`), 60);
  });

  it('is not that of s-maxage in a private cache (section 5.2.2.10)', () => {
    assert.equal(staleFrom('Cache-Control: s-maxage=100, max-age=60'), 60);
  });

  it('is Expires less Date', () => {
    assert.equal(staleFrom(`Expires: ${dateAt(60)}`), 60);
    assert.equal(staleFrom(`Date: ${dateAt(-40)}\nExpires: ${dateAt(20)}`), 20);
    assert.equal(staleFrom(`Expires: ${dateAt(-60)}`), 0);
  });

  it('is over already where Expires is no date (section 5.3)', () => {
    for (const text of ['0', '-1', '2050', 'Thu, 01 Jan 2099', `${dateAt(60)}, ${dateAt(60)}`]) {
      assert.equal(staleFrom(`Expires: ${text}`), 0, text);
    }
  });

  it('is over already where max-age is no number', () => {
    for (const text of ['max-age', 'max-age=', 'max-age=-1', 'max-age=1.5', 'max-age=60s', 'max-age=x']) {
      assert.equal(staleFrom(`Cache-Control: ${text}\nExpires: ${dateAt(60)}`), 0, text);
    }
  });

  it('is that of the first of several values', () => {
    assert.equal(staleFrom('Cache-Control: max-age=60, max-age=100'), 60);
    assert.equal(staleFrom('Cache-Control: max-age=60\nCache-Control: max-age=100'), 60);
  });

  it('is not changed by what stands in a quoted string', () => {
    assert.equal(staleFrom('Cache-Control: ext="x, max-age=100", max-age=60'), 60);
  });

  it('is a tenth of the time since the last change, where nothing is said (section 4.2.2)', () => {
    assert.equal(staleFrom(`Last-Modified: ${dateAt(-600)}`), 60);
    assert.equal(staleFrom(`Last-Modified: ${dateAt(-600)}`, { status: 404 }), 60);
    assert.equal(staleFrom(''), 0);
    assert.equal(staleFrom(`Last-Modified: ${dateAt(600)}`), 0);
  });

  it('is not guessed from what is no date (section 4.2.2)', () => {
    for (const text of ['0', '2020', 'yesterday', '2020-01-01', 'Sat, 01 Jan 2020']) {
      assert.equal(staleFrom(`Last-Modified: ${text}`), 0, text);
    }
  });

  it('is not guessed where something is said, nor for other status codes unless they are public (section 4.2.2)', () => {
    assert.equal(staleFrom(`Last-Modified: ${dateAt(-600)}\nCache-Control: max-age=5`), 5);
    assert.equal(staleFrom(`Last-Modified: ${dateAt(-600)}\nExpires: 0`), 0);
    assert.equal(staleFrom(`Last-Modified: ${dateAt(-600)}\nCache-Control: private`, { status: 302 }), 0);
    assert.equal(staleFrom(`Last-Modified: ${dateAt(-600)}\nCache-Control: public`, { status: 302 }), 60);
  });

  it('is over at once where directives contradict one another: the strictest counts', () => {
    assert.equal(staleFrom('Cache-Control: max-age=60, no-cache\nETag: "a"'), 0);
  });

  it('is not known any more once the clock was set back (section 4: who has no clock asks each time)', () => {
    const response = stored('Cache-Control: max-age=100000');
    assert.equal(isStale(response, at(-59)), false);
    assert.equal(isStale(response, at(-61)), true);
  });

  it('is the same for a status code nobody knows', () => {
    assert.equal(staleFrom('Cache-Control: max-age=60', { status: 599 }), 60);
  });

  it('is not made longer by stale-while-revalidate and stale-if-error, which are not used (RFC 5861)', () => {
    assert.equal(staleFrom('Cache-Control: max-age=60, stale-while-revalidate=100, stale-if-error=100'), 60);
  });

  it('is not made longer by immutable (RFC 8246 section 2)', () => {
    assert.equal(staleFrom('Cache-Control: immutable'), 0);
    assert.equal(staleFrom('Cache-Control: immutable, max-age=60'), 60);
    assert.equal(staleFrom(`Cache-Control: immutable\nExpires: ${dateAt(60)}`), 60);
  });

  it('is not changed by a Pragma in the response (section 5.4)', () => {
    assert.equal(staleFrom(`Pragma: no-cache\nExpires: ${dateAt(60)}`), 60);
  });
});

describe('age (RFC 9111 section 4.2.3)', () => {
  it('begins with Age', () => {
    assert.equal(ageOf(stored('Age: 30'), at(5)), 35);
    assert.equal(staleFrom('Age: 30\nCache-Control: max-age=60'), 30);
  });

  it('counts the time the response was under way', () => {
    const slow = { requestTime: at(0), responseTime: at(10) };
    assert.equal(ageOf(stored('Age: 30', slow), at(10)), 40);
    assert.equal(ageOf(stored('', slow), at(12)), 12);
  });

  it("is at least what the origin's clock says", () => {
    assert.equal(ageOf(stored(`Date: ${dateAt(-50)}\nAge: 30`), at(0)), 50);
    assert.equal(ageOf(stored(`Date: ${dateAt(-10)}\nAge: 30`), at(0)), 30);
    assert.equal(staleFrom(`Date: ${dateAt(-50)}\nCache-Control: max-age=60`), 10);
  });

  it('is not negative where that clock is fast', () => {
    assert.equal(ageOf(stored(`Date: ${dateAt(50)}`), at(0)), 0);
    assert.equal(ageOf(stored(`Date: ${dateAt(50)}`), at(7)), 7);
  });

  it('takes the time of receipt where there is no Date (RFC 9110 section 6.6.1)', () => {
    assert.equal(ageOf(stored('Date: yesterday'), at(3)), 3);
  });

  it('takes the first of several values, and none that is no number (section 5.1)', () => {
    assert.equal(ageOf(stored('Age: 30, 40'), at(0)), 30);
    assert.equal(ageOf(stored('Age: 30\nAge: 40'), at(0)), 30);
    assert.equal(ageOf(stored('Age: -30'), at(0)), 0);
    assert.equal(ageOf(stored('Age: 1.5'), at(0)), 0);
  });
});

describe('HTTP dates (RFC 9110 section 5.6.7)', () => {
  it('have three formats', () => {
    assert.equal(parseHttpDate('Sun, 06 Nov 1994 08:49:37 GMT', START), Date.UTC(1994, 10, 6, 8, 49, 37));
    assert.equal(parseHttpDate('Sunday, 06-Nov-94 08:49:37 GMT', START), Date.UTC(1994, 10, 6, 8, 49, 37));
    assert.equal(parseHttpDate('Sun Nov  6 08:49:37 1994', START), Date.UTC(1994, 10, 6, 8, 49, 37));
  });

  it('are read in any case, and not by the time of the place (section 4.2)', () => {
    const zone = process.env.TZ;
    try {
      for (const place of ['America/New_York', 'Asia/Kolkata', 'UTC']) {
        process.env.TZ = place;
        for (const text of [
          'SUN, 06 NOV 1994 08:49:37 GMT',
          'sunday, 06-nov-94 08:49:37 gmt',
          'sun nov  6 08:49:37 1994',
        ]) {
          assert.equal(parseHttpDate(text, START), Date.UTC(1994, 10, 6, 8, 49, 37), `${text} in ${place}`);
        }
      }
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });

  it('of two digits for the year are not more than 50 years ahead', () => {
    assert.equal(parseHttpDate('Sunday, 01-Jan-75 00:00:00 GMT', START), Date.UTC(2075, 0, 1));
    assert.equal(parseHttpDate('Sunday, 01-Jan-76 00:00:00 GMT', START), Date.UTC(1976, 0, 1));
  });

  it('are nothing else', () => {
    for (const text of [
      '',
      '0',
      '2025',
      'Sun, 06 Nov 1994 08:49:37',
      'Sun, 06 Nov 1994 08:49:37 CET',
      'Sun, 31 Feb 1994 08:49:37 GMT',
      '1994-11-06T08:49:37Z',
      'Sun, 06 Nov 1994 25:49:37 GMT',
      'Sun, 06 Nox 1994 08:49:37 GMT',
    ]) {
      assert.equal(parseHttpDate(text, START), null, text);
    }
  });
});
