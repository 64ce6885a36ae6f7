// Cookies of any kind: a container agrees with a plain model of RFC 6265bis, reads every way to write a date, and takes any
// text without harm. fast-check prints the seed of a failure.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { CookieContainer, acceptsCookie } from '#src/cookies/index.js';
import { CookieModel, type ModelCookie } from './cookie-model.js';

const now = Date.parse('2025-01-01T00:00:00Z');
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const host = fc.constantFrom('example.com', 'www.example.com', 'a.www.example.com', 'example.org', '127.0.0.1');
const path = fc.constantFrom('/', '/x', '/x/', '/x/y', '/x/y/z', '/xy');
const url = fc.tuple(fc.constantFrom('http', 'https'), host, path).map(([scheme, at, to]) => `${scheme}://${at}${to}`);

const cookie: fc.Arbitrary<ModelCookie> = fc.record({
  name: fc.constantFrom('a', 'b'),
  value: fc.constantFrom('1', '2', '3'),
  domain: fc.option(fc.constantFrom('example.com', 'www.example.com', 'example.org', '127.0.0.1')),
  path: fc.option(path),
  secure: fc.boolean(),
  maxAge: fc.option(fc.integer({ min: -1, max: 20 })),
});

const step = fc.oneof(
  fc.record({ kind: fc.constant('receive' as const), url, cookie }),
  fc.record({ kind: fc.constant('pass' as const), seconds: fc.integer({ min: 1, max: 10 }) }),
);

/** The cookie as a server writes it, in one of several ways. */
function fieldOf({ name, value, domain, path: of, secure, maxAge }: ModelCookie): string {
  const attributes = [
    domain === null ? '' : `Domain=${domain}`,
    of === null ? '' : `path = ${of}`,
    secure ? 'SECURE' : '',
    maxAge === null ? '' : `Max-Age=${maxAge}`,
  ];
  return [`${name}=${value}`, ...attributes].join('; ');
}

describe('cookies of any kind', () => {
  it('are kept, replaced and sent as the model says', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.array(url, { minLength: 1, maxLength: 5 }), (steps, asked) => {
        const container = new CookieContainer(true);
        const model = new CookieModel();
        let time = now;
        for (const taken of steps) {
          if (taken.kind === 'pass') time += taken.seconds * 1000;
          else {
            container.receive(taken.url, [fieldOf(taken.cookie)], time);
            model.receive(taken.url, taken.cookie, time);
          }
        }
        for (const place of asked) assert.equal(container.header(place, time), model.header(place, time), place);
      }),
      { numRuns: 500 },
    );
  });

  it('have dates in any order and with anything in between (section 5.1.1)', () => {
    const delimiter = fc.stringMatching(/^[\t -/<-@[-`{-~]{1,3}$/);
    const parts = fc.record({
      moment: fc.date({ min: new Date('2025-01-01T00:00:02Z'), max: new Date('2026-02-01'), noInvalidDate: true }),
      order: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
      between: fc.array(delimiter, { minLength: 5, maxLength: 5 }),
      short: fc.boolean(),
      cased: fc.constantFrom(
        (text: string) => text,
        (text: string) => text.toUpperCase(),
        (text: string) => text.toLowerCase(),
      ),
    });
    fc.assert(
      fc.property(parts, ({ moment, order, between, short, cased }) => {
        const ends = Math.floor(moment.getTime() / 1000) * 1000;
        const day = moment.getUTCDate();
        const year = moment.getUTCFullYear();
        const tokens = [
          moment.toISOString().slice(11, 19),
          String(day).padStart(2, '0'),
          cased(MONTHS[moment.getUTCMonth()]!),
          short ? String(year % 100) : String(year),
        ];
        // Of two numbers of two digits the first is the day.
        const sorted = short ? order.filter((n) => n !== 3).concat(3) : order;
        const date = between[4]! + sorted.map((n, i) => `${tokens[n]!}${between[i]!}`).join('');
        // A semicolon would end the attribute.
        const container = new CookieContainer(true);
        container.receive('https://example.com/', [`a=b; Expires=${date.replaceAll(';', ',')}`], now);
        assert.equal(container.header('https://example.com/', ends - 1), 'a=b', date);
        assert.equal(container.header('https://example.com/', ends), '', date);
      }),
      { numRuns: 500 },
    );
  });

  it('do no harm, whatever the text: nothing throws, and what is sent is one line of limited length', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '=',
        ';',
        ' ',
        '\t',
        '.',
        '/',
        ',',
        '"',
        '-1',
        '99999999999999999999',
        '%',
        '[::1]',
        '٣',
        '\ufeff',
      ),
      fc.constantFrom('Domain=', 'Path=', 'Max-Age=', 'Expires=', 'Secure', 'SameSite=', '__Host-', '__Secure-'),
      fc.constantFrom('Wed, 01 Jan 2025 00:00:00 GMT', 'example.com', 'com', '0x10', 'é'),
      fc.string({ unit: 'binary', maxLength: 5 }),
    );
    const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 20 }), text, text, (fields, one, other) => {
        const container = new CookieContainer(true);
        container.receive('https://example.com/', fields, now);
        for (const [at, to, content] of [
          ['example.com', one, other],
          [one, '/', 'a=b'],
          [one, other, one],
        ] as const) {
          assert.equal(container.set(at, to, content, now), acceptsCookie(at, to, content, now));
        }
        const header = container.header('https://example.com/', now);
        assert.doesNotMatch(header, /[\0-\x08\x0a-\x1f\x7f]/);
        assert.ok(Buffer.byteLength(header) <= 50 * (4096 + 3));
      }),
      { numRuns: 1000 },
    );
  });
});
