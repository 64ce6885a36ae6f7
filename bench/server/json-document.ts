/** A document such as a game's server sends: many records of a few fields each. It is the same every time. */

const FIRST = ['amber', 'brisk', 'crimson', 'dusty', 'eager', 'frosty', 'gentle', 'hollow'];
const LAST = ['falcon', 'golem', 'harpy', 'imp', 'jackal', 'kraken', 'lynx', 'mimic'];

/** @param size - About how many bytes it is to have. */
export function jsonDocument(size: number): string {
  const records: string[] = [];
  for (let length = 2; length < size; length += records.at(-1)!.length + 1) records.push(record(records.length));
  return `[${records.join(',')}]`;
}

function record(index: number): string {
  // Scrambled, so that it does not compress to nothing (multiplication by the golden ratio, as in Fibonacci hashing).
  const scrambled = Math.imul(index + 1, 0x9e3779b1) >>> 0;
  return JSON.stringify({
    id: index,
    name: `${FIRST[scrambled & 7]!}-${LAST[(scrambled >>> 3) & 7]!}`,
    score: scrambled >>> 6,
    position: [scrambled % 1000, (scrambled >>> 10) % 1000, (scrambled >>> 20) % 1000],
    online: (scrambled & 64) === 0,
  });
}
