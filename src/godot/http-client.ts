/**
 * Godot's HTTPClient: a low-level HTTP client as a state machine that the program polls.
 *
 * Here is the machine alone: which call is legal in which status, and what moves it. What it talks through is a
 * Connection, which checks and sends requests and reads responses; a Connector of the platform makes them. Every change
 * of status goes through `#enter`.
 */
import { currentTracer } from '#diagnostics';
import { createConnector } from '#godot-platform/connector.js';
import { requireInstance, requireType } from './argument-types.js';
import type { Connection, PreparedRequest, RequestArguments } from './connection.js';
import { HTTPClientConstantsCarrier } from './constants-carrier.js';
import { GodotError } from './error.js';
import { isFault } from './fault.js';
import { Status, methodNames, statusName, type Method } from './http-client-constants.js';
import { isUnderway, pollErrors } from './poll-errors.js';
import { Progress } from './progress.js';
import { queryStringFromDict, type QueryFields } from './query-string.js';
import { headersAsDictionary, headersAsList, noResponse, type ReceivedResponse } from './received-response.js';
import { StreamPeer } from './stream-peer.js';
import { TLSOptions } from './tls-options.js';
import { ClientTrace, requestFacts } from './tracing.js';
import { WarnOnce } from './warn-once.js';

const MIN_CHUNK = 256;
const MAX_CHUNK = 16777216;
const DEFAULT_CHUNK = 65536;

const encoder = new TextEncoder();
const nothing = new Uint8Array(0);

/**
 * A low-level HTTP client as a state machine: connect, poll until connected, send a request, poll until it is answered,
 * read the body chunk by chunk, and send the next request over the same connection. Nothing ever waits, unless
 * {@link blocking_mode_enabled} says so.
 *
 * Misuse and everything that a network or a server can do is answered by an error number or a status, and explained by a
 * warning (`set_logger`). Arguments of a wrong JavaScript type throw `TypeError`.
 */
export class HTTPClient extends HTTPClientConstantsCarrier {
  readonly #warnings = new WarnOnce('HTTPClient');
  readonly #connector = createConnector();
  #status: Status = Status.STATUS_DISCONNECTED;
  #connection: Connection | null = null;
  #response: ReceivedResponse = noResponse;
  #hasResponse = false;
  #bodyWasRead = false;
  /** Null unless somebody listened when the last request was sent. */
  #trace: ClientTrace | null = null;
  #chunkSize = DEFAULT_CHUNK;
  #blocking = false;

  /**
   * The connection in use: a `StreamPeerTCP` or, with TLS, a `StreamPeerTLS` after `connect_to_host`; `null` before it
   * and after `close`, and always in browsers.
   */
  get connection(): StreamPeer | null {
    return this.get_connection();
  }

  /**
   * Assigning a `StreamPeer`, of a program's own class too, closes what was there and makes the status CONNECTED. It
   * stays the program's own: `close()` lets go of it without closing it. Assigning `null` is refused with a warning, and
   * so is anything but a `StreamPeerTLS` when the last `connect_to_host` was one with TLS. In browsers, which give pages no
   * sockets, every assignment is refused.
   */
  set connection(value: StreamPeer | null) {
    this.set_connection(value);
  }

  /** The most bytes one `read_response_body_chunk()` returns: 65536 by default. */
  get read_chunk_size(): number {
    return this.#chunkSize;
  }

  /** 256 to 16777216. Other values are refused with a warning and change nothing. */
  set read_chunk_size(value: number) {
    this.set_read_chunk_size(value);
  }

  /**
   * If `true`, `poll()` waits until the status changes and `read_response_body_chunk()` until a whole chunk is there.
   * `false` by default.
   */
  get blocking_mode_enabled(): boolean {
    return this.#blocking;
  }

  /** Without an I/O thread, and in browsers, nothing can wait: setting it then warns, and it stays `false`. */
  set blocking_mode_enabled(value: boolean) {
    this.set_blocking_mode(value);
  }

