/**
 * From options to a request: what all requests of a command have in common, and the rules of which method goes with what.
 */
import { Complaint } from '../complaint.js';
import { fieldValue, type HeaderField, type RequestBody, type RequestPlan } from '../exchange/exchange.js';
import { ExitCode } from '../exit-code.js';
import type { InterfaceName } from './interface-option.js';
import type { RequestFlags } from './request-options.js';

/** The caller's fields as the fetchers want them: those that have options of their own are taken out. */
export interface PlannedHeaders {
  readonly headers: readonly HeaderField[];
  readonly userAgent: string | null;
  readonly contentType: string | null;
}

/** Sorts out -H, -A, -u and --cookie. @param withBody - A body carries its type itself. */
export function plannedHeaders(
  { header = [], userAgent, user, cookie }: RequestFlags,
  withBody: boolean,
): PlannedHeaders {
  const own = new Set(withBody ? ['user-agent', 'content-type'] : ['user-agent']);
  const headers = header.filter(([name]) => !own.has(name.toLowerCase()));
  if (user !== undefined && fieldValue(headers, 'Authorization') === null) headers.push(['Authorization', user]);
  if (cookie !== undefined) headers.push(['Cookie', cookie]);
  return {
    headers,
    userAgent: userAgent ?? fieldValue(header, 'User-Agent'),
    contentType: fieldValue(header, 'Content-Type'),
  };
}

/** A request by the shared options. */
export function planFor(
  method: string,
  url: string,
  headers: readonly HeaderField[],
  body: RequestBody | null,
  { insecure, idleTimeout, maxTime }: RequestFlags,
): RequestPlan {
  return {
    method,
    url,
    headers,
    body,
    verifyCertificate: insecure !== true,
    idleTimeoutS: idleTimeout,
    totalTimeoutMs: Math.ceil((maxTime ?? 0) * 1000),
  };
}

const steamMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']);
const steamBodies: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

/** @throws Complaint when the Steam interface has no such request: HTTPClient has, and is named as the way out. */
export function checkMethod(method: string, body: RequestBody | null, name: InterfaceName): void {
  if (name === 'godot') return;
  const asked = `a ${method} request${body === null ? '' : ' with a body'}`;
  const refuse = (happened: string): never => {
    throw new Complaint(asked, happened, '--interface godot', ExitCode.USAGE);
  };
  if (!steamMethods.has(method)) refuse('the Steam interface has no such method');
  if (body !== null && !steamBodies.has(method))
    refuse('the Steam interface sends bodies with POST, PUT and PATCH only');
}
