// Several identical GETs at a time share one fetch.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SharedFetches, mayShare } from '#src/io/cache/sharing.js';
import { request, URL_A } from './scene.js';

const URL_B = 'https://example.com/b';
const one = request('Accept: a\nX: 1');

describe('sharing a fetch', () => {
  it('is not for those that want an answer of their own', () => {
    assert.equal(mayShare(one), true);
    for (const directive of ['no-cache', 'no-store', 'max-age=5', 'min-fresh=5', 'only-if-cached']) {
      assert.equal(mayShare(request(`Cache-Control: ${directive}`)), false, directive);
    }
    assert.equal(mayShare(request('Cache-Control: max-stale')), true);
    assert.equal(mayShare(request('Range: bytes=0-1')), false);
    assert.equal(mayShare(request('If-None-Match: "a"')), false);
    assert.equal(mayShare(request('Pragma: no-cache')), false);
    assert.equal(mayShare(request('', { method: 'HEAD' })), false);
  });

  it('has one leader, and tells the others when it ends, in order', () => {
    const fetches = new SharedFetches<string>();
    assert.equal(fetches.enter(one, 'a', true), 'lead');
    assert.equal(fetches.enter(one, 'b', true), 'wait');
    assert.equal(fetches.enter(request('', { url: URL_B }), 'x', true), 'lead');
    assert.equal(fetches.enter(one, 'c', true), 'wait');
    assert.equal(fetches.enter(request('Accept: a\nX: 1'), 'd', true), 'wait');
    assert.equal(fetches.leave(URL_A, 'c'), true);
    assert.equal(fetches.leave(URL_A, 'a'), false, 'the leader does not wait');
    assert.deepEqual(fetches.end(URL_A, 'stored'), ['b', 'd']);
    assert.deepEqual(fetches.end(URL_A, 'stored'), []);
    assert.equal(fetches.enter(one, 'e', true), 'lead');
  });

  it('is for requests that send the very same', () => {
    const fetches = new SharedFetches<string>();
    assert.equal(fetches.enter(one, 'a', true), 'lead');
    assert.equal(fetches.enter(request('Accept: a\nX: 2'), 'b', true), 'alone');
    assert.equal(fetches.enter(request('Accept: a'), 'c', true), 'alone');
    assert.equal(fetches.enter(request('Accept: a\nX: 1', { scope: 'container:1' }), 'd', true), 'alone');
  });

  it('does not depend on one that may be slow', () => {
    const fetches = new SharedFetches<string>();
    assert.equal(fetches.enter(one, 'a', false), 'alone');
    assert.equal(fetches.enter(one, 'b', true), 'lead');
    assert.equal(fetches.enter(one, 'c', false), 'wait');
  });

  it('is not tried again where an answer could not be shared, until one could', () => {
    const fetches = new SharedFetches<string>();
    fetches.enter(one, 'a', true);
    fetches.enter(one, 'b', true);
    assert.deepEqual(fetches.end(URL_A, 'unshareable'), ['b']);
    assert.equal(fetches.enter(one, 'b', true), 'alone');
    assert.equal(fetches.enter(one, 'c', true), 'alone');
    fetches.allow(URL_A);
    assert.equal(fetches.enter(one, 'd', true), 'lead');
  });

  it('is tried again where it was given up', () => {
    const fetches = new SharedFetches<string>();
    fetches.enter(one, 'a', true);
    fetches.enter(one, 'b', true);
    assert.deepEqual(fetches.end(URL_A, 'given up'), ['b']);
    assert.equal(fetches.enter(one, 'b', true), 'lead');
  });
});
