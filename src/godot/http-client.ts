/**
 * Godot's HTTPClient: a low-level HTTP client as a state machine that the program polls.
 *
 * Here is the machine alone: which call is legal in which status, and what moves it. What it talks through is a
 * Connection, responses are read by its ResponseReader, requests are checked and written by prepareRequest. Every change
 * of status goes through `#enter`.
 */
import { StreamState, sharedLink } from '../link/index.js';
import { requireInstance, requireType } from './argument-types.js';
import { Connection } from './connection.js';
import { planConnection, type ProxySetting } from './connection-plan.js';
import { HTTPClientConstantsCarrier } from './constants-carrier.js';
import { GodotError } from './error.js';
import { isIpAddress } from './host-argument.js';
import { Status, statusName, type Method } from './http-client-constants.js';
import { prepareRequest } from './outgoing-request.js';
import { isUnderway, pollErrors } from './poll-errors.js';
import { parseProxyArgument } from './proxy-argument.js';
import { queryStringFromDict, type QueryFields } from './query-string.js';
import { headersAsDictionary, headersAsList, noResponse, type ReceivedResponse } from './received-response.js';
import { Progress } from './response-reader.js';
import { StreamPeer } from './stream-peer.js';
import { StreamPeerTLS } from './stream-peer-tls.js';
import { TLSOptions } from './tls-options.js';
import { WarnOnce } from './warn-once.js';

const MIN_CHUNK = 256;
const MAX_CHUNK = 16777216;
const DEFAULT_CHUNK = 65536;

/** A blocked poll looks up this often; the bell wakes it earlier whenever something is new. */
const BLOCK_MS = 1000;

const encoder = new TextEncoder();
const nothing = new Uint8Array(0);

export class HTTPClient extends HTTPClientConstantsCarrier {
  readonly #warnings = new WarnOnce('HTTPClient');
  #status: Status = Status.STATUS_DISCONNECTED;
  #connection: Connection | null = null;
  /** Whether the last `connect_to_host` was to use TLS: a connection that is assigned must then, too. */
  #wantsTls = false;
  readonly #proxies: { http: ProxySetting; https: ProxySetting } = { http: null, https: null };
  #response: ReceivedResponse = noResponse;
  #hasResponse = false;
  #bodyWasRead = false;
  #chunkSize = DEFAULT_CHUNK;
  #blocking = false;

