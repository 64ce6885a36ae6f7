/**
 * Quantities as people read them: bytes, seconds and rates with three figures. Decimal units: 1 MB is 1,000,000 bytes.
 */

const units = ['B', 'kB', 'MB', 'GB', 'TB'];

/** A number of bytes, such as `64 B`, `1.05 MB` or `200 MB`. */
export function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (Number(figures(value)) >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? bytes : figures(value)} ${units[unit]!}`;
}

/** A rate in MB/s, such as `412` or `3.05`. */
export function megabytesPerSecond(bytes: number, ms: number): string {
  return figures(bytes / 1000 / ms);
}

/** Milliseconds as seconds, such as `0.034`. */
export function secondsText(ms: number): string {
  return (ms / 1000).toFixed(3);
}

/** Milliseconds to the microsecond: more of a measured time means nothing. */
export function wholeMicroseconds(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

/** Three significant figures without an exponent. */
function figures(value: number): string {
  const whole = Math.floor(Math.log10(Math.max(1, value))) + 1;
  return value.toFixed(Math.max(0, 3 - whole));
}

/** Bytes a second, such as `4.50 MB/s`. */
export function rateText(bytesPerSecond: number): string {
  return `${bytesText(Math.round(bytesPerSecond))}/s`;
}

/** A time as people say it: `0.42 s`, `12 s`, `3:07`, `2:05:00`. */
export function durationText(seconds: number): string {
  if (seconds < 9.95) return `${Number(seconds.toPrecision(2))} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
