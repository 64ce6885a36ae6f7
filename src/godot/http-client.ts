/**
 * Godot's HTTPClient: a low-level HTTP client as a state machine that the program polls.
 *
 * Here is the machine alone: which call is legal in which status, and what moves it. Connections are channels
 * (channel.ts), responses are read by ResponseReader, requests are checked and written by prepareRequest. Every change of
 * status goes through `#enter`.
 */
import { ByteStream, StreamState, sharedLink } from '../link/index.js';
import type { Channel } from './channel.js';
import { HTTPClientConstantsCarrier } from './constants-carrier.js';
import { GodotError } from './error.js';
import { hostHeader, isIpAddress, parseHostArgument } from './host-argument.js';
import { Status, statusName, type Method } from './http-client-constants.js';
import { prepareRequest } from './outgoing-request.js';
import { PeerChannel } from './peer-channel.js';
import { queryStringFromDict, type QueryFields } from './query-string.js';
import { headersAsDictionary, headersAsList, noResponse, type ReceivedResponse } from './received-response.js';
import { Progress, ResponseReader } from './response-reader.js';
import { StreamPeer } from './stream-peer.js';
import { StreamPeerTCP } from './stream-peer-tcp.js';
import { WarnOnce } from './warn-once.js';

const MIN_CHUNK = 256;
const MAX_CHUNK = 16777216;
const DEFAULT_CHUNK = 65536;

/** A blocked poll looks up this often; the bell wakes it earlier whenever something is new. */
const BLOCK_MS = 1000;

/** Bodies from this size on are taken over instead of copied, when they own their whole memory. */
const TAKE_OVER_BYTES = 16 * 1024 * 1024;

const encoder = new TextEncoder();
const nothing = new Uint8Array(0);

export class HTTPClient extends HTTPClientConstantsCarrier {
  readonly #warnings = new WarnOnce('HTTPClient');
  #status: Status = Status.STATUS_DISCONNECTED;
  #channel: Channel | null = null;
  #reader: ResponseReader | null = null;
  #connection: StreamPeer | null = null;
  /** False for a connection the program assigned: it stays the program's to close. */
  #ownsConnection = false;
  #hostHeader = '';
  #response: ReceivedResponse = noResponse;
  #hasResponse = false;
  #bodyWasRead = false;
  /** The connection is no longer ours to read: CONNECT or 101 handed it over. */
  #handedOver = false;
  /** Why the request that was accepted was not sent: the next poll reports it. */
  #doomed: string | null = null;
  #chunkSize = DEFAULT_CHUNK;
  #blocking = false;

  /**
   * The connection in use: a `StreamPeerTCP` after `connect_to_host`, `null` before it and after `close`.
   *
   * Assigning a `StreamPeer`, of a program's own class too, closes what was there and makes the status CONNECTED. It
   * stays the program's own: `close()` lets go of it without closing it. Assigning `null` is refused with a warning.
   */
  get connection(): StreamPeer | null {
    return this.get_connection();
  }

  set connection(value: StreamPeer | null) {
    this.set_connection(value);
  }

  /**
   * The most bytes one `read_response_body_chunk()` returns: 256 to 16777216, 65536 by default. Other values are refused
   * with a warning and change nothing.
   */
  get read_chunk_size(): number {
    return this.#chunkSize;
  }

  set read_chunk_size(value: number) {
    this.set_read_chunk_size(value);
  }

  /**
   * If `true`, `poll()` waits until the status changes and `read_response_body_chunk()` until a whole chunk is there.
   * Without an I/O thread nothing can wait: setting it then warns, and it stays `false`.
   */
  get blocking_mode_enabled(): boolean {
    return this.#blocking;
  }

  set blocking_mode_enabled(value: boolean) {
    this.set_blocking_mode(value);
  }

