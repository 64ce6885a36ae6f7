/** Runs the wire cases of test/http1/cases; a failure names the file and line of its case. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ParserEvent } from '#src/http1/index.js';
import type { WireCase } from './case-file.js';
import { readCases } from './case-file.js';
import type { Outcome } from './feeding.js';
import { feed } from './feeding.js';

/** Longer bodies are shown by their size. */
const SHOWN_BODY = 60;
/** Of more fields only the first and the number are shown. */
const SHOWN_FIELDS = 10;

describe('wire cases', () => {
  for (const wireCase of readCases('test/http1/cases')) {
    it(`${wireCase.name} (${wireCase.place})`, () => {
      check(wireCase);
    });
  }
});

function check({ place, bytes, feeding, events }: WireCase): void {
  try {
    assert.equal(describeOutcome(feed(bytes, feeding)).join('\n'), events.join('\n'));
  } catch (error) {
    if (error instanceof Error) error.message = `${place}: ${error.message}`;
    throw error;
  }
}

/** What happened, in the words of the case files. */
function describeOutcome(outcome: Outcome): string[] {
  const { head, framing, contentLength, body, last, fault, reusable } = outcome;
  const lines: string[] = [];
  if (head !== null) {
    lines.push(`HEAD 1.${head.minorVersion} ${head.status} ${quoted(head.reason)}`);
    if (head.names.length > SHOWN_FIELDS) lines.push(`  ${head.names.length} fields`);
    else head.names.forEach((name, i) => lines.push(`  ${name}: ${quoted(head.values[i] ?? '')}`));
    lines.push(`FRAMING ${framing}, length ${contentLength}`);
  }
  const text = body.toString('latin1');
  if (body.length > 0) lines.push(body.length > SHOWN_BODY ? `DATA of ${body.length} bytes` : `DATA ${quoted(text)}`);
  if (last === ParserEvent.FAULT) lines.push(`FAULT ${fault?.code ?? '?'}: ${fault?.message ?? '?'}`);
  else if (last === ParserEvent.END) lines.push(reusable ? 'END, reusable' : 'END, not reusable');
  else lines.push('NEED_DATA');
  return lines;
}

/** A value in quotes, with what cannot be seen escaped; long ones are shortened. */
function quoted(text: string): string {
  if (text.length > 80) return `of ${text.length} characters`;
  return JSON.stringify(text).replace(/[\u007f-\u00a0]/g, (char) => `\\x${char.charCodeAt(0).toString(16)}`);
}