  /**
   * The connection in use: a `StreamPeerTCP` or, with TLS, a `StreamPeerTLS` after `connect_to_host`; `null` before it
   * and after `close`.
   *
   * Assigning a `StreamPeer`, of a program's own class too, closes what was there and makes the status CONNECTED. It
   * stays the program's own: `close()` lets go of it without closing it. Assigning `null` is refused with a warning, and
   * so is anything but a `StreamPeerTLS` when the last `connect_to_host` was one with TLS.
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
   * Connects to a host. Status becomes RESOLVING for a name, CONNECTING for an address; `poll()` moves it on. Connecting,
   * a proxy's tunnel and the TLS handshake together may take 30 seconds.
   *
   * @param host - A name or an IP address (IPv6 with or without brackets). `https://` before it means TLS, with
   *   `TLSOptions.client()` if no options are given; `http://` means none.
   * @param port - 1 to 65535, or -1 for 443 with TLS and 80 without.
   * @param tls_options - A client's, to use TLS; `null` for none.
   * @returns `OK`, or `ERR_INVALID_PARAMETER` with a warning for a host or port that cannot be, a server's TLS options,
   *   an empty trusted chain, or a proxy that was set wrong; then the client is DISCONNECTED.
   * @throws TypeError for arguments of the wrong type.
   */
  connect_to_host(host: string, port = -1, tls_options: TLSOptions | null = null): GodotError {
    requireType('HTTPClient.connect_to_host', 'host', host, 'string');
    requireType('HTTPClient.connect_to_host', 'port', port, 'number');
    requireInstance('HTTPClient.connect_to_host', 'tls_options', tls_options, TLSOptions, true);
    this.close();
    this.#forgetResponse();
    const plan = planConnection(host, port, tls_options, this.#proxies);
    if (typeof plan === 'string') return this.#refuse('connect_to_host', plan);
    this.#warnings.clear('connect_to_host');
    this.#warnings.clear('poll');
    this.#wantsTls = plan.target.tls !== undefined;
    this.#connection = Connection.open(plan);
    this.#enter(isIpAddress(plan.firstHop) ? Status.STATUS_CONNECTING : Status.STATUS_RESOLVING);
    return GodotError.OK;
  }

  /**
   * Sets the proxy for connections without TLS, from the next `connect_to_host` on. Requests go to it with absolute URLs.
   *
   * @param host - A name or an address; `user:password@` before it becomes Basic `Proxy-Authorization`, which the proxy
   *   alone gets (behind `http://` it may be percent-encoded). `''` unsets the proxy.
   * @param port - 1 to 65535; -1 unsets the proxy. A host or port that cannot be is warned of, and then
   *   `connect_to_host` refuses to connect rather than going around the proxy.
   * @throws TypeError for arguments of the wrong type.
   */
  set_http_proxy(host: string, port: number): void {
    this.#proxies.http = this.#readProxy('set_http_proxy', host, port);
  }

  /**
   * Sets the proxy for connections with TLS, from the next `connect_to_host` on. It is asked for a tunnel (CONNECT), and
   * sees nothing of what goes through.
   *
   * @param host - As for {@link set_http_proxy}.
   * @param port - As for {@link set_http_proxy}.
   * @throws TypeError for arguments of the wrong type.
   */
  set_https_proxy(host: string, port: number): void {
    this.#proxies.https = this.#readProxy('set_https_proxy', host, port);
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
    while (this.#status === before && isUnderway(before) && this.#connection?.channel.wait(BLOCK_MS) === true) {
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
    const connection = this.#connection;
    if (this.#status !== Status.STATUS_BODY || connection === null) return nothing.slice();
    const { channel, reader } = connection;
    channel.drain();
    const chunk = this.#blocking
      ? reader.takeWhole(this.#chunkSize, () => channel.wait(BLOCK_MS))
      : reader.take(this.#chunkSize);
    this.#bodyWasRead = true;
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
    if (this.#wantsTls && !(value instanceof StreamPeerTLS)) {
      const message = 'the client connects with TLS, so its connection must be a StreamPeerTLS';
      this.#warnings.warn('set_connection', message);
      return;
    }
    this.close();
    this.#forgetResponse();
    this.#warnings.clear('set_connection');
    this.#connection = Connection.over(value);
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
    if (value && !sharedLink().threaded) {
      this.#warnings.warn('set_blocking_mode', 'blocking needs the I/O thread, and there is none; it stays off');
      return;
    }
    this.#blocking = value;
  }

  #pollOnce(): GodotError {
    const connection = this.#connection;
    if (connection === null) return pollErrors[this.#status];
    connection.channel.drain();
    if (!connection.channel.changed() && connection.doom === null && !this.#mayHaveMissed(connection)) {
      return GodotError.OK;
    }
    switch (this.#status) {
      case Status.STATUS_RESOLVING:
      case Status.STATUS_CONNECTING:
        return this.#pollConnecting(connection);
      case Status.STATUS_CONNECTED:
        return this.#pollConnected(connection);
      case Status.STATUS_REQUESTING:
        return this.#pollRequesting(connection);
      case Status.STATUS_BODY:
        return this.#pollBody(connection);
      default:
        return pollErrors[this.#status];
    }
  }

  #mayHaveMissed(connection: Connection): boolean {
    if (this.#status === Status.STATUS_CONNECTED) return connection.mayHaveLeftovers();
    return this.#status === Status.STATUS_BODY;
  }

  #pollConnecting(connection: Connection): GodotError {
    switch (connection.channel.state) {
      case StreamState.RESOLVING:
        return GodotError.OK;
      case StreamState.CONNECTING:
        this.#enter(Status.STATUS_CONNECTING);
        return GodotError.OK;
      case StreamState.CANT_RESOLVE:
        return this.#fail('poll', Status.STATUS_CANT_RESOLVE, connection.failure);
      case StreamState.CANT_CONNECT:
        return this.#fail('poll', Status.STATUS_CANT_CONNECT, connection.failure);
      case StreamState.TLS_FAILED:
        this.#fail('poll', Status.STATUS_TLS_HANDSHAKE_ERROR, connection.failure);
        return GodotError.ERR_CANT_CONNECT;
      default:
        this.#enter(Status.STATUS_CONNECTED);
        return this.#pollConnected(connection);
    }
  }

  #pollConnected(connection: Connection): GodotError {
    const fault = connection.idleFault();
    // The server may close an idle connection whenever it likes (RFC 9112 section 9.5): an error, but no surprise.
    return fault === null ? GodotError.OK : this.#fail('poll', Status.STATUS_CONNECTION_ERROR, fault.reason);
  }

  #pollRequesting(connection: Connection): GodotError {
    const { doom, reader } = connection;
    if (doom !== null) return this.#fail('poll', Status.STATUS_CONNECTION_ERROR, doom);
    switch (reader.advance()) {
      case Progress.FAULT:
        return this.#fail('poll', Status.STATUS_CONNECTION_ERROR, reader.reason);
      case Progress.HEAD:
        this.#receiveHead(connection);
        return GodotError.OK;
      default:
        return GodotError.OK;
    }
  }

  #receiveHead(connection: Connection): void {
    const { parser } = connection.reader;
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
      connection.handOver();
      this.#enter(Status.STATUS_CONNECTED);
    } else if (parser.framing === 'none') {
      this.#settleBody(connection, 'poll');
    } else {
      this.#enter(Status.STATUS_BODY);
    }
  }

  /** A body that was never read stays to be read, also an empty one (as in Godot); only its failure shows at once. */
  #pollBody(connection: Connection): GodotError {
    const { reader } = connection;
    const mayLeave = this.#bodyWasRead || reader.parser.framing === 'until-close';
    if (!mayLeave && reader.advance() === Progress.END) return GodotError.OK;
    return this.#settleBody(connection, 'poll');
  }