  /**
   * Connects to a host. Status becomes RESOLVING for a name, CONNECTING for an address; `poll()` moves it on.
   *
   * @param host - A name or an IP address (IPv6 with or without brackets). A `http://` before it is stripped.
   * @param port - 1 to 65535, or -1 for 80.
   * @returns `OK`, or `ERR_INVALID_PARAMETER` for a host or port that cannot be; then the client is DISCONNECTED.
   * @throws TypeError for arguments of the wrong type.
   */
  connect_to_host(host: string, port = -1): GodotError {
    requireType('connect_to_host', 'host', host, 'string');
    requireType('connect_to_host', 'port', port, 'number');
    this.close();
    this.#forgetResponse();
    const place = parseHostArgument(host, port, null);
    if (typeof place === 'string') return this.#refuse('connect_to_host', place);
    this.#warnings.clear('connect_to_host');
    this.#warnings.clear('poll');
    this.#hostHeader = hostHeader(place.host, place.port, place.tls);
    const stream = new ByteStream(sharedLink(), { host: place.host, port: place.port });
    this.#use(stream);
    this.#ownsConnection = true;
    this.#enter(isIpAddress(place.host) ? Status.STATUS_CONNECTING : Status.STATUS_RESOLVING);
    return GodotError.OK;
  }

  /** Closes the connection, in any status, and releases everything at once. The client can connect again. */
  close(): void {
    this.#release();
    this.#enter(Status.STATUS_DISCONNECTED);
  }

  /** The status: one of `STATUS_*`. It changes in `poll()`, `read_response_body_chunk()` and by the program's calls. */
  get_status(): Status {
    return this.#status;
  }

