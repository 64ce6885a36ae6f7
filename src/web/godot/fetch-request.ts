/**
 * From the arguments of HTTPClient.request to those of `fetch`: checks everything that a browser would refuse, or change
 * without a word.
 *
 * Nothing is sent here.
 */
import type { PreparedRequest, RequestArguments } from '../../godot/connection.js';
import { GodotError } from '../../godot/error.js';
import type { Fault } from '../../godot/fault.js';
import { checkHeaders, checkTarget } from '../../http1/index.js';
import { byteString } from '../byte-string.js';
import { forbiddenHeader } from '../forbidden-headers.js';
import type { FetchArguments } from '../fetching.js';

/** A request that may go out. */
export interface FetchRequest extends PreparedRequest, FetchArguments {}

/**
 * @param origin - Scheme, host and port of the connection.
 * @returns The request, or why it must not go out.
 */
export function prepareFetch(asked: RequestArguments, origin: string): FetchRequest | Fault {
  const { method, url, bodyLength } = asked;
  if (!url.startsWith('/')) return invalid('in a browser the url must be a path: it begins with "/"');
  const fault = checkTarget(method, url) ?? checkHeaders(asked.headers);
  if (fault !== null) return invalid(fault.message);
  if (bodyLength > 0 && (method === 'GET' || method === 'HEAD')) {
    const message = `browsers send no body with ${method}; use another method, or request() with GET, which ignores it`;
    return { error: GodotError.ERR_UNAVAILABLE, message };
  }
  const headers: [string, string][] = [];
  const corrections: string[] = [];
  for (const header of asked.headers) {
    const [name, value] = split(header);
    const reason = forbiddenHeader(name, value);
    if (reason === null) headers.push([name, byteString(value)]);
    else if (!isSentAnyway(name, value, bodyLength, origin)) corrections.push(`${reason}; it was left out`);
  }
  return { method, url: origin + url, headers, corrections };
}

function invalid(message: string): Fault {
  return { error: GodotError.ERR_INVALID_PARAMETER, message };
}

function split(header: string): [name: string, value: string] {
  const colon = header.indexOf(':');
  return [header.slice(0, colon), header.slice(colon + 1).trim()];
}

/** Whether the browser sends exactly this by itself, so that nothing is lost. */
function isSentAnyway(name: string, value: string, bodyLength: number, origin: string): boolean {
  switch (name.toLowerCase()) {
    case 'content-length':
      return value === String(bodyLength);
    case 'host':
      return value.toLowerCase() === new URL(origin).host;
    default:
      return false;
  }
}
