/**
 * The door of http1/: HTTP/1.1 without I/O. Other rooms import from here only.
 *
 * A request goes through `checkTarget`, `checkHeaders` and `writeRequestHead`; its response through `ResponseParser`.
 */
export { MAX_HEAD_BYTES, ParserEvent } from './events.js';
export type { Framing, HttpFault, HttpFaultCode } from './events.js';
export { isFieldValue, isToken, listTokens, trimBlanks } from './grammar.js';
export { checkTarget } from './request-target.js';
export type { RequestFault } from './request-target.js';
export { checkHeaders, headersSayClose, needsContentLength, writeRequestHead } from './request-writer.js';
export type { RequestDefaults } from './request-writer.js';
export { ResponseHead } from './response-head.js';
export { ResponseParser } from './response-parser.js';
export { decodeLatin1, utf8OrLatin1 } from './text.js';
export type { Latin1Decoder } from './text.js';
