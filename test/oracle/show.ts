/**
 * Command: plays the cases that match a pattern (all by default) and prints how each differs from the recording, a line
 * `step operation what: Godot | tickwire` each. With --write they become the known differences, if they are the same
 * when everything is slower.
 */
import { argv } from 'node:process';
import { set_logger } from '#src/godot/index.js';
import { playAll, type Result } from './company.js';
import { readKnownLines, writeKnownLines } from './known-differences.js';
import { readRecording } from './recording.js';

const write = argv.includes('--write');
const pattern = new RegExp(argv.slice(2).find((argument) => argument !== '--write') ?? '.');
const cases = readRecording();
const chosen = cases.filter(({ name }) => pattern.test(name));

set_logger(null);
const results = await playAll(chosen);
for (const { recorded, skipped, found } of results) {
  if (skipped !== null) console.log(`${recorded.name} is skipped: ${skipped}`);
  if (found.length === 0) continue;
  console.log([recorded.name, ...found].join('\n  '));
  if (recorded.godot4 !== undefined) console.log(`  (Godot 4: ${recorded.godot4})`);
}
const differing = results.filter(({ found }) => found.length > 0).length;
console.log(`${results.length} cases played, ${differing} differ`);
if (write) await keep(results);

async function keep(first: readonly Result[]): Promise<void> {
  const lines = new Map(Object.entries(readKnownLines()));
  const second = await playAll(chosen, undefined, 2);
  for (const [i, { recorded, skipped, found }] of second.entries()) {
    if (skipped !== null) continue;
    if (found.join('\n') !== first[i]?.found.join('\n')) {
      console.log(`${recorded.name} came out differently when it was slower, and is left as it was`);
    } else if (found.length > 0) {
      lines.set(recorded.name, found);
    } else {
      lines.delete(recorded.name);
    }
  }
  writeKnownLines(
    Object.fromEntries(cases.flatMap(({ name }) => (lines.has(name) ? [[name, lines.get(name)!] as const] : []))),
  );
}
