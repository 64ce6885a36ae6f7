/** What the benchmarks' server has, by path, and how large it is. Every answer is static. */
import { byScale, type Scale } from '../scale.js';

export const MIB = 1024 * 1024;

/** The body of the small answers. */
export const SMALL_BODY = 'Hello, world!';

/** A path and the bytes of the body, decoded, that is there. */
export interface Content {
  readonly path: string;
  readonly size: number;
}

export const small: Content = { path: '/small', size: SMALL_BODY.length };

/** The same, and it may be stored for ten minutes. */
export const cacheable: Content = { path: '/cacheable', size: SMALL_BODY.length };

/** Takes a second, so that many requests for it need as many connections. */
export const unhurried: Content = { path: '/unhurried', size: 1000 };

/** JSON of about a megabyte, with `Content-Encoding: gzip`. */
export const json = { path: '/json', about: MIB } as const;

export const large = (scale: Scale): Content => ({ path: '/large', size: byScale(scale, 1024, 2) * MIB });

/** An eighth of the large one. */
export const part = (scale: Scale): Content => ({ path: '/part', size: large(scale).size / 8 });

/** Takes a body of this size and answers when it has all of it. */
export const upload = (scale: Scale): Content => ({ path: '/upload', size: byScale(scale, 100, 1) * MIB });

/** nginx's own counters. */
export const COUNTERS_PATH = '/counters';
