/** The request in the page's address: what is written is read again, and what cannot be right does no harm. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  interfaces,
  methodsOf,
  plainDraft,
  priorities,
  type RequestDraft,
} from '../../playground/page/request/draft.js';
import { MOST_BODY, readFragment, writeFragment } from '../../playground/page/request/fragment.js';

const origin = 'http://127.0.0.1:4000';

const name = fc.stringMatching(/^[A-Za-z][\w-]{0,12}$/);
const field = fc.record(
  { name, value: fc.string({ unit: 'binary' }).map((text) => text.trimStart()) },
  { noNullPrototype: true },
);
const wellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text);
const draft: fc.Arbitrary<RequestDraft> = fc
  .constantFrom(...interfaces)
  .chain((via) =>
    fc.record(
      {
        interface: fc.constant(via),
        method: fc.constantFrom(...methodsOf(via)),
        url: fc.oneof(
          fc.webUrl({ withQueryParameters: true }).map((url) => new URL(url).href),
          fc.constant(`${origin}/samples/json?a=b&c=d`),
        ),
        headers: fc.array(field, { maxLength: 3 }),
        parameters: fc.array(field, { maxLength: 3 }),
        body: fc.string({ unit: 'binary' }),
        bodyType: fc.constantFrom('', 'text/plain; charset=utf-8'),
        chunkSize: fc.integer({ min: 256, max: 16_777_216 }),
        streaming: fc.boolean(),
        activityTimeout: fc.nat(),
        absoluteTimeout: fc.nat(),
        priority: fc.constantFrom(...priorities),
      },
      { noNullPrototype: true },
    ),
  )
  .filter((made) => wellFormed(JSON.stringify(made)));

describe('a draft in the fragment', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(draft, (made) => {
        assert.deepEqual(readFragment(`#${writeFragment(made, origin)}`, origin), made);
      }),
    );
  });

  it('says only what is not plain, in words', () => {
    assert.equal(
      writeFragment(plainDraft('http://example.com/'), origin),
      'interface=godot&url=http%3A%2F%2Fexample.com%2F',
    );
  });

  it('has addresses on the page’s own server as paths, so that it holds on another port', () => {
    const written = writeFragment(plainDraft(`${origin}/samples/json`), origin);
    assert.equal(new URLSearchParams(written).get('url'), '/samples/json');
    assert.equal(readFragment(written, 'http://127.0.0.1:5000')?.url, 'http://127.0.0.1:5000/samples/json');
  });

  it('leaves out a body that is too long for an address', () => {
    const written = writeFragment({ ...plainDraft(`${origin}/`), body: 'x'.repeat(MOST_BODY + 1) }, origin);
    assert.equal(readFragment(written, origin)?.body, '');
  });
});

describe('a fragment that somebody else wrote', () => {
  for (const fragment of [
    '',
    '#',
    '#method=GET',
    '#url=javascript:alert(1)',
    '#url=file:///etc/passwd',
    '#url=http://[',
  ]) {
    it(`is no draft: ${fragment === '' ? '(empty)' : fragment}`, () => {
      assert.equal(readFragment(fragment, origin), null);
    });
  }

  it('is taken as far as it makes sense', () => {
    const read = readFragment(
      '#interface=nothing&method=BREW&url=/x&chunk=-5&idle=1e3&priority=now&header=Alone',
      origin,
    );
    assert.deepEqual(read, { ...plainDraft(`${origin}/x`), headers: [{ name: 'Alone', value: '' }] });
  });

  it('survives anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        readFragment(text, origin);
      }),
    );
  });
});
