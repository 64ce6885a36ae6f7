// The cache as the request service uses it: what it is asked, what it is told, and what it keeps where.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HttpCache } from '#src/io/cache/cache.js';
import { MemoryStore } from '#src/io/cache/memory-store.js';
import type { Decision } from '#src/io/cache/reuse.js';
import { scopeOf } from '#src/io/cache/scope.js';
import { bytesOf, type CacheRequest, type ReceivedHead, type StoredResponse } from '#src/io/cache/stored-response.js';
import { at, dateAt, request, response, URL_A } from './scene.js';

const fresh = 'ETag: "a"\nCache-Control: max-age=60';

function lookUp(cache: HttpCache, asked: CacheRequest, seconds = 0, offline = false): Decision {
  const made: Decision[] = [];
  cache.lookUp(asked, at(seconds), offline, (decision) => made.push(decision));
  assert.ok(made[0] !== undefined);
  return made[0];
}

function bodyOf(cache: HttpCache, decision: Decision): string | null {
  assert.equal(decision.kind, 'hit');
  let text: string | null = null;
  cache.read(decision.response, (body) => (text = body === null ? null : Buffer.from(bytesOf(body)).toString()));
  return text;
}

function store(
  cache: HttpCache,
  text: string,
  lines = fresh,
  asked = request(),
  changes: Partial<ReceivedHead> = {},
): void {
  const recording = cache.received(asked, response(lines, changes));
  assert.ok(recording !== null);
  for (const piece of text) recording.push(Buffer.from(piece));
  assert.equal(recording.complete(), true);
}

const inMemory = (): HttpCache => new HttpCache(new MemoryStore(1_000_000), null);

