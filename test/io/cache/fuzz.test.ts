// Cache rules on inputs of any kind: directives however they are written, dates, and decisions compared with the formulas of
// RFC 9111. fast-check prints the seed of a failure.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readDirectives, seconds } from '#src/io/cache/directives.js';
import { parseHttpDate } from '#src/io/cache/http-date.js';
import { decide } from '#src/io/cache/reuse.js';
import { START, at, dateAt, request, stored } from './scene.js';

const token = fc.stringMatching(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,12}$/);
const blanks = fc.constantFrom('', ' ', '\t', '  ');

/** A directive and a way to write it. */
const directive = fc
  .record({
    name: token,
    argument: fc.option(fc.string({ unit: 'binary-ascii', maxLength: 12 }).filter((text) => !/[\r\n\0]/.test(text))),
    quoted: fc.boolean(),
    before: blanks,
    after: blanks,
  })
  .map(({ name, argument, quoted, before, after }) => {
    const plain = argument !== null && /^[^\s,"]*$/.test(argument);
    const value = argument !== null && (quoted || !plain) ? `"${argument.replace(/["\\]/g, '\\$&')}"` : argument;
    return { name, argument, text: `${before}${name}${value === null ? '' : `=${value}`}${after}` };
  });

describe('Cache-Control of any kind (RFC 9111 section 5.2)', () => {
  it('is read as it was meant, however it is written', () => {
    fc.assert(
      fc.property(
        fc.array(directive, { maxLength: 8 }),
        fc.array(fc.constantFrom('', ' '), { maxLength: 3 }),
        (list, gaps) => {
          const expected = new Map<string, string | true>();
          for (const { name, argument } of list) {
            if (!expected.has(name.toLowerCase())) expected.set(name.toLowerCase(), argument ?? true);
          }
          const field = [...list.map(({ text }) => text), ...gaps].join(',');
          assert.deepEqual(new Map(readDirectives(field)), expected, field);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('does no harm, whatever the text and however long', () => {
    const piece = fc.oneof(
      fc.constantFrom(',', '=', '"', '\\', ' ', ';', 'max-age', 'no-store', '=60', '="60', '\\"'),
      fc.string({ unit: 'binary', maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const directives = readDirectives(pieces.join(''));
        for (const name of directives.keys()) assert.match(name, /^[^\s,=";]+$/);
        const age = seconds(directives, 'max-age');
        assert.ok(age === null || (Number.isInteger(age) && age >= 0 && age <= 2 ** 31));
      }),
      { numRuns: 2000 },
    );
    // With more than one look at each character these would not come to an end.
    for (const text of ['a="', '"', 'a=\\"', ' ', 'a ', ',', '=', 'a="\\', 'a=",', '"\\,a="'])
      readDirectives(text.repeat(2e5));
  });
});

describe('HTTP dates of any kind (RFC 9110 section 5.6.7)', () => {
  it('come back in each of the three formats', () => {
    const range = { min: new Date('1976-01-01'), max: new Date('2075-12-31'), noInvalidDate: true };
    fc.assert(
      fc.property(fc.date(range), (date) => {
        const moment = Math.floor(date.getTime() / 1000) * 1000;
        const imf = date.toUTCString();
        const [, day, month, year, time] = /, (\d\d) (\w+) (\d+) (\S+) GMT/.exec(imf)!;
        const weekday = imf.slice(0, 3);
        const days = Number(day);
        for (const text of [
          imf,
          `${weekday}day, ${day}-${month}-${year!.slice(2)} ${time} GMT`,
          `${weekday} ${month} ${String(days).padStart(2)} ${time} ${year}`,
        ]) {
          assert.equal(parseHttpDate(text, START), moment, text);
        }
      }),
    );
  });

  it('are nothing, or what the platform takes them for', () => {
    const piece = fc.oneof(
      fc.constantFrom('Sun, ', 'Sunday, ', 'Sun ', '06', '-', ' ', 'Nov', '1994', '94', '08:49:37', ' GMT', ':', '99'),
      fc.string({ maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        const moment = parseHttpDate(text, START);
        assert.ok(moment === null || Number.isFinite(moment), text);
        if (moment !== null && / GMT$/i.test(text) && /\d{4}/.test(text)) assert.equal(moment, Date.parse(text), text);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('decisions of any kind (RFC 9111 sections 4 and 5.2)', () => {
  const delta = fc.option(fc.integer({ min: 0, max: 100 }));
  const situation = fc.record({
    age: fc.integer({ min: 0, max: 50 }),
    passed: fc.integer({ min: 0, max: 150 }),
    lifetime: delta,
    expires: delta,
    noCache: fc.boolean(),
    mustRevalidate: fc.boolean(),
    tag: fc.boolean(),
    maxAge: delta,
    maxStale: fc.option(fc.oneof(fc.constant(true), fc.integer({ min: 0, max: 100 }))),
    minFresh: delta,
    asksNoCache: fc.boolean(),
    onlyIfCached: fc.boolean(),
    offline: fc.boolean(),
  });

  it('are those of the formulas', () => {
    fc.assert(
      fc.property(situation, (given) => {
        const { age, passed, lifetime, expires, noCache, mustRevalidate, tag, offline } = given;
        const { maxAge, maxStale, minFresh, asksNoCache, onlyIfCached } = given;
        if (noCache && !tag) return;
        const control = ['public'];
        if (lifetime !== null) control.push(`max-age=${lifetime}`);
        if (noCache) control.push('no-cache');
        if (mustRevalidate) control.push('must-revalidate');
        const lines = [`Cache-Control: ${control.join(', ')}`, `Age: ${age}`];
        if (expires !== null) lines.push(`Expires: ${dateAt(expires)}`);
        if (tag) lines.push('ETag: "a"');
        const wishes: string[] = [];
        if (maxAge !== null) wishes.push(`max-age=${maxAge}`);
        if (maxStale !== null) wishes.push(maxStale === true ? 'max-stale' : `max-stale=${maxStale}`);
        if (minFresh !== null) wishes.push(`min-fresh=${minFresh}`);
        if (asksNoCache) wishes.push('no-cache');
        if (onlyIfCached) wishes.push('only-if-cached');
        const asked = request(wishes.length === 0 ? '' : `Cache-Control: ${wishes.join(', ')}`);
        const decision = decide(asked, [stored(lines.join('\n'))], at(passed), offline);

        // Sections 4.2, 4.2.1 and 4.2.3.
        const currentAge = age + passed;
        const freshness = lifetime ?? expires ?? 0;
        const isFresh = freshness > currentAge;
        // Sections 5.2.1.1 to 5.2.1.4.
        const agesWell = maxAge === null || currentAge <= maxAge;
        const staysFresh = minFresh === null || freshness - currentAge >= minFresh;
        const mayBeStale =
          !mustRevalidate && maxStale !== null && (maxStale === true || currentAge - freshness <= maxStale);
        const satisfies = !noCache && !asksNoCache && agesWell && staysFresh && (isFresh || mayBeStale);
        // Sections 4.2.4 and 5.2.2.2: disconnected, but not against the origin's word.
        const standsIn = offline && !noCache && !asksNoCache && (isFresh || !mustRevalidate);
        const otherwise = offline || onlyIfCached ? 'not cached' : tag ? 'validate' : 'miss';
        assert.equal(decision.kind, satisfies || standsIn ? 'hit' : otherwise);
      }),
      { numRuns: 3000 },
    );
  });
});
