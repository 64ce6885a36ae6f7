/**
 * Bytes as programmers read them: offset, sixteen bytes in hexadecimal, and the same as ASCII.
 */

const ROW = 16;

export function hexDump(bytes: Uint8Array): string {
  const rows: string[] = [];
  for (let offset = 0; offset < bytes.length; offset += ROW)
    rows.push(row(bytes.subarray(offset, offset + ROW), offset));
  return rows.join('\n');
}

function row(bytes: Uint8Array, offset: number): string {
  const codes = [...bytes].map((byte) => byte.toString(16).padStart(2, '0'));
  const [left, right] = [codes.slice(0, ROW / 2).join(' '), codes.slice(ROW / 2).join(' ')];
  const width = (ROW / 2) * 3 - 1;
  const signs = [...bytes].map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
  return `${offset.toString(16).padStart(8, '0')}  ${left.padEnd(width)}  ${right.padEnd(width)}  ${signs}`;
}