  /** Leaves BODY when the body has ended: the connection carries on, or is closed. */
  #settleBody(connection: Connection, method: string): GodotError {
    const { reader } = connection;
    const progress = reader.advance();
    if (progress === Progress.FAULT) return this.#fail(method, Status.STATUS_CONNECTION_ERROR, reader.reason);
    if (progress !== Progress.END) return GodotError.OK;
    if (connection.reusable) this.#enter(Status.STATUS_CONNECTED);
    else this.close();
    return GodotError.OK;
  }

  #send(name: string, method: Method, url: string, headers: readonly string[], body: Uint8Array): GodotError {
    requireType(`HTTPClient.${name}`, 'method', method, 'number');
    requireType(`HTTPClient.${name}`, 'url', url, 'string');
    if (!Array.isArray(headers) || !headers.every((header) => typeof header === 'string')) {
      throw new TypeError(`HTTPClient.${name}: headers must be an array of strings, "Name: value" each`);
    }
    const connection = this.#connection;
    if (this.#status !== Status.STATUS_CONNECTED || connection === null) {
      return this.#refuse(name, `the status is ${statusName(this.#status)}; a request needs STATUS_CONNECTED`);
    }
    const prepared = prepareRequest({ method, url, headers, bodyLength: body.length }, connection.route);
    if (typeof prepared === 'string') return this.#refuse(name, prepared);
    this.#warnings.clear(name);
    for (const correction of prepared.corrections) this.#warnings.warn(name, correction);
    this.#forgetResponse();
    connection.send(prepared, body);
    this.#enter(Status.STATUS_REQUESTING);
    return GodotError.OK;
  }

  #release(): void {
    this.#connection?.release();
    this.#connection = null;
  }

  #forgetResponse(): void {
    this.#response = noResponse;
    this.#hasResponse = false;
    this.#bodyWasRead = false;
  }

  #readProxy(method: string, host: string, port: number): ProxySetting {
    requireType(`HTTPClient.${method}`, 'host', host, 'string');
    requireType(`HTTPClient.${method}`, 'port', port, 'number');
    const proxy = parseProxyArgument(host, port);
    if (typeof proxy === 'string') this.#warnings.warn(method, proxy);
    else this.#warnings.clear(method);
    return proxy;
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