  /**
   * Moves the client on by everything that has arrived. Costs next to nothing when nothing has.
   *
   * @returns `OK` while all is well; `ERR_UNCONFIGURED` when DISCONNECTED; `ERR_CANT_RESOLVE` and `ERR_CANT_CONNECT` in
   *   the status of that name; `ERR_CONNECTION_ERROR` in CONNECTION_ERROR and TLS_HANDSHAKE_ERROR.
   */
  poll(): GodotError {
    const before = this.#status;
    let error = this.#pollOnce();
    if (!this.#blocking) return error;
    while (this.#status === before && isUnderway(before) && this.#channel?.wait(BLOCK_MS) === true) {
      error = this.#pollOnce();
    }
    return error;
  }

  /**
   * Sends a request. Legal in CONNECTED alone; the status becomes REQUESTING.
   *
   * @param method - One of `METHOD_*`.
   * @param url - What stands after the host, such as `/index.php?a=b`; an absolute URL for a proxy; `*` for OPTIONS;
   *   `host:port` for CONNECT.
   * @param headers - `Name: value` each. Of Host, Content-Length, User-Agent and Accept those not given are added.
   * @param body - Text, sent as UTF-8. Ignored for GET, as the document says, and for TRACE (RFC 9110 section 9.3.8).
   * @returns `OK`, or `ERR_INVALID_PARAMETER` with a warning: unknown method, not CONNECTED, a url or header that would
   *   break the request. Nothing is sent then and the status stays.
   * @throws TypeError for arguments of the wrong type.
   */
  request(method: Method, url: string, headers: readonly string[], body = ''): GodotError {
    requireType('request', 'body', body, 'string');
    const ignored = method === HTTPClient.METHOD_GET || method === HTTPClient.METHOD_TRACE;
    return this.#send('request', method, url, headers, ignored || body === '' ? nothing : encoder.encode(body));
  }

  /**
   * Sends a request whose body is exactly these bytes, whatever the method.
   *
   * @param method - As for {@link request}.
   * @param url - As for {@link request}.
   * @param headers - As for {@link request}.
   * @param body - Taken over: later changes have no effect. An array of 16 MiB or more that has its `ArrayBuffer` to
   *   itself is moved, not copied, and is empty afterwards (pass `new Uint8Array(body)` to keep it).
   * @returns As for {@link request}.
   * @throws TypeError for arguments of the wrong type.
   */
  request_raw(method: Method, url: string, headers: readonly string[], body: Uint8Array): GodotError {
    if (!(body instanceof Uint8Array)) throw new TypeError('HTTPClient.request_raw: body must be a Uint8Array');
    return this.#send('request_raw', method, url, headers, body);
  }

  /**
   * Reads the body bytes that are there: at most `read_chunk_size`, none when none have arrived or the status is not
   * BODY. With the last byte the status leaves BODY in the same call: CONNECTED when the connection can be used again,
   * else DISCONNECTED; CONNECTION_ERROR when the body broke off.
   */
  read_response_body_chunk(): Uint8Array {
    const reader = this.#reader;
    if (this.#status !== Status.STATUS_BODY || reader === null) return nothing.slice();
    this.#channel?.drain();
    const chunk = this.#blocking ? this.#readWholeChunk(reader) : reader.take(this.#chunkSize);
    this.#bodyWasRead = true;
    this.#settleBody(reader.advance(), 'read_response_body_chunk');
    return chunk;
  }

  /** Whether the head of a response to the last request has arrived. Stays true after `close()`. */
  has_response(): boolean {
    return this.#hasResponse;
  }

  /** Whether that response is chunked. */
  is_response_chunked(): boolean {
    return this.#response.chunked;
  }

  /** The response's status code, 0 before there is one. */
  get_response_code(): number {
    return this.#response.code;
  }

  /** The response's fields as `Name: value`, in the order and casing received. Each call gives the same answer. */
  get_response_headers(): string[] {
    return headersAsList(this.#response.head);
  }

  /**
   * The response's fields by name, with the casing received first. The values of a name that came more than once
   * (compared without case) are joined by `"; "`. The object has no prototype.
   */
  get_response_headers_as_dictionary(): Record<string, string> {
    return headersAsDictionary(this.#response.head);
  }

  /** The declared length of the body in bytes; -1 when none was declared or the body is chunked. */
  get_response_body_length(): number {
    return this.#response.bodyLength;
  }

  /**
   * Builds an `application/x-www-form-urlencoded` string from a dictionary or a `Map`: `null` gives the key alone, an
   * array the key once for each value.
   */
  query_string_from_dict(fields: QueryFields): string {
    return queryStringFromDict(fields);
  }

  /** The getter of {@link connection}. */
  get_connection(): StreamPeer | null {
    if (this.#connection === null && this.#channel instanceof ByteStream) {
      this.#connection = StreamPeerTCP.over(this.#channel);
    }
    return this.#connection;
  }

  /** The setter of {@link connection}. */
  set_connection(value: StreamPeer | null): void {
    if (value === null) {
      this.#warnings.warn('set_connection', 'a connection cannot be null; use close() to be rid of it');
      return;
    }
    if (!(value instanceof StreamPeer)) throw new TypeError('HTTPClient.connection must be a StreamPeer');
    if (value === this.#connection) return;
    this.close();
    this.#forgetResponse();
    this.#warnings.clear('set_connection');
    this.#use(StreamPeerTCP.streamOf(value) ?? new PeerChannel(value));
    this.#connection = value;
    this.#hostHeader = StreamPeerTCP.hostOf(value);
    this.#enter(Status.STATUS_CONNECTED);
  }

  /** The getter of {@link read_chunk_size}. */
  get_read_chunk_size(): number {
    return this.#chunkSize;
  }

  /** The setter of {@link read_chunk_size}. */
  set_read_chunk_size(value: number): void {
    requireType('set_read_chunk_size', 'value', value, 'number');
    if (!Number.isInteger(value) || value < MIN_CHUNK || value > MAX_CHUNK) {
      const message = `${value} is not a size from ${MIN_CHUNK} to ${MAX_CHUNK}; it stays ${this.#chunkSize}`;
      this.#warnings.warn('set_read_chunk_size', message);
      return;
    }
    this.#warnings.clear('set_read_chunk_size');
    this.#chunkSize = value;
  }

  /** The getter of {@link blocking_mode_enabled}. */
  is_blocking_mode_enabled(): boolean {
    return this.#blocking;
  }

  /** The setter of {@link blocking_mode_enabled}. */
  set_blocking_mode(value: boolean): void {
    requireType('set_blocking_mode', 'value', value, 'boolean');
    if (value && !sharedLink().threaded) {
      this.#warnings.warn('set_blocking_mode', 'blocking needs the I/O thread, and there is none; it stays off');
      return;
    }
    this.#blocking = value;
  }

  #pollOnce(): GodotError {
    const channel = this.#channel;
    if (channel !== null) {
      channel.drain();
      if (!channel.changed() && this.#doomed === null && this.#status !== Status.STATUS_BODY) return GodotError.OK;
    }
    switch (this.#status) {
      case Status.STATUS_RESOLVING:
      case Status.STATUS_CONNECTING:
        return this.#pollConnecting();
      case Status.STATUS_CONNECTED:
        return this.#pollConnected();
      case Status.STATUS_REQUESTING:
        return this.#pollRequesting();
      case Status.STATUS_BODY:
        return this.#pollBody();
      default:
        return pollErrors[this.#status];
    }
  }

  #pollConnecting(): GodotError {
    const channel = this.#channel!;
    switch (channel.state) {
      case StreamState.RESOLVING:
        return GodotError.OK;
      case StreamState.CONNECTING:
        this.#enter(Status.STATUS_CONNECTING);
        return GodotError.OK;
      case StreamState.CANT_RESOLVE:
        return this.#fail('poll', Status.STATUS_CANT_RESOLVE, channel.failure?.message);
      case StreamState.CANT_CONNECT:
        return this.#fail('poll', Status.STATUS_CANT_CONNECT, channel.failure?.message);
      default:
        this.#enter(Status.STATUS_CONNECTED);
        return this.#pollConnected();
    }
  }

  #pollConnected(): GodotError {
    const channel = this.#channel!;
    const { state } = channel;
    if (channel instanceof PeerChannel) return GodotError.OK;
    if (!this.#handedOver && channel.contiguous() > 0) {
      return this.#fail('poll', Status.STATUS_CONNECTION_ERROR, 'the server sent something nobody had asked for');
    }
    if (state < StreamState.ENDED || channel.available() > 0) return GodotError.OK;
    // The server may close an idle connection whenever it likes (RFC 9112 section 9.5): an error, but no surprise.
    return this.#fail('poll', Status.STATUS_CONNECTION_ERROR, channel.failure?.message ?? null);
  }

  #pollRequesting(): GodotError {
    if (this.#doomed !== null) return this.#fail('poll', Status.STATUS_CONNECTION_ERROR, this.#doomed);
    const reader = this.#reader!;
    switch (reader.advance()) {
      case Progress.FAULT:
        return this.#fail('poll', Status.STATUS_CONNECTION_ERROR, reader.reason);
      case Progress.HEAD:
        this.#receiveHead(reader);
        return GodotError.OK;
      default:
        return GodotError.OK;
    }
  }

  #receiveHead(reader: ResponseReader): void {
    const { parser } = reader;
    const head = parser.head!;
    this.#response = {
      code: head.status,
      head,
      chunked: parser.framing === 'chunked',
      bodyLength: parser.contentLength,
    };
    this.#hasResponse = true;
    this.#warnings.clear('poll');
    if (parser.framing === 'upgrade') {
      this.#handedOver = true;
      this.#enter(Status.STATUS_CONNECTED);
    } else if (parser.framing === 'none') {
      this.#settleBody(reader.advance(), 'poll');
    } else {
      this.#enter(Status.STATUS_BODY);
    }
  }

  /** A body that was never read stays to be read, also an empty one (as in Godot); only its failure shows at once. */
  #pollBody(): GodotError {
    const reader = this.#reader!;
    const progress = reader.advance();
    const mayLeave = this.#bodyWasRead || reader.parser.framing === 'until-close';
    if (progress === Progress.END && !mayLeave) return GodotError.OK;
    return this.#settleBody(progress, 'poll');
  }

  /** Leaves BODY when the body has ended. */
  #settleBody(progress: Progress, method: string): GodotError {
    if (progress === Progress.FAULT) {
      return this.#fail(method, Status.STATUS_CONNECTION_ERROR, this.#reader!.reason);
    }
    if (progress === Progress.END) this.#finish();
    return GodotError.OK;
  }

