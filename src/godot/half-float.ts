/**
 * IEEE 754 binary16 ("half") numbers, for `StreamPeer.get_half` and `put_half`.
 *
 * One sign bit, five exponent bits (bias 15), ten fraction bits. Pure arithmetic on numbers: no bytes, no endianness.
 */

const scratch = new DataView(new ArrayBuffer(8));

/** The nearest integer; halfway cases go to the even one, as IEEE 754 rounds by default. */
function roundToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}

/**
 * The 16 bits of the half nearest to a number.
 *
 * @param value - Any number; 65520 and more becomes infinity, less than 2^-25 becomes zero, the sign is kept.
 * @returns 0 to 65535; 0x7E00 for NaN.
 */
export function encodeHalf(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size >= 65536) return sign | 0x7c00;
  // Below the least normal half every step is 2^-24; rounding up to 1024 steps is the least normal number's pattern.
  if (size < 2 ** -14) return sign | roundToEven(size * 2 ** 24);
  scratch.setFloat64(0, size);
  const exponent = (scratch.getUint32(0) >>> 20) - 1023;
  // A fraction that rounds up to 1024 carries into the exponent, and from the greatest half into infinity.
  return sign | (((exponent + 15) << 10) + roundToEven((size / 2 ** exponent - 1) * 1024));
}

/**
 * The number that 16 bits of a half stand for.
 *
 * @param bits - 0 to 65535.
 * @returns Exactly the half's value; infinities, NaN and -0 included.
 */
export function decodeHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
