import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ResponseHead } from '#src/cli/exchange/exchange.js';
import { noteOf, resumeFields, verdictOn } from '#src/cli/download/resume.js';

const head = (status: number, fields: Record<string, string> = {}): ResponseHead => ({
  status,
  headers: Object.entries(fields),
  url: 'http://host/',
});
const note = { validator: '"a"', size: 100 };

describe('the note of a part file', () => {
  it('has the size, and a strong entity tag', () => {
    assert.deepEqual(noteOf(head(200, { 'Content-Length': '100', ETag: '"a"' })), note);
  });

  it('has a date only where that is as good: no weak tag, and older than the response', () => {
    const modified = 'Wed, 02 Jan 2030 03:04:05 GMT';
    const validator = (date: string): string | null =>
      noteOf(head(200, { ETag: 'W/"a"', 'Last-Modified': modified, Date: date })).validator;
    assert.equal(validator('Wed, 02 Jan 2030 03:04:06 GMT'), modified);
    assert.equal(validator(modified), null);
    assert.equal(validator('nonsense'), null);
  });

  it('does without what was not told', () => {
    assert.deepEqual(noteOf(head(200)), { validator: null, size: null });
    assert.equal(noteOf(head(200, { 'Content-Length': 'many' })).size, null);
  });
});

describe('going on', () => {
  it('is asked for with a range that holds only while the validator does', () => {
    assert.deepEqual(resumeFields(40, note), [
      ['Range', 'bytes=40-'],
      ['If-Range', '"a"'],
    ]);
  });

  it('is not asked for with nothing to go on from, or nothing to validate by', () => {
    assert.equal(resumeFields(0, note), null);
    assert.equal(resumeFields(40, null), null);
    assert.equal(resumeFields(40, { validator: null, size: 100 }), null);
  });
});

describe('a response', () => {
  const range = (value: string, more: Record<string, string> = {}): ResponseHead =>
    head(206, { 'Content-Range': value, ...more });

  for (const [what, response, verdict] of [
    ['the range that was asked for', range('bytes 40-99/100'), 'append'],
    ['that range, with the same tag', range('bytes 40-99/100', { ETag: '"a"' }), 'append'],
    ['that range of an unknown size', range('bytes 40-99/*'), 'append'],
    ['that range, with another tag', range('bytes 40-99/100', { ETag: '"b"' }), 'ask for all'],
    ['that range of another size', range('bytes 40-99/120'), 'ask for all'],
    ['another range', range('bytes 39-99/100'), 'ask for all'],
    ['a range without words', head(206), 'ask for all'],
    ['several ranges', range('multipart'), 'ask for all'],
    ['the whole', head(200), 'start over'],
    ['no more to come', head(416, { 'Content-Range': 'bytes */40' }), 'complete'],
    ['a smaller whole', head(416, { 'Content-Range': 'bytes */30' }), 'ask for all'],
    ['an unexplained refusal of the range', head(416), 'ask for all'],
    ['an error page', head(404), 'nothing'],
    ['a redirect', head(302), 'nothing'],
    ['no content', head(204), 'nothing'],
  ] as const) {
    it(`that is ${what}: ${verdict}`, () => {
      assert.equal(verdictOn(response, 40, note), verdict);
    });
  }

  it('that is a part although the whole was asked for is not taken', () => {
    assert.equal(verdictOn(range('bytes 0-99/100'), 0, null), 'ask for all');
  });
});
