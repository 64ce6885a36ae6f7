// What a container does beside the rules for single cookies: who may change it, and how many it keeps.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CookieContainer } from '#src/cookies/index.js';

const url = 'https://example.com/';
const now = Date.parse('2025-01-01T00:00:00Z');

/** `n0=v; n1=v; …` for the numbers given. */
const named = (numbers: number[]): string => numbers.map((n) => `n${n}=v`).join('; ');
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

describe('a cookie container', () => {
  it('is not changed by responses unless it was made so', () => {
    const container = new CookieContainer(false);
    container.receive(url, ['a=b'], now);
    assert.equal(container.header(url, now), '');
    assert.equal(container.set('example.com', '/', 'c=d', now), true);
    container.receive(url, ['c=; Max-Age=0', 'c=e'], now);
    assert.equal(container.header(url, now), 'c=d');
  });

  it('keeps several Set-Cookie fields of one response apart, in their order', () => {
    const container = new CookieContainer(true);
    container.receive(url, ['a=1', 'b=2; Path=/x', 'bad\0', 'c=3, d=4'], now);
    assert.equal(container.header(url, now), 'a=1; c=3, d=4');
  });

  it('shares nothing with another one', () => {
    const [one, other] = [new CookieContainer(true), new CookieContainer(true)];
    one.receive(url, ['a=1'], now);
    assert.equal(other.header(url, now), '');
  });

  it('holds 50 cookies of a domain and lets the one go that was not sent for longest (section 5.7, 6.1)', () => {
    const container = new CookieContainer(true);
    for (const n of range(0, 50)) container.receive(url, [`n${n}=v`], now + n);
    container.receive(`${url}x/`, ['late=v; Path=/x'], now + 100);
    assert.equal(container.header(url, now + 200), named(range(1, 50)));
    container.receive(url, ['later=v'], now + 300);
    // The one for /x was not sent meanwhile.
    assert.equal(container.header(`${url}x/`, now + 400), `${named(range(1, 50))}; later=v`);
  });

  it('lets the cookies of a crowded domain go first that are not Secure (section 5.7)', () => {
    const container = new CookieContainer(true);
    for (const n of range(0, 49)) container.receive(url, [`n${n}=v; Secure`], now + n);
    container.receive(url, ['plain=v'], now + 100);
    container.receive(url, ['n49=v; Secure'], now + 101);
    assert.equal(container.header(url, now + 102), named(range(0, 50)));
  });

  it('lets expired cookies go before any other (section 5.7)', () => {
    const container = new CookieContainer(true);
    container.receive(url, ['brief=v; Max-Age=1; Path=/elsewhere'], now);
    for (const n of range(0, 49)) container.receive(url, [`n${n}=v`], now + n);
    container.receive(url, ['n49=v'], now + 5000);
    assert.equal(container.header(url, now + 5001), named(range(0, 50)));
  });

  it('holds a number of cookies in all', () => {
    const container = new CookieContainer(true, { perDomain: 50, inAll: 3 });
    for (const n of range(0, 5)) container.receive(`https://host${n}.example/`, ['a=b'], now + n);
    const kept = range(0, 5).filter((n) => container.header(`https://host${n}.example/`, now + 10) !== '');
    assert.deepEqual(kept, [2, 3, 4]);
  });
});