  #readWholeChunk(reader: ResponseReader): Uint8Array {
    const parts: Uint8Array[] = [];
    let missing = this.#chunkSize;
    for (;;) {
      const part = reader.takeNow(missing);
      parts.push(part);
      missing -= part.length;
      const progress = reader.advance();
      if (missing === 0 || progress === Progress.END || progress === Progress.FAULT) break;
      if (progress === Progress.WAITING && this.#channel?.wait(BLOCK_MS) !== true) break;
    }
    return concatenate(parts);
  }

  /** The response is complete: the connection carries on, or is closed. */
  #finish(): void {
    const reusable = this.#reader!.parser.reusable && this.#channel!.unsent() === 0;
    if (reusable) this.#enter(Status.STATUS_CONNECTED);
    else this.close();
  }

  #send(name: string, method: Method, url: string, headers: readonly string[], body: Uint8Array): GodotError {
    requireType(name, 'method', method, 'number');
    requireType(name, 'url', url, 'string');
    if (!Array.isArray(headers) || !headers.every((header) => typeof header === 'string')) {
      throw new TypeError(`HTTPClient.${name}: headers must be an array of strings, "Name: value" each`);
    }
    if (this.#status !== Status.STATUS_CONNECTED) {
      return this.#refuse(name, `the status is ${statusName(this.#status)}; a request needs STATUS_CONNECTED`);
    }
    const prepared = prepareRequest({ method, url, headers, bodyLength: body.length }, this.#hostHeader);
    if (typeof prepared === 'string') return this.#refuse(name, prepared);
    this.#warnings.clear(name);
    for (const correction of prepared.corrections) this.#warnings.warn(name, correction);
    this.#forgetResponse();
    this.#reader!.begin(prepared.method, prepared.closes);
    this.#dispatch(prepared.head, prepared.mayHandOver, body);
    this.#enter(Status.STATUS_REQUESTING);
    return GodotError.OK;
  }

  #dispatch(head: string, mayHandOver: boolean, body: Uint8Array): void {
    const channel = this.#channel!;
    if (channel instanceof PeerChannel) {
      channel.singly = mayHandOver;
    } else {
      const { state } = channel;
      // A connection the server has closed, or on which it spoke unasked, would answer this request with something else.
      if (!this.#handedOver && channel.contiguous() > 0)
        this.#doomed = 'the server sent something nobody had asked for';
      else if (state >= StreamState.ENDED) this.#doomed = 'the server had closed the connection; connect again';
    }
    this.#handedOver = false;
    if (this.#doomed === null) channel.write(head, body.length === 0 ? null : takeOver(body));
  }

  #use(channel: Channel): void {
    this.#channel = channel;
    this.#reader = new ResponseReader(channel);
  }

  #release(): void {
    if (this.#ownsConnection || this.#channel instanceof PeerChannel) this.#channel?.close();
    this.#channel = null;
    this.#reader = null;
    this.#connection = null;
    this.#ownsConnection = false;
    this.#handedOver = false;
    this.#doomed = null;
  }

  #forgetResponse(): void {
    this.#response = noResponse;
    this.#hasResponse = false;
    this.#bodyWasRead = false;
  }

  #refuse(method: string, message: string): GodotError {
    this.#warnings.warn(method, message);
    return GodotError.ERR_INVALID_PARAMETER;
  }

  #fail(method: string, status: Status, reason: string | null | undefined): GodotError {
    this.#release();
    this.#enter(status);
    if (reason !== null) this.#warnings.warn(method, reason ?? `the connection failed (${statusName(status)})`);
    return pollErrors[status];
  }

  /** The one door of every change of status. */
  #enter(status: Status): void {
    this.#status = status;
  }
}

