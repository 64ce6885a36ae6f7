/**
 * A request as a person puts it together, for either interface: plain data, which can be shown, sent, written as code and
 * kept in the page's address.
 */
import { HTTPMethod, Method } from 'tickwire';

/** The two interfaces, by the names of their doors. */
export const interfaces = ['godot', 'steam'] as const;
export type Interface = (typeof interfaces)[number];

/** What the two are called. */
export const interfaceNames: Readonly<Record<Interface, string>> = { godot: 'HTTPClient', steam: 'Steam' };

/** Where a request goes in Steam's waiting queue once it is sent. */
export const priorities = ['normal', 'first', 'last'] as const;
export type Priority = (typeof priorities)[number];

/** A header or a parameter. */
export interface Field {
  readonly name: string;
  readonly value: string;
}

export interface RequestDraft {
  readonly interface: Interface;
  /** Such as `GET`; one that {@link methodsOf} lists. */
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  readonly headers: readonly Field[];
  readonly parameters: readonly Field[];
  /** Text, sent as UTF-8; empty for none. */
  readonly body: string;
  /** The body's `Content-Type`; empty for none. */
  readonly bodyType: string;
  /** HTTPClient: `read_chunk_size`. */
  readonly chunkSize: number;
  /** Steam: `sendHTTPRequestAndStreamResponse` instead of `sendHTTPRequest`. */
  readonly streaming: boolean;
  /** Steam: seconds without a byte after which the request fails; 0 for never. */
  readonly activityTimeout: number;
  /** Steam: milliseconds after which it fails; 0 for never. */
  readonly absoluteTimeout: number;
  readonly priority: Priority;
}

/** A draft in which nothing was set but the address. */
export function plainDraft(url: string): RequestDraft {
  return {
    interface: 'godot',
    method: 'GET',
    url,
    headers: [],
    parameters: [],
    body: '',
    bodyType: '',
    chunkSize: 65536,
    streaming: true,
    activityTimeout: 60,
    absoluteTimeout: 0,
    priority: 'normal',
  };
}

const methods: Readonly<Record<Interface, readonly string[]>> = {
  godot: words(Object.keys(Method), 'METHOD_', 'MAX'),
  steam: words(Object.keys(HTTPMethod), 'HTTP_METHOD_', 'INVALID'),
};

/** The methods of an interface, in its own order. */
export function methodsOf(interface_: Interface): readonly string[] {
  return methods[interface_];
}

function words(keys: readonly string[], prefix: string, noMethod: string): string[] {
  return keys.map((key) => key.slice(prefix.length)).filter((word) => word !== noMethod);
}
