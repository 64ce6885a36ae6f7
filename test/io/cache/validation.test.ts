// What a 304, a HEAD and an unsafe method do to what is stored: RFC 9111 sections 3.2, 4.3.4, 4.3.5 and 4.4.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ageOf } from '#src/io/cache/age.js';
import { combined } from '#src/io/cache/fields.js';
import { invalidated } from '#src/io/cache/invalidation.js';
import { decide } from '#src/io/cache/reuse.js';
import { freshenedByHead, validated } from '#src/io/cache/validation.js';
import { at, dateAt, request, response, stored } from './scene.js';

const later = { status: 304, requestTime: at(100), responseTime: at(100) };
const now304 = (lines: string): ReturnType<typeof response> => response(`Date: ${dateAt(100)}\n${lines}`, later);

describe('a 304 (RFC 9111 section 4.3.4)', () => {
  it('makes the response fresh again that it speaks of', () => {
    const old = stored('ETag: "a"\nCache-Control: max-age=60\nX-Old: 1');
    const { answer, updated } = validated(request(), [old], old, now304('ETag: "a"\nCache-Control: max-age=30'));
    assert.deepEqual(updated, [answer]);
    assert.equal(answer?.id, old.id);
    assert.equal(decide(request(), updated, at(129), false).kind, 'hit');
    assert.equal(decide(request(), updated, at(130), false).kind, 'validate');
  });

  it('replaces fields, adds new ones and keeps the others (section 3.2)', () => {
    const old = stored('ETag: "a"\nX-Twice: 1\nx-twice: 2\nX-Old: 1');
    const { answer } = validated(request(), [old], old, now304('ETag: "a"\nX-Twice: 3\nX-New: 1'));
    assert.ok(answer);
    assert.equal(combined(answer, 'x-twice'), '3');
    assert.equal(combined(answer, 'x-new'), '1');
    assert.equal(combined(answer, 'x-old'), '1');
    assert.equal(answer.status, 200);
  });

  it('does not change what describes the body, nor bring in fields of the connection (section 3.2)', () => {
    const old = stored('ETag: "a"\nContent-Length: 4\nContent-Encoding: gzip\nContent-Type: text/plain');
    const news =
      'ETag: "a"\nContent-Length: 0\nContent-Encoding: br\nContent-Range: bytes 0-1/2\nConnection: X-A\nX-A: 1';
    const { answer } = validated(request(), [old], old, now304(news));
    assert.ok(answer);
    assert.equal(combined(answer, 'content-length'), '4');
    assert.equal(combined(answer, 'content-encoding'), 'gzip');
    assert.equal(combined(answer, 'content-range'), null);
    assert.equal(combined(answer, 'x-a'), null);
  });

  it('begins a new age: neither Age nor Date of old go on (section 4.2.3)', () => {
    const old = stored('ETag: "a"\nAge: 500');
    const { answer } = validated(request(), [old], old, now304('ETag: "a"'));
    assert.ok(answer);
    assert.equal(ageOf(answer, at(105)), 5);
    const undated = validated(request(), [old], old, response('Date: none\nETag: "a"', later)).answer;
    assert.ok(undated);
    assert.equal(ageOf(undated, at(105)), 5);
  });

  it('with a strong tag is for all responses with that very tag', () => {
    const one = stored('ETag: "a"\nVary: A');
    const two = stored('ETag: "a"\nVary: B');
    const three = stored('ETag: "b"\nVary: C');
    const { updated } = validated(request(), [one, two, three], one, now304('ETag: "a"'));
    assert.deepEqual(updated.map(({ id }) => id).sort(), [one.id, two.id].sort());
  });

  it('with a strong tag is not for a response with the weak one', () => {
    const old = stored('ETag: W/"a"');
    const { answer, updated } = validated(request(), [old], old, now304('ETag: "a"'));
    assert.equal(answer, null);
    assert.deepEqual(updated, []);
  });

  it('with a weak tag is for the most recent response that it fits', () => {
    const one = stored(`Date: ${dateAt(-9)}\nETag: W/"a"\nVary: A`);
    const two = stored('ETag: W/"a"\nVary: B');
    const { updated } = validated(request(), [one, two], one, now304('ETag: W/"a"'));
    assert.deepEqual(
      updated.map(({ id }) => id),
      [two.id],
    );
    const strong = stored('ETag: "a"');
    assert.equal(validated(request(), [strong], strong, now304('ETag: W/"a"')).answer?.id, strong.id);
  });

  it('with a Last-Modified alone is for the most recent response that has it', () => {
    const old = stored(`Last-Modified: ${dateAt(-50)}`);
    assert.equal(validated(request(), [old], old, now304(`Last-Modified: ${dateAt(-50)}`)).answer?.id, old.id);
    assert.equal(validated(request(), [old], old, now304(`Last-Modified: ${dateAt(-40)}`)).answer, null);
  });

  it('without any says that the response holds, but freshens none that has one', () => {
    const old = stored('ETag: "a"');
    const { answer, updated } = validated(request(), [old], old, now304('Cache-Control: max-age=60'));
    assert.equal(answer, old);
    assert.deepEqual(updated, []);
  });

  it('of a response nobody has is no answer: the origin must be asked again', () => {
    const old = stored('ETag: "a"');
    assert.deepEqual(validated(request(), [old], old, now304('ETag: "x"')), {
      answer: null,
      updated: [],
      dropped: [old],
    });
  });

  it('is not for responses of other scopes or variants', () => {
    const mine = stored('ETag: "a"\nVary: X');
    const scoped = { ...stored('ETag: "a"'), scope: 'other' };
    const other = stored('ETag: "a"\nVary: X', {}, request('X: 1'));
    const { updated } = validated(request(), [mine, scoped, other], mine, now304('ETag: "a"'));
    assert.deepEqual(
      updated.map(({ id }) => id),
      [mine.id],
    );
  });

  it('with no-store is the answer this once, and takes the response with it (section 5.2.2.5)', () => {
    const old = stored('ETag: "a"\nX: 1');
    const { answer, updated, dropped } = validated(
      request(),
      [old],
      old,
      now304('ETag: "a"\nCache-Control: no-store\nX: 2'),
    );
    assert.ok(answer);
    assert.equal(combined(answer, 'x'), '2');
    assert.deepEqual(updated, []);
    assert.deepEqual(
      dropped.map(({ id }) => id),
      [old.id],
    );
  });

  it('to a request with no-store leaves no trace (section 5.2.1.5)', () => {
    const old = stored('ETag: "a"\nX: 1');
    const asked = request('Cache-Control: no-store');
    const { answer, updated, dropped } = validated(asked, [old], old, now304('ETag: "a"\nX: 2'));
    assert.equal(answer && combined(answer, 'x'), '2');
    assert.deepEqual([updated, dropped], [[], []]);
  });

  it('with Vary: * makes the response one that nobody is given (section 4.1)', () => {
    const old = stored('ETag: "a"');
    const { answer, updated, dropped } = validated(request(), [old], old, now304('ETag: "a"\nVary: *'));
    assert.equal(answer?.id, old.id);
    assert.deepEqual([updated.length, dropped.length], [0, 1]);
  });

  it('with no-cache keeps the response for the next question', () => {
    const old = stored('ETag: "a"\nCache-Control: max-age=60');
    const { updated } = validated(request(), [old], old, now304('Cache-Control: no-cache\nETag: "a"'));
    assert.equal(decide(request(), updated, at(100), false).kind, 'validate');
  });

  it('with another Vary makes the response one of other variants', () => {
    const asked = request('X: 1');
    const old = stored('ETag: "a"', {}, asked);
    const { answer } = validated(asked, [old], old, now304('ETag: "a"\nVary: X'));
    assert.ok(answer);
    assert.equal(decide(request('X: 2'), [answer], at(100), false).kind, 'miss');
  });
});