const pollErrors: Record<Status, GodotError> = {
  [Status.STATUS_DISCONNECTED]: GodotError.ERR_UNCONFIGURED,
  [Status.STATUS_RESOLVING]: GodotError.OK,
  [Status.STATUS_CANT_RESOLVE]: GodotError.ERR_CANT_RESOLVE,
  [Status.STATUS_CONNECTING]: GodotError.OK,
  [Status.STATUS_CANT_CONNECT]: GodotError.ERR_CANT_CONNECT,
  [Status.STATUS_CONNECTED]: GodotError.OK,
  [Status.STATUS_REQUESTING]: GodotError.OK,
  [Status.STATUS_BODY]: GodotError.OK,
  [Status.STATUS_CONNECTION_ERROR]: GodotError.ERR_CONNECTION_ERROR,
  [Status.STATUS_TLS_HANDSHAKE_ERROR]: GodotError.ERR_CONNECTION_ERROR,
};

function isUnderway(status: Status): boolean {
  return (
    status === Status.STATUS_RESOLVING || status === Status.STATUS_CONNECTING || status === Status.STATUS_REQUESTING
  );
}

function requireType(method: string, parameter: string, value: unknown, type: 'string' | 'number' | 'boolean'): void {
  if (typeof value === type) return;
  const given = value === null ? 'null' : typeof value;
  throw new TypeError(`HTTPClient.${method}: ${parameter} must be a ${type}, not ${given}`);
}

/** Memory that is the request's own from here on. */
function takeOver(body: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = body;
  if (body.length >= TAKE_OVER_BYTES && buffer instanceof ArrayBuffer && buffer.byteLength === body.length) {
    try {
      return new Uint8Array(structuredClone(buffer, { transfer: [buffer] }));
    } catch {
      // Memory that cannot be moved, such as WebAssembly's: copied below.
    }
  }
  return new Uint8Array(body);
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