describe('the cache', () => {
  it('gives out what it was given', () => {
    const cache = inMemory();
    assert.equal(lookUp(cache, request()).kind, 'miss');
    store(cache, 'body');
    assert.equal(bodyOf(cache, lookUp(cache, request())), 'body');
  });

  it('keeps nothing of a body that did not come whole (section 3.3)', () => {
    const cache = inMemory();
    const recording = cache.received(request(), response(fresh));
    recording?.push(Buffer.from('bo'));
    assert.equal(lookUp(cache, request()).kind, 'miss');
    recording?.abandon();
    recording?.push(Buffer.from('dy'));
    assert.equal(recording?.complete(), false);
    assert.equal(lookUp(cache, request()).kind, 'miss');
  });

  it('keeps nothing of a body that is too large', () => {
    const cache = new HttpCache(new MemoryStore(1000), null);
    const recording = cache.received(request(), response(fresh));
    recording?.push(new Uint8Array(250));
    assert.equal(recording?.active, true);
    recording.push(new Uint8Array(1));
    assert.equal(recording.active, false);
    assert.equal(recording.complete(), false);
  });

  it('takes copies of the bytes it is given', () => {
    const cache = inMemory();
    const bytes = Buffer.from('body');
    const recording = cache.received(request(), response(fresh));
    recording?.push(bytes);
    bytes.fill(0);
    recording?.complete();
    assert.equal(bodyOf(cache, lookUp(cache, request())), 'body');
  });

  it('goes on with a body the origin says still holds (section 4.3.4)', () => {
    const cache = inMemory();
    store(cache, 'body');
    const decision = lookUp(cache, request(), 60);
    assert.equal(decision.kind, 'validate');
    const answers: (StoredResponse | null)[] = [];
    const head = response(`Date: ${dateAt(60)}\n${fresh}`, { status: 304, requestTime: at(60), responseTime: at(60) });
    cache.validated(request(), decision.response, head, (answer) => answers.push(answer));
    assert.equal(answers[0]?.id, decision.response.id);
    assert.equal(bodyOf(cache, lookUp(cache, request(), 61)), 'body');
  });

  it('forgets a response when the origin says 304 of another one', () => {
    const cache = inMemory();
    store(cache, 'body');
    const decision = lookUp(cache, request(), 60);
    assert.equal(decision.kind, 'validate');
    let answer: StoredResponse | null | undefined;
    const head = response('ETag: "b"', { status: 304 });
    cache.validated(request(), decision.response, head, (made) => (answer = made));
    assert.equal(answer, null);
    assert.equal(lookUp(cache, request()).kind, 'miss');
  });

  it('forgets what an unsafe method makes doubtful, for everybody (section 4.4)', () => {
    const cache = inMemory();
    store(cache, 'body');
    store(cache, 'mine', fresh, request('', { scope: 'container:1' }));
    store(cache, 'next', fresh, request('', { url: 'https://example.com/b' }));
    cache.received(request('', { method: 'POST', scope: 'other' }), response('Location: /b', { status: 201 }));
    assert.equal(lookUp(cache, request()).kind, 'miss');
    assert.equal(lookUp(cache, request('', { scope: 'container:1' })).kind, 'miss');
    assert.equal(lookUp(cache, request('', { url: 'https://example.com/b' })).kind, 'miss');
  });

  it('does not store what was under way when something unsafe was done: it may be from before (section 4.4)', () => {
    const post = (seconds: number): ReturnType<HttpCache['received']> =>
      inTime.received(
        request('', { method: 'POST' }),
        response('', { requestTime: at(seconds), responseTime: at(seconds) }),
      );
    let inTime = inMemory();
    // The head had come, the body had not.
    const early = inTime.received(request(), response(fresh, { requestTime: at(1), responseTime: at(2) }));
    post(3);
    assert.equal(early?.completeWith('body'), true, 'as far as it can see');
    assert.equal(lookUp(inTime, request(), 4).kind, 'miss');
    // It was asked for before, and answered after.
    inTime = inMemory();
    post(3);
    assert.equal(inTime.received(request(), response(fresh, { requestTime: at(2), responseTime: at(4) })), null);
    assert.notEqual(inTime.received(request(), response(fresh, { requestTime: at(3), responseTime: at(4) })), null);
    // The clock was set back since.
    assert.notEqual(inTime.received(request(), response(fresh, { requestTime: at(1), responseTime: at(2) })), null);
  });

  it('has one answer to a request: a new one takes the place of what it could have been given before', () => {
    const cache = inMemory();
    const asked = request('X: 1\nY: 1');
    store(cache, 'x', `${fresh}\nVary: X`, asked);
    store(cache, 'other', `${fresh}\nVary: X`, request('X: 2'));
    store(cache, 'y', `Date: ${dateAt(-9)}\n${fresh}\nVary: Y`, asked);
    assert.equal(bodyOf(cache, lookUp(cache, asked)), 'y');
    assert.equal(bodyOf(cache, lookUp(cache, request('X: 2'))), 'other');
    assert.equal(lookUp(cache, request('X: 1')).kind, 'miss');
  });

  it('gives out a body a last time when the 304 forbids to keep it', () => {
    const cache = inMemory();
    store(cache, 'body');
    const decision = lookUp(cache, request(), 60);
    assert.equal(decision.kind, 'validate');
    let body: string | null = null;
    const head = response('ETag: "a"\nCache-Control: no-store', { status: 304 });
    cache.validated(request(), decision.response, head, (answer) => {
      body = bodyOf(cache, { kind: 'hit', response: answer! });
    });
    assert.equal(body, 'body');
    assert.equal(lookUp(cache, request()).kind, 'miss');
  });

  it('takes the word of a HEAD (section 4.3.5)', () => {
    const cache = inMemory();
    store(cache, 'body');
    const head = { requestTime: at(60), responseTime: at(60) };
    cache.received(request('', { method: 'HEAD' }), response(`Date: x\n${fresh}`, head));
    assert.equal(bodyOf(cache, lookUp(cache, request(), 100)), 'body');
    cache.received(request('', { method: 'HEAD' }), response('ETag: "b"'));
    assert.equal(lookUp(cache, request()).kind, 'miss');
  });

  it('gives nothing of one container to another, whatever their cookies', () => {
    const cache = inMemory();
    const one = request('', { scope: scopeOf({ names: [], values: [] }, 'one', true) });
    const two = request('', { scope: scopeOf({ names: [], values: [] }, 'two', true) });
    store(cache, 'body', fresh, one);
    assert.equal(lookUp(cache, two).kind, 'miss');
    assert.equal(lookUp(cache, request()).kind, 'miss');
    assert.equal(lookUp(cache, two, 0, true).kind, 'not cached');
    assert.equal(bodyOf(cache, lookUp(cache, one)), 'body');
  });

  it('keeps nothing that was begun before it was emptied', () => {
    const cache = inMemory();
    const recording = cache.received(request(), response(fresh));
    cache.clear(() => undefined);
    recording?.push(Buffer.from('body'));
    recording?.complete();
    assert.equal(lookUp(cache, request()).kind, 'miss');
  });

  it('can be emptied', () => {
    const cache = inMemory();
    store(cache, 'body');
    let done = false;
    cache.clear(() => (done = true));
    assert.equal(done, true);
    assert.equal(lookUp(cache, request()).kind, 'miss');
  });
});

describe('the cache with a disk', () => {
  // A second memory stands in for the disk: the disk store keeps the same contract.
  const disk = new MemoryStore(1_000_000);
  const another = (): HttpCache => new HttpCache(new MemoryStore(1_000_000), disk);

  it('finds what another process stored, and has it near from then on', () => {
    store(another(), 'body');
    const cache = another();
    const decision = lookUp(cache, request());
    assert.equal(bodyOf(cache, decision), 'body');
    disk.remove(URL_A);
    assert.equal(bodyOf(cache, lookUp(cache, request())), 'body');
  });

  it('keeps to memory what a container got', () => {
    const mine = request('', { scope: 'container:1' });
    const cache = another();
    store(cache, 'mine', fresh, mine);
    assert.equal(bodyOf(cache, lookUp(cache, mine)), 'mine');
    assert.equal(lookUp(another(), mine).kind, 'miss');
  });

  it('looks on the disk when memory has only another variant', () => {
    const [one, two] = [request('X: 1'), request('X: 2')];
    store(another(), 'one', `${fresh}\nVary: X`, one);
    const cache = another();
    store(cache, 'two', `${fresh}\nVary: X`, two);
    assert.equal(bodyOf(cache, lookUp(cache, one)), 'one');
  });

  it('is a miss when the body is gone meanwhile', () => {
    store(another(), 'body', fresh, request('', { url: 'https://example.com/gone' }));
    const cache = another();
    const decision = lookUp(cache, request('', { url: 'https://example.com/gone' }));
    disk.remove('https://example.com/gone');
    assert.equal(bodyOf(cache, decision), null);
  });
});
