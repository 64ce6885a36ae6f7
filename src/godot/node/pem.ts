/**
 * PEM (RFC 7468): finds the blocks in a text. What is in them is their reader's business.
 */

/** One block: what its `BEGIN` line says, and the whole of it with both lines. */
export interface PemBlock {
  readonly label: string;
  readonly text: string;
}

const BEGIN = '-----BEGIN ';
const DASHES = '-----';

/** The blocks of a text in their order; what stands between them is skipped. A sentence when one is cut short. */
export function pemBlocks(text: string): PemBlock[] | string {
  const blocks: PemBlock[] = [];
  for (let from = text.indexOf(BEGIN); from >= 0;) {
    const labelFrom = from + BEGIN.length;
    const label = text.slice(labelFrom, text.indexOf(DASHES, labelFrom));
    const end = `-----END ${label}${DASHES}`;
    const to = text.indexOf(end, labelFrom);
    if (to < 0 || label.includes('\n')) return `PEM block ${blocks.length + 1} has no matching END line`;
    blocks.push({ label, text: text.slice(from, to + end.length) });
    from = text.indexOf(BEGIN, to);
  }
  return blocks;
}