  /**
   * Connects to a host. Status becomes RESOLVING for a name, CONNECTING for an address; `poll()` moves it on. Connecting,
   * a proxy's tunnel and the TLS handshake together may take 30 seconds. In browsers these statuses are simulated, one step a
   * poll; the browser connects when there is a request.
   *
   * @param host - A name or an IP address (IPv6 with or without brackets). `https://` before it means TLS, with
   *   `TLSOptions.client()` if no options are given; `http://` means none.
   * @param port - 1 to 65535, or -1 for 443 with TLS and 80 without.
   * @param tls_options - A client's, to use TLS; `null` for none.
   * @returns `OK`, or `ERR_INVALID_PARAMETER` with a warning for a host or port that cannot be, a server's TLS options,
   *   an empty trusted chain, or a proxy that was set wrong; in browsers `ERR_UNAVAILABLE` for TLS options that are more than
   *   `TLSOptions.client()`. Then the client is DISCONNECTED.
   * @throws TypeError for arguments of the wrong type.
   */
  connect_to_host(host: string, port = -1, tls_options: TLSOptions | null = null): GodotError {
    requireType('HTTPClient.connect_to_host', 'host', host, 'string');
    requireType('HTTPClient.connect_to_host', 'port', port, 'number');
    requireInstance('HTTPClient.connect_to_host', 'tls_options', tls_options, TLSOptions, true);
    this.close();
    this.#forgetResponse();
    const opening = this.#connector.open(host, port, tls_options);
    if (isFault(opening)) return this.#refuse('connect_to_host', opening.message, opening.error);
    this.#warnings.clear('connect_to_host');
    this.#warnings.clear('poll');
    this.#connection = opening.connection;
    this.#enter(opening.status);
    return GodotError.OK;
  }

  /**
   * Sets the proxy for connections without TLS, from the next `connect_to_host` on. Requests go to it with absolute URLs. In
   * browsers, which go by their own settings, it warns and changes nothing.
   *
   * @param host - A name or an address; `user:password@` before it becomes Basic `Proxy-Authorization`, which the proxy
   *   alone gets (behind `http://` it may be percent-encoded). `''` unsets the proxy.
   * @param port - 1 to 65535; -1 unsets the proxy. A host or port that cannot be is warned of, and then
   *   `connect_to_host` refuses to connect rather than going around the proxy.
   * @throws TypeError for arguments of the wrong type.
   */
  set_http_proxy(host: string, port: number): void {
    this.#setProxy('set_http_proxy', 'http', host, port);
  }

