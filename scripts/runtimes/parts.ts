/**
 * Which tests are run on another runtime: those that depend on it. What runs in a page, what looks at the sources, the
 * documentation and the package, the benchmarks and the command are the same there.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const TESTS = 'build/test';

/** Parts of the paths of test files: `all` that depends on the runtime, or the `core`, which no two runtimes have in common. */
export const parts = {
  all: [
    'http1/',
    'link/',
    'io/',
    'requests/',
    'diagnostics/',
    'cookies/',
    'log/',
    'godot/',
    'steam/',
    'contract/',
    'oracle/',
    'interop/nginx',
    'interop/proxies',
  ],
  core: [
    'link/',
    'io/dial',
    'io/race',
    'io/requests/',
    'godot/blocking',
    'godot/connection',
    'godot/large-bodies',
    'godot/never-yields',
    'godot/proxies',
    'godot/stream-peer-tls',
    'godot/tls-',
    'steam/cache-directory',
    'steam/faults',
    'steam/hops',
    'steam/programs',
    'steam/streaming',
    'steam/thread-death',
    'steam/transfers',
    'contract/',
  ],
} as const satisfies Record<string, readonly string[]>;

export type Part = keyof typeof parts;

export const isPart = (text: string): text is Part => Object.hasOwn(parts, text);

/** The compiled test files of a part; of those, the ones whose path contains one of `wanted`, where there are any. */
export function filesOf(part: Part, wanted: readonly string[]): string[] {
  return readdirSync(TESTS, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.test.js') && parts[part].some((beginning) => path.startsWith(beginning)))
    .filter((path) => wanted.length === 0 || wanted.some((text) => path.includes(text)))
    .map((path) => join(TESTS, path))
    .sort();
}

/** Programs that must end well by themselves. */
export function examples(): string[] {
  return readdirSync('examples')
    .filter((name) => name.endsWith('.mjs'))
    .map((name) => join('examples', name));
}
