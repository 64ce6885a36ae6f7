/**
 * The recorded cases: what a scripted server did, which calls a program made, and what Godot's HTTPClient answered.
 *
 * Types and loading only. The data is test/data/oracle/transcripts.json; its README says where it comes from.
 */
import { readFileSync } from 'node:fs';
import type { ServerScript } from '../support/scripted-server.js';

const FILE = 'test/data/oracle/transcripts.json';

/** A call, or a loop of calls, of the program. */
export type ClientStep =
  | {
      readonly op: 'connect';
      readonly host: string;
      readonly port: number;
      readonly ssl?: boolean;
      readonly verify?: boolean;
      /** 1: only the host is passed. */
      readonly args?: number;
    }
  | { readonly op: 'set_connection_tcp'; readonly host: string; readonly port: number }
  | { readonly op: 'poll'; readonly times?: number; readonly gap?: number }
  | { readonly op: 'poll_while'; readonly while: readonly string[]; readonly max_ms?: number }
  | { readonly op: 'wait'; readonly ms: number }
  | {
      readonly op: 'request';
      readonly method: string | number;
      readonly url: string;
      readonly headers?: readonly string[];
      readonly body?: string;
      readonly body_repeat?: readonly [string, number];
    }
  | {
      readonly op: 'request_raw';
      readonly method: string;
      readonly url: string;
      readonly headers: readonly string[];
      readonly body_b64: string;
    }
  /** `header`, `name`, `chars`: only the first characters of one header count. */
  | {
      readonly op: 'response';
      readonly brief?: boolean;
      readonly header?: number;
      readonly name?: string;
      readonly chars?: number;
    }
  | { readonly op: 'state' | 'close' | 'connection' | 'enums' }
  | {
      readonly op: 'read_body';
      readonly pattern?: 'docs' | 'read';
      readonly max_ms?: number;
      readonly gap?: number;
    }
  | { readonly op: 'read_chunk'; readonly prefix?: number }
  | { readonly op: 'set'; readonly property: Property; readonly value: boolean | number }
  | { readonly op: 'get'; readonly property: Property }
  | { readonly op: 'query'; readonly expr: string };

export type Property = 'blocking_mode_enabled' | 'read_chunk_size';

/** What could be observed at a step; a step may have several entries, or none. */
export interface LogEntry {
  readonly step?: number;
  readonly op: string;
  readonly status?: string;
  readonly err?: string;
  /** Whether a poll or a read changed the status, while a body was read. */
  readonly ev?: 'poll' | 'read';
  readonly timeout?: boolean;
  readonly has_response?: boolean;
  readonly code?: number;
  readonly chunked?: boolean;
  /** The same getters again, after those of the headers. */
  readonly has_response_after?: boolean;
  readonly code_after?: number;
  readonly [field: string]: unknown;
}

/** Everything one connection received. */
export type RecordedRequest =
  | { readonly latin1: string }
  /** Bytes that differ each time, such as a TLS hello. */
  | { readonly omitted: string }
  | { readonly head_latin1: string; readonly body_size: number; readonly body_sha1: string };

export interface RecordedCase {
  readonly name: string;
  readonly group: string;
  readonly note?: string;
  /** `ca`: the program trusts the test's own authority. */
  readonly project?: 'ca';
  readonly server: ServerScript | null;
  readonly client: readonly ClientStep[];
  readonly request_bytes: readonly RecordedRequest[];
  readonly log: readonly LogEntry[];
  /** What Godot 4 does differently here, in words. */
  readonly godot4?: string;
}

export function readRecording(): RecordedCase[] {
  return JSON.parse(readFileSync(FILE, 'utf8')) as RecordedCase[];
}
