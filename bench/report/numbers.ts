/** Numbers as tables show them. */

/** What stands where there is no number. */
export const NONE = '–';

/** With a comma for thousands: `71,234`, `0.14`. */
export function inDigits(value: number | null, digits: number): string {
  if (value === null) return NONE;
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** A ratio or a bound, with as many digits as it needs: `0.143`, `1.5`. */
export function inBrief(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 3 });
}
