/** Which runtimes and which files of tests are meant. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { filesOf, isPart, parts } from '../../scripts/runtimes/parts.js';
import { labelOf, runtimes, runtimesCalled } from '../../scripts/runtimes/runtimes.js';

const called = (text: string): string[] => runtimesCalled(text).map(labelOf);

describe('a runtime is called', () => {
  it('by its name, which means all its versions', () => {
    assert.deepEqual(called('bun'), runtimes.filter(({ name }) => name === 'bun').map(labelOf));
    assert.deepEqual(called('node').length, 4);
  });

  it('by its name and the beginning of a version', () => {
    assert.deepEqual(called('node@20'), ['node@20.18.0']);
    assert.deepEqual(called('node@20.18'), ['node@20.18.0']);
    assert.deepEqual(called('node@2'), []);
  });

  it('by a whole version, which need not be among those that are run', () => {
    assert.deepEqual(called('node@20.18.0'), ['node@20.18.0']);
    assert.deepEqual(called('deno@1.2.3'), ['deno@1.2.3']);
  });

  it('and by nothing else', () => {
    for (const text of ['', 'bu', 'chromium', 'chromium@1.2.3', 'node@1.2', 'node@latest']) {
      assert.deepEqual(called(text), [], text);
    }
  });
});

describe('a part of the tests', () => {
  it('has a name', () => {
    assert.deepEqual(['all', 'core', 'some', 'toString'].map(isPart), [true, true, false, false]);
  });

  it('has every file once', () => {
    for (const part of ['all', 'core'] as const) {
      const files = filesOf(part, []);
      assert.ok(files.length > 0);
      assert.equal(new Set(files).size, files.length);
    }
  });

  it('is in all of them, when it is the core', () => {
    const all = filesOf('all', []);
    for (const file of filesOf('core', [])) assert.ok(all.includes(file), file);
  });

  it('names no files that are not there', () => {
    const all = filesOf('all', []).map((path) => path.replaceAll('\\', '/').replace('build/test/', ''));
    for (const { beginnings, without } of Object.values(parts)) {
      for (const beginning of [...beginnings, ...without]) {
        assert.ok(
          all.some((path) => path.startsWith(beginning)),
          beginning,
        );
      }
    }
  });

  it('may be narrowed down by words in the paths', () => {
    const files = filesOf('core', ['steam/hops', 'link/ring.']).map((path) => path.replaceAll('\\', '/'));
    assert.deepEqual(files, ['build/test/steam/hops.test.js', 'build/test/link/ring.test.js']);
    assert.deepEqual(filesOf('core', ['nothing of this name']), []);
  });
});
