/**
 * A draft in the form that `HTTPClient.request` takes: parameters become the query, or the form that a method with a body
 * sends when it has no other.
 */
import type { QueryFields } from 'tickwire';
import { addressParts } from './address.js';
import type { Field, RequestDraft } from './draft.js';

const FORM = 'application/x-www-form-urlencoded';

/** The method by its bare name, and the other arguments of `HTTPClient.request`. */
export interface HttpClientRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly string[];
  readonly body: string;
}

/** Where a draft's parameters go. */
export function parametersGo(draft: RequestDraft): 'nowhere' | 'query' | 'form' {
  if (draft.parameters.length === 0) return 'nowhere';
  const bodyIsFree = draft.body === '' && draft.method !== 'GET' && draft.method !== 'HEAD';
  return bodyIsFree ? 'form' : 'query';
}

/** @param client - For its `query_string_from_dict`. */
export function httpClientRequest(
  draft: RequestDraft,
  client: { query_string_from_dict(fields: QueryFields): string },
): HttpClientRequest {
  const { target } = addressParts(draft.url);
  const destination = parametersGo(draft);
  const query = destination === 'nowhere' ? '' : client.query_string_from_dict(groupedParameters(draft.parameters));
  return {
    method: draft.method,
    target: destination === 'query' ? `${target}${target.includes('?') ? '&' : '?'}${query}` : target,
    headers: requestHeaders(draft),
    body: destination === 'form' ? query : draft.body,
  };
}

/** The headers as HTTPClient takes them, with the body's type among them. */
export function requestHeaders(draft: RequestDraft): string[] {
  const type = parametersGo(draft) === 'form' ? FORM : draft.body === '' ? '' : draft.bodyType;
  const named = draft.headers.map(({ name, value }) => `${name}: ${value}`);
  const typed = draft.headers.some(({ name }) => name.toLowerCase() === 'content-type');
  return type === '' || typed ? named : [...named, `Content-Type: ${type}`];
}

/** Parameters by name; the values of one that occurs more than once are an array. */
export function groupedParameters(parameters: readonly Field[]): Map<string, string | string[]> {
  const grouped = new Map<string, string | string[]>();
  for (const { name, value } of parameters) {
    const before = grouped.get(name);
    grouped.set(name, before === undefined ? value : [before, value].flat());
  }
  return grouped;
}
