/**
 * What HTTPClient can know of a response in a browser. Names are in lower case, in alphabetical order, and repeated ones
 * are joined, as browsers give them; of another origin's only those that its server exposes.
 */
import type { ReceivedResponse } from '../../godot/received-response.js';
import { listTokens, utf8OrLatin1 } from '../../http1/index.js';

export function receivedResponse(method: string, { status, headers, body }: Response): ReceivedResponse {
  const names: string[] = [];
  const values: string[] = [];
  headers.forEach((value, name) => {
    names.push(name);
    values.push(utf8OrLatin1(value));
  });
  const coding = listTokens(headers.get('transfer-encoding') ?? '').at(-1);
  // Browsers differ in whether a response without a body has one that is empty (RFC 9110 section 6.4.1).
  const none = body === null || method === 'HEAD' || status === 204 || status === 304;
  return {
    code: status,
    head: { names, values },
    chunked: coding === 'chunked',
    // A length speaks of the coded body, which pages do not get to see.
    bodyLength: -1,
    body: none ? 'none' : 'announced',
  };
}
