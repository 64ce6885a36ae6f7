// The cookie rules of RFC 6265bis, case by case, from the Markdown files in cases/.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CookieContainer, acceptsCookie } from '#src/cookies/index.js';
import { readCookieCases } from './case-file.js';

const START = Date.parse('2025-01-01T00:00:00Z');

describe('cookie cases', () => {
  for (const { name, steps } of readCookieCases('test/cookies/cases')) {
    it(name, () => {
      const container = new CookieContainer(true);
      let now = START;
      for (const step of steps) {
        switch (step.kind) {
          case 'receive':
            container.receive(step.url, [step.field], now);
            break;
          case 'header':
            assert.equal(container.header(step.url, now), step.expected, step.at);
            break;
          case 'set':
            assert.equal(container.set(step.host, step.url, step.cookie, now), step.accepted, step.at);
            assert.equal(acceptsCookie(step.host, step.url, step.cookie, now), step.accepted, step.at);
            break;
          case 'pass':
            now += step.seconds * 1000;
            break;
        }
      }
    });
  }
});
