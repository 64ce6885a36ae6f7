/** Numbers and their bytes, for tests of everything that reads or writes numbers. */
import type { StreamPeer } from '#src/godot/stream-peer.js';

export const bytes = (...values: number[]): Uint8Array => new Uint8Array(values);

export type Reader = Extract<
  keyof StreamPeer,
  `get_${'u' | ''}${8 | 16 | 32 | 64}` | `get_${'half' | 'float' | 'double'}`
>;
export type Value = number | bigint;

/** Calls the writer that belongs to a reader. */
export const write = (peer: StreamPeer, reader: Reader, value: Value): void => {
  const writer = reader.replace('get_', 'put_') as 'put_32';
  peer[writer](value as number);
};

/** Reader, a value, and its bytes in big-endian order. */
export const layouts: readonly (readonly [Reader, Value, Uint8Array])[] = [
  ['get_8', -2, bytes(0xfe)],
  ['get_u8', 254, bytes(0xfe)],
  ['get_16', -2, bytes(0xff, 0xfe)],
  ['get_16', 0x1234, bytes(0x12, 0x34)],
  ['get_u16', 0xfedc, bytes(0xfe, 0xdc)],
  ['get_32', -2, bytes(0xff, 0xff, 0xff, 0xfe)],
  ['get_32', 0x12345678, bytes(0x12, 0x34, 0x56, 0x78)],
  ['get_u32', 0xfedcba98, bytes(0xfe, 0xdc, 0xba, 0x98)],
  ['get_64', -2n, bytes(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe)],
  ['get_64', 0x0123456789abcdefn, bytes(0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef)],
  ['get_u64', 0xfedcba9876543210n, bytes(0xfe, 0xdc, 0xba, 0x98, 0x76, 0x54, 0x32, 0x10)],
  ['get_half', 1.5, bytes(0x3e, 0x00)],
  ['get_half', -65504, bytes(0xfb, 0xff)],
  ['get_half', 2 ** -24, bytes(0x00, 0x01)],
  ['get_half', Infinity, bytes(0x7c, 0x00)],
  ['get_half', -Infinity, bytes(0xfc, 0x00)],
  ['get_half', NaN, bytes(0x7e, 0x00)],
  ['get_half', -0, bytes(0x80, 0x00)],
  ['get_float', 1.5, bytes(0x3f, 0xc0, 0, 0)],
  ['get_float', -0, bytes(0x80, 0, 0, 0)],
  ['get_double', Math.PI, bytes(0x40, 0x09, 0x21, 0xfb, 0x54, 0x44, 0x2d, 0x18)],
  ['get_double', -Infinity, bytes(0xff, 0xf0, 0, 0, 0, 0, 0, 0)],
];