describe('an answer to HEAD (RFC 9111 section 4.3.5)', () => {
  const head = (lines: string): ReturnType<typeof response> =>
    response(`Date: ${dateAt(100)}\n${lines}`, { ...later, status: 200 });

  it('makes the GET response fresh again that it agrees with', () => {
    const old = stored('ETag: "a"\nContent-Length: 4\nCache-Control: max-age=60');
    const { updated, dropped } = freshenedByHead(request(), [old], head('ETag: "a"\nContent-Length: 4\nX: 1'));
    assert.deepEqual(dropped, []);
    assert.equal(updated[0]?.id, old.id);
    assert.equal(decide(request(), updated, at(150), false).kind, 'hit');
  });

  it('outdates one that it contradicts', () => {
    const old = stored('ETag: "a"\nContent-Length: 4');
    for (const lines of [
      'ETag: "b"\nContent-Length: 4',
      'ETag: "a"\nContent-Length: 5',
      `Last-Modified: ${dateAt(0)}`,
    ]) {
      assert.deepEqual(freshenedByHead(request(), [old], head(lines)).dropped, [old], lines);
    }
  });
});

describe('an answer to HEAD and no-store', () => {
  const head = (lines: string): ReturnType<typeof response> => response(lines, { ...later, status: 200 });

  it('on the side of the response: the stored one goes (section 5.2.2.5)', () => {
    const old = stored('ETag: "a"');
    const { updated, dropped } = freshenedByHead(request(), [old], head('ETag: "a"\nCache-Control: no-store'));
    assert.deepEqual([updated.length, dropped.map(({ id }) => id)], [0, [old.id]]);
  });

  it('on the side of the request: it stays as it is, unless it is outdated (section 5.2.1.5)', () => {
    const [old, other] = [stored('ETag: "a"\nVary: A'), stored('ETag: "b"\nVary: B')];
    const asked = request('Cache-Control: no-store');
    assert.deepEqual(freshenedByHead(asked, [old, other], head('ETag: "a"\nX: 1')), { updated: [], dropped: [other] });
  });
});

describe('an answer to an unsafe method (RFC 9111 section 4.4)', () => {
  const url = 'https://example.com/dir/a?q';
  const after = (method: string, status: number, lines = ''): string[] =>
    invalidated(method, url, response(lines, { status }));

  it('makes the url doubtful, if it is not an error', () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'PURGE'])
      assert.deepEqual(after(method, 200), [url], method);
    assert.deepEqual(after('POST', 303), [url]);
    assert.deepEqual(after('POST', 400), []);
    assert.deepEqual(after('POST', 500), []);
  });

  it('as safe methods do not', () => {
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'TRACE']) assert.deepEqual(after(method, 200), [], method);
  });

  it('and what it points to on the same origin', () => {
    assert.deepEqual(after('POST', 201, 'Location: ../b#frag\nContent-Location: c'), [
      url,
      'https://example.com/b',
      'https://example.com/dir/c',
    ]);
  });

  it('but nowhere else', () => {
    for (const target of [
      'https://other.example/',
      'http://example.com/',
      'https://example.com:444/',
      'http://[',
      '//x.y/',
    ]) {
      assert.deepEqual(after('POST', 201, `Location: ${target}`), [url], target);
    }
  });
});
