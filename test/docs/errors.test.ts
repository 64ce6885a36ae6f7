/** docs/errors.md has every code that can come, and no other. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { marked, type Tokens } from 'marked';
import { ExitCode } from '#src/cli/exit-code.js';
import { GodotError, Status, type HTTPRequestErrorCode, type HTTPRequestPhase } from '#src/godot/index.js';
import type { HttpFaultCode } from '#src/http1/index.js';

/** The first cells of the table below a heading, without mark-up. */
function listed(heading: string): string[] {
  const tokens = marked.lexer(readFileSync('docs/errors.md', 'utf8'));
  const start = tokens.findIndex((token) => token.type === 'heading' && (token as Tokens.Heading).text === heading);
  assert.notEqual(start, -1, `there is no heading ${heading}`);
  const table = tokens.slice(start).find((token) => token.type === 'table') as Tokens.Table;
  return table.rows.map(([first]) => first!.text.replaceAll('`', '')).sort();
}

/** The names of a closed list of types: the compiler holds the object to it. */
const namesOf = (list: Readonly<Record<string, true>>): string[] => Object.keys(list).sort();

const codes: Record<HTTPRequestErrorCode, true> = {
  RESOLVE_FAILED: true,
  CONNECT_FAILED: true,
  PROXY_FAILED: true,
  TLS_FAILED: true,
  CERTIFICATE_REJECTED: true,
  CONNECTION_LOST: true,
  BAD_RESPONSE: true,
  TRUNCATED: true,
  DECODE_FAILED: true,
  BODY_TOO_LARGE: true,
  TIMED_OUT: true,
  TOO_MANY_REDIRECTS: true,
  BAD_REDIRECT: true,
  NOT_CACHED: true,
  IO_THREAD_FAILED: true,
};

const phases: Record<HTTPRequestPhase, true> = {
  queue: true,
  resolve: true,
  connect: true,
  proxy: true,
  tls: true,
  send: true,
  'first byte': true,
  body: true,
  decode: true,
  redirect: true,
  offline: true,
};

const faults: Record<HttpFaultCode, true> = {
  NO_RESPONSE: true,
  TRUNCATED_HEAD: true,
  TRUNCATED_BODY: true,
  NOT_HTTP: true,
  STATUS_LINE: true,
  FIELD: true,
  HEAD_TOO_LARGE: true,
  TOO_MANY_FIELDS: true,
  TOO_MANY_INTERIM: true,
  CONTENT_LENGTH: true,
  TRANSFER_ENCODING: true,
  CHUNK_SIZE: true,
  CHUNK_END: true,
  TRAILER: true,
};

/** The errors that the source mentions as values, which is where those that are returned come from. */
function returnedErrors(): string[] {
  const files = ['src/godot', 'src/web'].flatMap((room) =>
    readdirSync(room, { recursive: true })
      .map((name) => join(room, String(name)))
      .filter((path) => path.endsWith('.ts')),
  );
  const mentioned = files.flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/\bGodotError\.([A-Z_]+)\b/g)]);
  return [...new Set(mentioned.map(([, name]) => name!))].sort();
}

describe('docs/errors.md', () => {
  it('has every status of HTTPClient', () => {
    assert.deepEqual(listed('Statuses'), Object.keys(Status).sort());
  });

  it('has every error number that is returned', () => {
    const returned = returnedErrors();
    assert.ok(returned.every((name) => name in GodotError));
    assert.deepEqual(listed('Error numbers'), returned);
  });

  it('has every code of the Steam interface', () => {
    assert.deepEqual(listed('Codes'), namesOf(codes));
  });

  it('has every phase', () => {
    assert.deepEqual(listed('Phases'), namesOf(phases));
  });

  it('has every fault of a response', () => {
    assert.deepEqual(listed('Responses that break the rules'), namesOf(faults));
  });

  it('has every exit code of the command', () => {
    assert.deepEqual(listed('The command'), Object.values(ExitCode).map(String).sort());
  });
});
