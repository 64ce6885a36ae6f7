/** A request as the command that sends it: the last step on the program's thread. */
import { RequestCommand, SendFlag, type SendCommand } from '../link/index.js';
import type { HttpRequest } from './http-request.js';
import { encodeParameters, withQuery } from './parameters.js';
import type { Settings } from './settings.js';

const FORM_TYPE = 'application/x-www-form-urlencoded';

const encoder = new TextEncoder();

/**
 * Writes the command. A POST's parameters become its body here.
 *
 * @param instance - The id under which the I/O side knows the SteamHTTP.
 * @param slot - Where the I/O side shows how far it is.
 */
export function sendCommand(instance: number, request: HttpRequest, slot: number, settings: Settings): SendCommand {
  const { parameters, url, method } = request;
  let { href } = url;
  if (parameters !== null) {
    const text = encodeParameters(parameters);
    if (method === 'POST') request.body = encoder.encode(text);
    else href = withQuery(href, text);
  }
  request.responseUrl = href;
  let flags = request.streaming ? SendFlag.STREAMING : 0;
  if (request.verifyCertificate) flags |= SendFlag.VERIFY;
  if (request.headers?.has('host') === true) flags |= SendFlag.HAS_HOST;
  if (request.headers?.has('accept-encoding') === true) flags |= SendFlag.HAS_ACCEPT_ENCODING;
  if (settings.offline) flags |= SendFlag.OFFLINE;
  if (request.recordsHops) flags |= SendFlag.RECORD_HOPS;
  return [
    RequestCommand.SEND,
    instance,
    request.handle,
    slot,
    method,
    href,
    headerText(request, settings),
    request.body?.buffer ?? null,
    flags,
    request.activityTimeout,
    request.absoluteTimeout,
    request.container,
  ];
}

/** Null for the plain ones; else the defaults, then what the program set, which wins; but a raw body's type wins over the program's. */
function headerText(request: HttpRequest, settings: Settings): string | null {
  const { headers, url, agentInfo, contentType } = request;
  const bare = headers === null && url.authorization === null && agentInfo === '' && request.body === null;
  if (bare) return null;
  let text = `User-Agent: ${settings.userAgent}${agentInfo === '' ? '' : ` ${agentInfo}`}\r\n`;
  if (headers?.has('accept') !== true) text += 'Accept: */*\r\n';
  if (url.authorization !== null && headers?.has('authorization') !== true) {
    text += `Authorization: ${url.authorization}\r\n`;
  }
  if (contentType !== '') text += `Content-Type: ${contentType}\r\n`;
  else if (request.parameters !== null && request.body !== null && headers?.has('content-type') !== true) {
    text += `Content-Type: ${FORM_TYPE}\r\n`;
  }
  return text + (headers?.text(contentType === '' ? null : 'content-type') ?? '');
}
