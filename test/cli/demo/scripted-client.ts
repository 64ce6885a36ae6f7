/**
 * A stand-in for HTTPClient that follows a script: each poll() takes the next step, so that what a transfer does can be
 * seen without any network.
 */
import { GodotError, HTTPClient, type Method, type Status } from 'tickwire/godot';
import type { PolledClient } from '#src/cli/demo/transfer.js';

/** What a poll() brings. What is left out stays as it was. */
export interface ScriptStep {
  readonly status?: Status;
  readonly code?: number;
  readonly length?: number;
  readonly headers?: Record<string, string>;
  /** Chunks to be read, from now on. */
  readonly chunks?: readonly string[];
  /** The status once the last chunk was read. */
  readonly afterwards?: Status;
}

export class ScriptedClient implements PolledClient {
  readonly calls: string[] = [];
  connectError: GodotError = GodotError.OK;
  requestError: GodotError = GodotError.OK;
  #status: Status = HTTPClient.STATUS_DISCONNECTED;
  #answer: ScriptStep = {};
  #chunks: string[] = [];
  #afterwards: Status | undefined;
  readonly #steps: ScriptStep[];

  constructor(steps: readonly ScriptStep[]) {
    this.#steps = [...steps];
  }

  poll(): GodotError {
    const step = this.#steps.shift() ?? {};
    this.#status = step.status ?? this.#status;
    if (step.code !== undefined) this.#answer = step;
    this.#chunks.push(...(step.chunks ?? []));
    this.#afterwards = step.afterwards;
    return GodotError.OK;
  }

  connect_to_host(host = '', port = -1): GodotError {
    this.calls.push(`connect ${host} ${port}`);
    if (this.connectError === GodotError.OK) this.#status = HTTPClient.STATUS_CONNECTING;
    return this.connectError;
  }

  request(method: Method, url: string, _headers: readonly string[], body = ''): GodotError {
    this.calls.push(`request ${method} ${url} ${body}`.trimEnd());
    if (this.requestError === GodotError.OK) this.#status = HTTPClient.STATUS_REQUESTING;
    this.#answer = {};
    return this.requestError;
  }

  read_response_body_chunk(): Uint8Array {
    const chunk = new TextEncoder().encode(this.#chunks.shift() ?? '');
    if (this.#chunks.length === 0) this.#status = this.#afterwards ?? this.#status;
    return chunk;
  }

  close(): void {
    this.calls.push('close');
    this.#status = HTTPClient.STATUS_DISCONNECTED;
  }

  get_status(): Status {
    return this.#status;
  }

  has_response(): boolean {
    return this.#answer.code !== undefined;
  }

  get_response_code(): number {
    return this.#answer.code ?? 0;
  }

  get_response_body_length(): number {
    return this.#answer.length ?? -1;
  }

  get_response_headers_as_dictionary(): Record<string, string> {
    return this.#answer.headers ?? {};
  }
}
