/**
 * Which tests are run on another runtime: those that depend on it. What runs in a page, what looks at the sources, the
 * documentation and the package, the benchmarks and the command are the same there.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const TESTS = 'build/test';

interface Selection {
  /** How the paths of its files begin, in the order in which they are run: what takes longest comes first. */
  readonly beginnings: readonly string[];
  /** But not the files whose paths begin so. */
  readonly without: readonly string[];
}

/**
 * `all` that depends on the runtime, or its `core`, which can be run on every runtime with each change. The core leaves out rules
 * that need little but JavaScript (of HTTP/1.1, cookies, the cache), and what takes long because it does the same thing very often:
 * it shows leaks and races of ours rather than what a runtime does differently.
 */
export const parts = {
  all: {
    beginnings: [
      'contract/',
      'oracle/',
      'interop/nginx',
      'interop/proxies',
      'io/',
      'godot/',
      'steam/',
      'diagnostics/',
      'link/',
      'requests/',
      'log/',
      'http1/',
      'cookies/',
    ],
    without: [],
  },
  core: {
    beginnings: [
      'contract/',
      'interop/nginx-tls',
      'interop/proxies',
      'io/',
      'godot/',
      'steam/',
      'diagnostics/',
      'link/',
    ],
    without: [
      'io/cache/',
      'io/requests/chaos',
      'godot/connect-cycles',
      'godot/query-string',
      'godot/stream-peer-values',
      'godot/tls-cost',
      'steam/cache.',
      'steam/cache-processes',
      'steam/cache-sharing',
      'steam/cookies',
      'steam/growth',
      'steam/known-answers',
      'steam/offline',
      'steam/queueing',
    ],
  },
} as const satisfies Record<string, Selection>;

export type Part = keyof typeof parts;

export const isPart = (text: string): text is Part => Object.hasOwn(parts, text);

/** The compiled test files of a part; of those, the ones whose path contains one of `wanted`, where there are any. */
export function filesOf(part: Part, wanted: readonly string[]): string[] {
  const { beginnings, without }: Selection = parts[part];
  const files = readdirSync(TESTS, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.test.js') && !without.some((beginning) => path.startsWith(beginning)))
    .filter((path) => wanted.length === 0 || wanted.some((text) => path.includes(text)))
    .sort();
  return beginnings
    .flatMap((beginning) => files.filter((path) => path.startsWith(beginning)))
    .map((path) => join(TESTS, path));
}

/** Programs that must end well by themselves. */
export function examples(): string[] {
  return readdirSync('examples')
    .filter((name) => name.endsWith('.mjs'))
    .map((name) => join('examples', name));
}
