/** Repeats a measurement and takes the middle one: single runs on a shared machine say little. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export function medianOf(rounds: number, measure: () => number): number {
  return median(Array.from({ length: rounds }, measure));
}
