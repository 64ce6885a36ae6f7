/**
 * Checks of arguments. A wrong JavaScript type is the program's bug and throws; every other wrong value is an answer.
 */

/** The largest uint32. */
const MAX_UINT32 = 0xffff_ffff;

/** The largest context value: that of a uint64. */
const MAX_UINT64 = 0xffff_ffff_ffff_ffffn;

/** Throws the TypeError of every argument of a wrong type. */
export function wrongType(method: string, name: string, wanted: string): never {
  throw new TypeError(`Steam.${method}: ${name} must be ${wanted}`);
}

export function requireNumber(method: string, name: string, value: unknown): asserts value is number {
  if (typeof value !== 'number') wrongType(method, name, 'a number');
}

export function requireString(method: string, name: string, value: unknown): asserts value is string {
  if (typeof value !== 'string') wrongType(method, name, 'a string');
}

export function requireBoolean(method: string, name: string, value: unknown): asserts value is boolean {
  if (typeof value !== 'boolean') wrongType(method, name, 'true or false');
}

/** Whether a number is an integer from 0 to 2^32 - 1. */
export function isUint32(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= MAX_UINT32;
}

/** Whether a value fits a context: an integer from 0 to 2^53, or a bigint from 0 to 2^64 - 1. */
export function isContextValue(value: number | bigint): boolean {
  if (typeof value === 'bigint') return value >= 0n && value <= MAX_UINT64;
  return Number.isInteger(value) && value >= 0 && value <= 2 ** 53;
}