  /**
   * Sets the proxy for connections with TLS, from the next `connect_to_host` on. It is asked for a tunnel (CONNECT), and
   * sees nothing of what goes through. In browsers as {@link set_http_proxy}.
   *
   * @param host - As for {@link set_http_proxy}.
   * @param port - As for {@link set_http_proxy}.
   * @throws TypeError for arguments of the wrong type.
   */
  set_https_proxy(host: string, port: number): void {
    this.#setProxy('set_https_proxy', 'https', host, port);
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
   *   the status of that name; `ERR_CONNECTION_ERROR` in CONNECTION_ERROR and TLS_HANDSHAKE_ERROR (but the poll that finds
   *   a failed handshake returns `ERR_CANT_CONNECT`, as Godot's does).
   */
  poll(): GodotError {
    const before = this.#status;
    let error = this.#pollOnce();
    if (!this.#blocking) return error;
    while (this.#status === before && isUnderway(before) && this.#connection?.wait() === true) {
      error = this.#pollOnce();
    }
    return error;
  }

  /**
   * Sends a request. Legal in CONNECTED alone; the status becomes REQUESTING.
   *
   * @param method - One of `METHOD_*`.
   * @param url - What stands after the host, such as `/index.php?a=b`; an absolute URL for a proxy; `*` for OPTIONS;
   *   `host:port` for CONNECT. In browsers a path, which begins with `/`.
   * @param headers - `Name: value` each. Of Host, Content-Length, User-Agent and Accept those not given are added. Those that
   *   browsers let no page set are left out there, with a warning.
   * @param body - Text, sent as UTF-8. Ignored for GET, as the document says, and for TRACE (RFC 9110 section 9.3.8).
   * @returns `OK`, or `ERR_INVALID_PARAMETER` with a warning: unknown method, not CONNECTED, a url or header that would
   *   break the request; in browsers `ERR_UNAVAILABLE` for TRACE and CONNECT, and for a body with GET or HEAD. Nothing is sent
   *   then and the status stays.
   * @throws TypeError for arguments of the wrong type.
   */
  request(method: Method, url: string, headers: readonly string[], body = ''): GodotError {
    requireType('HTTPClient.request', 'body', body, 'string');
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
   *   itself is moved, not copied, and is empty afterwards (pass `new Uint8Array(body)` to keep it); not in browsers.
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
   * else, as always in browsers, DISCONNECTED; CONNECTION_ERROR when the body broke off.
   *
   * @param into - Memory for the bytes, not empty, of which at most so many are read as fit: a program that reads much makes
   *   no garbage with it. An addition to the document.
   * @returns The bytes, in memory that is the program's own; with `into` the part of it that was filled.
   * @throws TypeError when `into` is something else.
   */
  read_response_body_chunk(into: Uint8Array | null = null): Uint8Array {
    requireInstance('HTTPClient.read_response_body_chunk', 'into', into, Uint8Array, true);
    if (into?.length === 0) throw new TypeError('HTTPClient.read_response_body_chunk: into must not be empty');
    const connection = this.#connection;
    if (this.#status !== Status.STATUS_BODY || connection === null) return nothing.slice();
    const limit = into === null ? this.#chunkSize : Math.min(this.#chunkSize, into.length);
    const chunk = connection.take(limit, this.#blocking, into);
    this.#bodyWasRead = true;
    this.#trace?.read(chunk.length);
    this.#settleBody(connection, 'read_response_body_chunk');
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

  /**
   * The response's fields as `Name: value`, in the order and casing received; in browsers in lower case, and sorted. Each
   * call gives the same answer.
   */
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

  /** The declared length of the body in bytes; -1 when none was declared, the body is chunked, and always in browsers. */
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
    const { peerFault } = this.#connector;
    if (this.#connection !== null && peerFault !== null) this.#warnings.warn('get_connection', peerFault);
    return this.#connection?.peer ?? null;
  }

  /** The setter of {@link connection}. */
  set_connection(value: StreamPeer | null): void {
    if (value === null) {
      this.#warnings.warn('set_connection', 'a connection cannot be null; use close() to be rid of it');
      return;
    }
    if (!(value instanceof StreamPeer)) throw new TypeError('HTTPClient.connection must be a StreamPeer');
    if (value === this.#connection?.peer) return;
    const connection = this.#connector.adopt(value);
    if (typeof connection === 'string') {
      this.#warnings.warn('set_connection', connection);
      return;
    }
    this.close();
    this.#forgetResponse();
    this.#warnings.clear('set_connection');
    this.#connection = connection;
    this.#enter(Status.STATUS_CONNECTED);
  }

  /** The getter of {@link read_chunk_size}. */
  get_read_chunk_size(): number {
    return this.#chunkSize;
  }

  /** The setter of {@link read_chunk_size}. */
  set_read_chunk_size(value: number): void {
    requireType('HTTPClient.set_read_chunk_size', 'value', value, 'number');
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
    requireType('HTTPClient.set_blocking_mode', 'value', value, 'boolean');
    const fault = value ? this.#connector.blockingFault : null;
    if (fault === null) this.#blocking = value;
    else this.#warnings.warn('set_blocking_mode', fault);
  }

  #pollOnce(): GodotError {
    const connection = this.#connection;
    if (connection === null) return pollErrors[this.#status];
    const news = connection.look();
    switch (this.#status) {
      case Status.STATUS_RESOLVING:
      case Status.STATUS_CONNECTING:
        return news ? this.#pollConnecting(connection) : GodotError.OK;
      case Status.STATUS_CONNECTED:
        return this.#pollConnected(connection, news);
      case Status.STATUS_REQUESTING:
        return news ? this.#pollRequesting(connection) : GodotError.OK;
      case Status.STATUS_BODY:
        return this.#pollBody(connection);
      default:
        return pollErrors[this.#status];
    }
  }

  #pollConnecting(connection: Connection): GodotError {
    const reached = connection.connecting();
    switch (reached) {
      case Status.STATUS_RESOLVING:
        return GodotError.OK;
      case Status.STATUS_CONNECTING:
        this.#enter(reached);
        return GodotError.OK;
      case Status.STATUS_CONNECTED:
        this.#enter(reached);
        return this.#pollConnected(connection, true);
      case Status.STATUS_TLS_HANDSHAKE_ERROR:
        this.#fail('poll', reached, connection);
        return GodotError.ERR_CANT_CONNECT;
      default:
        return this.#fail('poll', reached, connection);
    }
  }

  #pollConnected(connection: Connection, news: boolean): GodotError {
    const fault = connection.idleFault(news);
    // The server may close an idle connection whenever it likes (RFC 9112 section 9.5): an error, but no surprise.
    return fault === null
      ? GodotError.OK
      : this.#fail('poll', Status.STATUS_CONNECTION_ERROR, connection, fault.reason);
  }

  #pollRequesting(connection: Connection): GodotError {
    switch (connection.advance()) {
      case Progress.FAULT:
        return this.#fail('poll', Status.STATUS_CONNECTION_ERROR, connection);
      case Progress.HEAD:
        this.#receiveHead(connection);
        return GodotError.OK;
      default:
        return GodotError.OK;
    }
  }

  #receiveHead(connection: Connection): void {
    this.#response = connection.response;
    this.#hasResponse = true;
    this.#trace?.head(this.#response);
    this.#warnings.clear('poll');
    if (this.#response.body === 'none') this.#settleBody(connection, 'poll');
    else this.#enter(Status.STATUS_BODY);
  }

  /** A body that was never read stays to be read, also an empty one (as in Godot); only its failure shows at once. */
  #pollBody(connection: Connection): GodotError {
    const mayLeave = this.#bodyWasRead || this.#response.body === 'until-close';
    if (!mayLeave && connection.advance() === Progress.END) return GodotError.OK;
    return this.#settleBody(connection, 'poll');
  }

  /** Leaves BODY when the body has ended: the connection carries on, or is closed. */
  #settleBody(connection: Connection, method: string): GodotError {
    const progress = connection.advance();
    if (progress === Progress.FAULT) return this.#fail(method, Status.STATUS_CONNECTION_ERROR, connection);
    if (progress !== Progress.END) return GodotError.OK;
    this.#trace?.completed();
    if (connection.staysOpen) this.#enter(Status.STATUS_CONNECTED);
    else this.close();
    return GodotError.OK;
  }

  #send(name: string, method: Method, url: string, headers: readonly string[], body: Uint8Array): GodotError {
    requireType(`HTTPClient.${name}`, 'method', method, 'number');
    requireType(`HTTPClient.${name}`, 'url', url, 'string');
    if (!Array.isArray(headers) || !headers.every((header) => typeof header === 'string')) {
      throw new TypeError(`HTTPClient.${name}: headers must be an array of strings, "Name: value" each`);
    }
    const word = methodNames[method];
    if (word === undefined) return this.#refuse(name, `there is no method ${method}; use one of HTTPClient.METHOD_*`);
    const unavailable = this.#connector.methodFault(word);
    if (unavailable !== null) return this.#refuse(name, unavailable, GodotError.ERR_UNAVAILABLE);
    const connection = this.#connection;
    if (this.#status !== Status.STATUS_CONNECTED || connection === null) {
      return this.#refuse(name, `the status is ${statusName(this.#status)}; a request needs STATUS_CONNECTED`);
    }
    const asked: RequestArguments = { method: word, url, headers, bodyLength: body.length };
    const prepared = connection.prepare(asked);
    if (isFault(prepared)) return this.#refuse(name, prepared.message, prepared.error);
    const traced = this.#traceSending(asked, prepared, connection);
    if (traced === null) return this.#refuse(name, 'a tool that listens to tickwire:request:created used the client');
    if (prepared.corrections.length === 0) this.#warnings.clear(name);
    else this.#warnings.warn(name, prepared.corrections.join('; '));
    this.#forgetResponse();
    connection.send(traced, body);
    this.#enter(Status.STATUS_REQUESTING);
    return GodotError.OK;
  }

  /** The request with the fields that tracing tools add; null when one did something else with the client. */
  #traceSending(asked: RequestArguments, prepared: PreparedRequest, connection: Connection): PreparedRequest | null {
    const begin = currentTracer();
    this.#trace = begin === null ? null : new ClientTrace(begin(requestFacts(asked, connection)));
    const outgoing = this.#trace?.created(asked, prepared, connection) ?? prepared;
    return this.#connection === connection && this.#status === Status.STATUS_CONNECTED ? outgoing : null;
  }

  #release(): void {
    this.#trace?.cancelled();
    this.#connection?.release();
    this.#connection = null;
  }

  #forgetResponse(): void {
    this.#response = noResponse;
    this.#hasResponse = false;
    this.#bodyWasRead = false;
  }

  #setProxy(method: string, scheme: 'http' | 'https', host: string, port: number): void {
    requireType(`HTTPClient.${method}`, 'host', host, 'string');
    requireType(`HTTPClient.${method}`, 'port', port, 'number');
    const fault = this.#connector.setProxy(scheme, host, port);
    if (fault === null) this.#warnings.clear(method);
    else this.#warnings.warn(method, fault);
  }

  #refuse(method: string, message: string, error: GodotError = GodotError.ERR_INVALID_PARAMETER): GodotError {
    this.#warnings.warn(method, message);
    return error;
  }

  /** @param reason - By default what the connection says; `null` for an end that needs no warning. */
  #fail(
    method: string,
    status: Status,
    connection: Connection,
    reason: string | null = connection.fault?.message ?? `the connection failed (${statusName(status)})`,
  ): GodotError {
    const { fault } = connection;
    if (fault !== null) this.#trace?.failed(fault);
    this.#release();
    this.#enter(status);
    if (reason !== null) this.#warnings.warn(method, reason);
    return pollErrors[status];
  }

  /** The one door of every change of status. */
  #enter(status: Status): void {
    this.#status = status;
  }
}
