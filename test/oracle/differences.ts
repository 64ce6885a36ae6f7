/**
 * Compares two normal forms: one line for each thing that differs, `step operation what: Godot's | ours`.
 */
import { isDeepStrictEqual } from 'node:util';
import type { NormalForm, StepForm } from './normal-form.js';

/** Longer values are cut in the lines. */
const SHOWN = 300;

const noStep: StepForm = { op: '', path: [], fields: {} };

export function differences(godot: NormalForm, ours: NormalForm): string[] {
  const lines: string[] = [];
  const compare = (what: string, theirs: unknown, own: unknown): void => {
    if (!isDeepStrictEqual(theirs, own)) lines.push(`${what}: ${shown(theirs)} | ${shown(own)}`);
  };
  const indices = new Set([...godot.steps.keys(), ...ours.steps.keys()]);
  for (const index of [...indices].sort((a, b) => a - b)) {
    const theirs = godot.steps.get(index) ?? noStep;
    const own = ours.steps.get(index) ?? noStep;
    const step = `${index} ${theirs.op || own.op}`;
    compare(step, theirs.path, own.path);
    for (const field of new Set([...Object.keys(theirs.fields), ...Object.keys(own.fields)])) {
      // Chunk sizes were not recorded where they depend on the kernel's buffers.
      if (field === 'chunks' && !(field in theirs.fields && field in own.fields)) continue;
      compare(`${step} ${field}`, theirs.fields[field], comparable(theirs.op, theirs.fields[field], own.fields[field]));
    }
  }
  compare('requests', godot.requests, ours.requests);
  return lines;
}

/** Of a list of constants only those count that were recorded: Godot 4 has more. */
function comparable(op: string, theirs: unknown, own: unknown): unknown {
  if (op !== 'enums' || typeof theirs !== 'object' || typeof own !== 'object') return own;
  const all = own as Readonly<Record<string, unknown>>;
  return Object.fromEntries(Object.keys(theirs ?? {}).map((name) => [name, all[name]]));
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) return 'nothing';
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}… (${text.length})`;
}
