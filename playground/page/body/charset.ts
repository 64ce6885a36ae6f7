/**
 * Which charset a text is in: as its type says, else its byte order mark, else what it says itself, else by trying.
 */

/** A decoded text. */
export interface DecodedText {
  readonly text: string;
  /** The charset it was decoded with, in the Encoding standard's spelling. */
  readonly charset: string;
}

/** How far into a document its own word is looked for (HTML's standard says 1024). */
const PRESCAN = 1024;

/**
 * Decodes a text that may be cut off anywhere.
 *
 * @param contentType - The whole header field's value, or empty.
 */
export function decodeText(bytes: Uint8Array, contentType: string): DecodedText {
  const named = markOf(bytes) ?? parameterOf(contentType) ?? ownWordOf(bytes);
  if (named !== null) {
    const decoder = decoderFor(named);
    if (decoder !== null) return { text: decoder.decode(bytes, { stream: true }), charset: decoder.encoding };
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return { text, charset: 'utf-8' };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), charset: 'windows-1252' };
  }
}

/** Whether NUL bytes are part of the text. */
export function isUtf16(bytes: Uint8Array, contentType: string): boolean {
  return (markOf(bytes) ?? parameterOf(contentType) ?? '').toLowerCase().startsWith('utf-16');
}

function markOf([first, second, third]: Uint8Array): string | null {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return null;
}

function parameterOf(contentType: string): string | null {
  const [, quoted, plain] = /;\s*charset\s*=\s*(?:"([^"]*)"|([^\s;]+))/i.exec(contentType) ?? [];
  return quoted ?? plain ?? null;
}

/** What `<meta charset>` or `<?xml encoding?>` say. */
function ownWordOf(bytes: Uint8Array): string | null {
  const beginning = new TextDecoder('latin1').decode(bytes.subarray(0, PRESCAN));
  const [, xml, html] =
    /^<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)|<meta[^>]*\scharset\s*=\s*["']?([\w.:-]+)/i.exec(beginning) ?? [];
  return xml ?? html ?? null;
}

function decoderFor(label: string): TextDecoder | null {
  try {
    return new TextDecoder(label);
  } catch {
    return null;
  }
}
