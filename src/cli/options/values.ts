/**
 * Single values of the command line, from text: each parser says what it wants when it cannot read what it got.
 */
import { InvalidArgumentError } from 'commander';
import { parseUrl } from '../../parse-url.js';
import type { HeaderField } from '../exchange/exchange.js';

const multiples: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9 };
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** Fields that the library computes from the request itself. */
const computed: ReadonlySet<string> = new Set(['content-length', 'transfer-encoding', 'connection']);

/** An `http://` or `https://` address; without a scheme it is taken for `http://`, as curl does. */
export function parseAddress(text: string): string {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = text === '' ? null : parseUrl(address);
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url.href;
  throw new InvalidArgumentError('Give an address such as http://host/path; only http and https are spoken.');
}

/** The address of a proxy, or `none`. */
export function parseProxy(text: string): string {
  if (text === 'none' || text === '') return 'none';
  const address = parseAddress(text);
  if (address.startsWith('http:')) return address;
  throw new InvalidArgumentError('Give an http:// address, such as http://user:password@host:3128, or none.');
}

/** An address, added to those before it: for arguments that may be repeated. */
export function collectAddress(text: string, earlier: readonly string[] = []): string[] {
  return [...earlier, parseAddress(text)];
}

/** A number above 0. */
export function parsePositive(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('Give a number above 0.');
}

/** 0 or a whole number above it. */
export function parseCount(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a whole number, 0 or above.');
}

/** How many at a time: a whole number from 1 to 1000. */
export function parseParallel(text: string): number {
  const value = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= 1000) return value;
  throw new InvalidArgumentError('Give a whole number from 1 to 1000.');
}

/** Bytes a second: a number with `k`, `M` or `G` for thousands, millions and thousands of millions. */
export function parseRate(text: string): number {
  const [, figures = '', unit = ''] = /^(\d+(?:\.\d+)?)([kmg]?)b?(?:\/s)?$/i.exec(text) ?? [];
  const rate = Number(figures) * multiples[unit.toLowerCase()]!;
  if (figures !== '' && rate >= 1) return rate;
  throw new InvalidArgumentError('Give bytes a second, such as 500k, 2M or 1.5G.');
}

/** A header field `Name: value`, added to those before it. */
export function collectHeader(text: string, earlier: readonly HeaderField[] = []): HeaderField[] {
  const [, name = '', value = ''] = /^([^:]*):\s*(.*?)\s*$/s.exec(text) ?? [];
  if (!TOKEN.test(name)) throw new InvalidArgumentError('Give "Name: value".');

  if (/[\r\n\0]/.test(value)) throw new InvalidArgumentError('A value cannot contain line ends.');
  if (computed.has(name.toLowerCase())) {
    throw new InvalidArgumentError(`${name} is worked out from the request and cannot be given.`);
  }
  return [...earlier, [name, value]];
}

/** A form field `name=value`, added to those before it. */
export function collectFormField(text: string, earlier: readonly HeaderField[] = []): HeaderField[] {
  const [, name = '', value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === '') throw new InvalidArgumentError('Give name=value.');
  return [...earlier, [name, value]];
}

/** Any text, added to those before it. */
export function collectText(text: string, earlier: readonly string[] = []): string[] {
  return [...earlier, text];
}

/** Cookies as the Cookie header has them: `name=value; other=value`. */
export function parseCookies(text: string): string {
  if (/^[^=;\s]+=[^\r\n\0]*$/.test(text)) return text;
  throw new InvalidArgumentError('Give cookies as name=value; other=value.');
}

/** `name:password`, as the value of an Authorization field (RFC 7617). The password may contain colons. */
export function parseUser(text: string): string {
  if (/^[^:]*:/.test(text) && !/\p{Cc}/u.test(text)) return `Basic ${Buffer.from(text).toString('base64')}`;
  throw new InvalidArgumentError('Give name:password.');
}

/** A method, in capitals. */
export function parseMethod(text: string): string {
  if (TOKEN.test(text)) return text.toUpperCase();
  throw new InvalidArgumentError('Give a method such as GET, POST or PUT.');
}

/** The file of a picture, whose ending says what kind it is. */
export function parsePictureFile(text: string): string {
  if (/\.(svg|html)$/i.test(text)) return text;
  throw new InvalidArgumentError('Give a file that ends in .svg or .html.');
}
