/**
 * Steam's HTTP interface: the functions and signals of GodotSteam, under their names.
 *
 * Here is what the program sees: arguments are checked, and every answer that needs no network is given at once. Signals
 * are Dispatch's, what travels is RequestChannel's, how far a request is stands in shared memory (progress.ts).
 */
import { platform } from '#steam-platform';
import {
  configureIo,
  movedMemory,
  type HTTPRequestTimings,
  type RequestFailure,
  type HTTPRequestHop,
} from '../link/index.js';
import { warn } from '../log.js';
import { isContextValue, isUint32, requireBoolean, requireNumber, requireString, wrongType } from './arguments.js';
import { cacheStatus, type HTTPCacheStatus } from './cache-status.js';
import { ChannelGroup } from './channel-group.js';
import { methodWords, type HTTPMethod } from './constants.js';
import { SteamHTTPConstantsCarrier } from './constants-carrier.js';
import { CookieContainers } from './cookie-containers.js';
import {
  Dispatch,
  type CompletedArguments,
  type DataReceivedArguments,
  type HeadersReceivedArguments,
} from './dispatch.js';
import { HandleTable } from './handle-table.js';
import { HttpRequest, RequestState } from './http-request.js';
import { decodedSize, downloadProgress, uploadProgress } from './progress.js';
import { isRefused } from './refusal.js';
import { isAllowedHeader } from './request-headers.js';
import { isFieldValue } from '../http1/index.js';
import {
  checkOptions,
  defaultSettings,
  isAgentText,
  withOptions,
  type HTTPOptions,
  type Settings,
} from './settings.js';
import { Signal } from './signal.js';
import { readTimings } from './timings.js';
import { traceRelease, traceSending } from './tracing.js';
import { readUrl } from './url.js';
import { Waiting, type HTTPCompletion } from './waiting.js';

const encoder = new TextEncoder();

/** What a function returns when it has no bytes to give. */
const noBytes = (): Uint8Array<ArrayBuffer> => new Uint8Array(0);

/**
 * Requests by handle, answered by signals: Steam's HTTP interface, without Steam.
 *
 * `createHTTPRequest` gives a handle, the `setHTTPRequest…` functions set it up, `sendHTTPRequest` or
 * `sendHTTPRequestAndStreamResponse` sends it, and `run_callbacks`, called once a frame, tells how it went. All network
 * work happens on the I/O thread, in a browser over `fetch` (docs/browsers.md says what a page cannot have). Every handle
 * must be released with `releaseHTTPRequest`.
 *
 * Each sent request that is not released before is completed exactly once, whatever happens. Arguments of a wrong
 * JavaScript type throw `TypeError`; everything else answers `false`, `0` or nothing.
 *
 * `Steam` is the instance that programs usually share; each further one has its own handles, connections, cookies, cache
 * and listeners.
 */
export class SteamHTTP extends SteamHTTPConstantsCarrier {
  /**
   * A request is over: `(cookie_handle, context_value, request_success, status_code, body_size)`.
   *
   * - `cookie_handle`: the *request's* handle; the name is the one of GodotSteam's document.
   * - `context_value`: what `setHTTPRequestContextValue` set, 0 without.
   * - `request_success`: a whole response came from a server, one like 404 included. If false, `getHTTPRequestError` says
   *   why.
   * - `status_code`: the number from the wire; 0 when no response head came.
   * - `body_size`: bytes of the decoded body; 0 when a request that was not streamed failed.
   */
  readonly http_request_completed = new Signal<CompletedArguments>('Steam.http_request_completed');

  /**
   * Streaming only: the response's head has come, `(cookie_handle, context_value)`. `cookie_handle` is the *request's*
   * handle. The header functions work from here on.
   */
  readonly http_request_headers_received = new Signal<HeadersReceivedArguments>('Steam.http_request_headers_received');

  /**
   * Streaming only: a piece of the body has come, `(cookie_handle, context_value, offset, bytes_received)`. The pieces
   * come in order and without gaps: `offset` is the sum of those before. `cookie_handle` is the *request's* handle. The
   * bytes are read with `getHTTPStreamingResponseBodyData(cookie_handle, offset, bytes_received)`, until the next
   * `run_callbacks`.
   */
  readonly http_request_data_received = new Signal<DataReceivedArguments>('Steam.http_request_data_received');

  #settings: Settings = defaultSettings;
  readonly #requests = new HandleTable<HttpRequest>();
  readonly #waiting: Waiting = new Waiting({
    run: () => {
      this.run_callbacks();
    },
    isUnfinished: (): boolean => this.#dispatch.unfinished,
    watch: (wanted) => {
      this.#channels.watch(wanted);
    },
  });
  readonly #dispatch: Dispatch = new Dispatch(this.#requests, this, this.#waiting);
  readonly #channels = new ChannelGroup(
    {
      received: (event) => {
        this.#dispatch.push(event);
        this.#waiting.wake();
      },
      died: (channel, failure) => {
        this.#channels.remove(channel);
        this.#dispatch.failAll(channel, failure);
        this.#waiting.wake();
      },
    },
    (channel) => {
      this.#containers.tell(channel);
    },
  );
  readonly #containers = new CookieContainers(() => this.#channels.all());

  /**
   * @param options - As for {@link configureHTTP}.
   * @throws TypeError for an unknown option or a value that is not allowed, naming the option.
   */
  constructor(options: HTTPOptions = {}) {
    super();
    this.#configure('SteamHTTP', options);
  }

  /**
   * Begins a request.
   *
   * @param request_method - One of `HTTP_METHOD_*` but `HTTP_METHOD_INVALID`.
   * @param absolute_url - Begins with `http://` or `https://`, in any case. Read by the rules of WHATWG: international
   *   names are encoded, `user:password@` becomes a Basic `Authorization`, the fragment is not sent.
   * @returns A handle, never 0; or 0 for an unknown method, and for a url that is not absolute, has blanks around it or
   *   cannot be understood.
   * @throws TypeError for arguments of the wrong type.
   */
  createHTTPRequest(request_method: HTTPMethod, absolute_url: string): number {
    requireNumber('createHTTPRequest', 'request_method', request_method);
    requireString('createHTTPRequest', 'absolute_url', absolute_url);
    const word = methodWords[request_method];
    if (word === undefined) return 0;
    const url = readUrl(absolute_url);
    if (url === null) return 0;
    const handle = this.#requests.next();
    this.#requests.set(handle, new HttpRequest(handle, word, url));
    return handle;
  }

  /**
   * Sets a value that the signals of this request carry, to tell requests apart.
   *
   * @param context_value - An integer from 0 to 2^53, or a bigint from 0 to 2^64 - 1. It comes back as it was given.
   * @returns True; false for a bad handle, a request that was sent, or a value out of range.
   * @throws TypeError for arguments of the wrong type.
   */
  setHTTPRequestContextValue(request_handle: number, context_value: number | bigint): boolean {
    const method = 'setHTTPRequestContextValue';
    if (typeof context_value !== 'number' && typeof context_value !== 'bigint') {
      wrongType(method, 'context_value', 'a number or a bigint');
    }
    const request = this.#unsent(method, request_handle);
    if (request === null || !isContextValue(context_value)) return false;
    request.context = context_value;
    return true;
  }

  /**
   * Sets after how long without a byte in either direction a request fails.
   *
   * @param timeout_seconds - 0 to 2^32 - 1; 0 for never. Without this call it is 60.
   * @returns True; false for a bad handle, a request that was sent, or a number out of range.
   * @throws TypeError for arguments of the wrong type.
   */
  setHTTPRequestNetworkActivityTimeout(request_handle: number, timeout_seconds: number): boolean {
    const method = 'setHTTPRequestNetworkActivityTimeout';
    requireNumber(method, 'timeout_seconds', timeout_seconds);
    const request = this.#unsent(method, request_handle);
    if (request === null || !isUint32(timeout_seconds)) return false;
    request.activityTimeout = timeout_seconds * 1000;
    return true;
  }

  /**
   * Sets after how long a request fails, from sending to completion, waiting in the queue included.
   *
   * @param milliseconds - 0 to 2^32 - 1; 0 for never, as without this call.
   * @returns True; false for a bad handle, a request that was sent, or a number out of range.
   * @throws TypeError for arguments of the wrong type.
   */
  setHTTPRequestAbsoluteTimeoutMS(request_handle: number, milliseconds: number): boolean {
    const method = 'setHTTPRequestAbsoluteTimeoutMS';
    requireNumber(method, 'milliseconds', milliseconds);
    const request = this.#unsent(method, request_handle);
    if (request === null || !isUint32(milliseconds)) return false;
    request.absoluteTimeout = milliseconds;
    return true;
  }

  /**
   * Sets a header. It replaces an earlier value of that name, and the library's own default.
   *
   * @param header_name - In any case. Not `User-Agent` (see {@link setHTTPRequestUserAgentInfo}), `Content-Length`,
   *   `Transfer-Encoding` and `Connection`.
   * @param header_value - May be empty. Sent as UTF-8. With an `Accept-Encoding` of the program's own the body is
   *   delivered as it comes, not decoded.
   * @returns True; false for a bad handle, a request that was sent, a name that is refused or none, or a value with CR, LF
   *   or NUL; in a browser, with a warning, also for the headers that it lets no page set (`Cookie`, `Host`, `Sec-…` and others).
   * @throws TypeError for arguments of the wrong type.
   */
  setHTTPRequestHeaderValue(request_handle: number, header_name: string, header_value: string): boolean {
    const method = 'setHTTPRequestHeaderValue';
    requireString(method, 'header_name', header_name);
    requireString(method, 'header_value', header_value);
    const request = this.#unsent(method, request_handle);
    if (request === null || !isAllowedHeader(header_name, header_value)) return false;
    if (isRefused(method, platform.refusals.header(header_name, header_value))) return false;
    request.setHeader(header_name, header_value);
    return true;
  }

  /**
   * Adds a text to the request's `User-Agent`, after the default and a blank.
   *
   * @param user_agent_info - Empty or `null` for the default alone.
   * @returns True; false for a bad handle, a request that was sent, a text with control characters, and in a browser, with a
   *   warning.
   * @throws TypeError for arguments of the wrong type.
   */
  setHTTPRequestUserAgentInfo(request_handle: number, user_agent_info: string | null): boolean {
    const method = 'setHTTPRequestUserAgentInfo';
    const info: unknown = user_agent_info;
    if (info !== null && typeof info !== 'string') return wrongType(method, 'user_agent_info', 'a string or null');
    const request = this.#unsent(method, request_handle);
    if (request === null || (info !== null && !isAgentText(info))) return false;
    if (isRefused(method, platform.refusals.userAgentInfo)) return false;
    request.agentInfo = info ?? '';
    return true;
  }

  /**
   * Sets a parameter: of GET and HEAD in the query, after one that the url has already; of POST in the body, as a form.
   * Names and values are percent-encoded as UTF-8, blanks as `%20`.
   *
   * @param name - Not empty. The same name replaces the earlier value, in its place.
   * @returns True; false for a bad handle, a request that was sent, another method, a raw body, or an empty name.
   * @throws TypeError for arguments of the wrong type.
   */
  setHTTPRequestGetOrPostParameter(request_handle: number, name: string, value: string): boolean {
    const method = 'setHTTPRequestGetOrPostParameter';
    requireString(method, 'name', name);
    requireString(method, 'value', value);
    const request = this.#unsent(method, request_handle);
    if (request === null || name === '' || request.body !== null) return false;
    if (request.method !== 'GET' && request.method !== 'HEAD' && request.method !== 'POST') return false;
    request.setParameter(name, value);
    return true;
  }

  /**
   * Sets the body of a POST, PUT or PATCH.
   *
   * @param content_type - The `Content-Type`; wins over a header of that name. Empty: none is added.
   * @param body - Text, sent as UTF-8, or bytes. It is copied: later changes have no effect.
   * @param moves_body - Whether bytes that have their memory to themselves are moved instead, which takes half of the time a large
   *   upload takes: `body` is empty afterwards. Without it they are copied. An addition to the document.
   * @returns True; false for a bad handle, a request that was sent, another method, a body or parameters that are set
   *   already, or a type with CR, LF or NUL.
   * @throws TypeError for arguments of the wrong type.
   */
  setHTTPRequestRawPostBody(
    request_handle: number,
    content_type: string,
    body: string | Uint8Array | ArrayBuffer,
    moves_body = false,
  ): boolean {
    const method = 'setHTTPRequestRawPostBody';
    requireString(method, 'content_type', content_type);
    requireBoolean(method, 'moves_body', moves_body);
    if (typeof body !== 'string' && !(body instanceof Uint8Array) && !(body instanceof ArrayBuffer)) {
      wrongType(method, 'body', 'a string, a Uint8Array or an ArrayBuffer');
    }
    const request = this.#unsent(method, request_handle);
    if (request?.body !== null || request.parameters !== null) return false;
    if (request.method !== 'POST' && request.method !== 'PUT' && request.method !== 'PATCH') return false;
    if (!isFieldValue(content_type)) return false;
    request.body = takeOver(body, moves_body);
    request.contentType = content_type;
    return true;
  }

  /**
   * Makes a container for cookies, which lives as long as the process at most: nothing is stored. Requests use it that were
   * given it with {@link setHTTPRequestCookieContainer}, and no others.
   *
   * @param allow_responses_to_modify - Whether responses to those requests may add, change and remove cookies; else only
   *   {@link setHTTPCookie} does.
   * @returns A handle, which must be released with {@link releaseCookieContainer}. Never 0 but in a browser, which keeps
   *   cookies itself: 0 with a warning.
   * @throws TypeError for an argument that is no boolean.
   */
  createCookieContainer(allow_responses_to_modify: boolean): number {
    requireBoolean('createCookieContainer', 'allow_responses_to_modify', allow_responses_to_modify);
    if (isRefused('createCookieContainer', platform.refusals.cookieContainers)) return 0;
    return this.#containers.create(allow_responses_to_modify);
  }

  /**
   * Releases a cookie container. Requests that were sent with it go on with it; one that was only given it is sent without
   * cookies.
   *
   * @param cookie_handle - Without it, as in the document: the container that was created last of those alive.
   * @returns True; false for a bad handle, or when there is no container.
   * @throws TypeError for a handle that is no number.
   */
  releaseCookieContainer(cookie_handle?: number): boolean {
    if (cookie_handle === undefined) return this.#containers.release(this.#containers.latest);
    requireNumber('releaseCookieContainer', 'cookie_handle', cookie_handle);
    return this.#containers.release(cookie_handle);
  }

  /**
   * Puts a cookie into the container that was created last of those alive: the form of the document.
   *
   * @param host - The host that the cookie is for: a name or an address, without scheme and port.
   * @param url - The url that it is set for, which decides what it may say: absolute, with `host` or a host below it; or a
   *   path on `host`, which counts as `https`.
   * @param cookie - As in `Set-Cookie`: `name=value; Path=/; Max-Age=60`.
   * @returns True; false for a bad handle, and for a cookie that is malformed, has no name, or is not allowed for that host
   *   and url: of another domain or a public suffix, `Secure` for `http`, or one whose name promises more than it keeps
   *   (`__Secure-`, `__Host-`).
   * @throws TypeError for arguments of the wrong type.
   */
  setHTTPCookie(host: string, url: string, cookie: string): boolean;
  /**
   * Puts a cookie into a container.
   *
   * @param cookie_handle - The container.
   */
  setHTTPCookie(cookie_handle: number, host: string, url: string, cookie: string): boolean;
  setHTTPCookie(...args: [string, string, string] | [number, string, string, string]): boolean {
    const method = 'setHTTPCookie';
    const [container, host, url, cookie] = args.length > 3 ? args : [this.#containers.latest, ...args];
    requireNumber(method, 'cookie_handle', container);
    requireString(method, 'host', host);
    requireString(method, 'url', url);
    requireString(method, 'cookie', cookie);
    return this.#containers.set(container, host, url, cookie);
  }

  /**
   * Has a request send the cookies of a container, and its responses change them if the container allows it. That holds for
   * each hop when it is redirected.
   *
   * @returns True; false for bad handles or a request that was sent.
   * @throws TypeError for handles that are no numbers.
   */
  setHTTPRequestCookieContainer(request_handle: number, cookie_handle: number): boolean {
    const method = 'setHTTPRequestCookieContainer';
    requireNumber(method, 'cookie_handle', cookie_handle);
    const request = this.#unsent(method, request_handle);
    if (request === null || !this.#containers.has(cookie_handle)) return false;
    request.container = cookie_handle;
    return true;
  }

  /**
   * Sets whether an `https` server must have a certificate that can be verified. Without this call it must.
   *
   * @returns True; false for a bad handle or a request that was sent; in a browser, which verifies every server, also for
   *   `false`, with a warning.
   * @throws TypeError for arguments of the wrong type.
   */
  setHTTPRequestRequiresVerifiedCertificate(request_handle: number, require_verified_certificate: boolean): boolean {
    const method = 'setHTTPRequestRequiresVerifiedCertificate';
    requireBoolean(method, 'require_verified_certificate', require_verified_certificate);
    const request = this.#unsent(method, request_handle);
    if (request === null) return false;
    if (!require_verified_certificate && isRefused(method, platform.refusals.unverifiedCertificates)) return false;
    request.verifyCertificate = require_verified_certificate;
    return true;
  }

  /**
   * Sets whether what goes over the wire is recorded for {@link getHTTPRequestHops}: for tools that show it, and for looking
   * at what goes wrong. Without this call it is not, and then costs nothing. An addition to the document.
   *
   * @returns True; false for a bad handle or a request that was sent; in a browser, which does not show it, also for `true`,
   *   with a warning.
   * @throws TypeError for arguments of the wrong type.
   */
  setHTTPRequestRecordsHops(request_handle: number, records_hops: boolean): boolean {
    const method = 'setHTTPRequestRecordsHops';
    requireBoolean(method, 'records_hops', records_hops);
    const request = this.#unsent(method, request_handle);
    if (request === null) return false;
    if (records_hops && isRefused(method, platform.refusals.hopRecords)) return false;
    request.recordsHops = records_hops;
    return true;
  }

  /**
   * Queues a request. Its completion is signalled once, with the whole body.
   *
   * @returns True; false for a bad handle or a request that was sent already.
   * @throws TypeError for a handle that is no number.
   */
  sendHTTPRequest(request_handle: number): boolean {
    return this.#send('sendHTTPRequest', request_handle, false);
  }

  /**
   * Queues a request whose body is delivered piece by piece, however large it is: first `http_request_headers_received`,
   * then `http_request_data_received` for each piece, then `http_request_completed`. The server is slowed down to what the
   * program takes.
   *
   * @returns True; false for a bad handle or a request that was sent already.
   * @throws TypeError for a handle that is no number.
   */
  sendHTTPRequestAndStreamResponse(request_handle: number): boolean {
    return this.#send('sendHTTPRequestAndStreamResponse', request_handle, true);
  }

  /**
   * Moves a request to the tail of the waiting queue. One that is under way or complete stays as it is.
   *
   * @returns True; false for a bad handle or a request that was not sent.
   * @throws TypeError for a handle that is no number.
   */
  deferHTTPRequest(request_handle: number): boolean {
    return this.#move('deferHTTPRequest', request_handle, false);
  }

  /**
   * Moves a request to the head of the waiting queue. One that is under way or complete stays as it is.
   *
   * @returns True; false for a bad handle or a request that was not sent.
   * @throws TypeError for a handle that is no number.
   */
  prioritizeHTTPRequest(request_handle: number): boolean {
    return this.#move('prioritizeHTTPRequest', request_handle, true);
  }

  /**
   * Ends a request's life and frees everything it has. If it is under way it is cancelled, and no signal comes any more.
   *
   * @returns True; false for a bad handle.
   * @throws TypeError for a handle that is no number.
   */
  releaseHTTPRequest(request_handle: number): boolean {
    const request = this.#get('releaseHTTPRequest', request_handle);
    if (request === undefined) return false;
    this.#requests.delete(request_handle);
    request.channel?.release(request);
    request.state = RequestState.RELEASED;
    traceRelease(request);
    this.#waiting.reject(request, `request ${request_handle} was released before it completed`);
    return true;
  }

  /**
   * How much of the response's body has arrived, at the moment of the call.
   *
   * @returns Per cent, 0 to 100, by bytes on the wire; 0 while the length is not known, for HEAD, and for a bad handle.
   *   After success 100 if the length was known; a failed request keeps its last value.
   * @throws TypeError for a handle that is no number.
   */
  getHTTPDownloadProgressPct(request_handle: number): number {
    const request = this.#get('getHTTPDownloadProgressPct', request_handle);
    return request === undefined ? 0 : downloadProgress(request);
  }

  /**
   * How much of the request's body was sent, at the moment of the call. An addition to the document.
   *
   * @returns Per cent, 0 to 100; 0 for a request without body and for a bad handle.
   * @throws TypeError for a handle that is no number.
   */
  getHTTPUploadProgressPct(request_handle: number): number {
    const request = this.#get('getHTTPUploadProgressPct', request_handle);
    return request === undefined ? 0 : uploadProgress(request);
  }

  /**
   * Whether one of the two timeouts ended the request.
   *
   * @returns Also false before completion and for a bad handle.
   * @throws TypeError for a handle that is no number.
   */
  getHTTPRequestWasTimedOut(request_handle: number): boolean {
    return this.#get('getHTTPRequestWasTimedOut', request_handle)?.failure?.code === 'TIMED_OUT';
  }

  /**
   * The size of a response header's value: what {@link getHTTPResponseHeaderValue} needs.
   *
   * @param header_name - In any case.
   * @returns Bytes, in UTF-8 and without a NUL; those of a repeated header joined by `, `. 0 when there is no such header,
   *   no response yet, or for a bad handle.
   * @throws TypeError for arguments of the wrong type.
   */
  getHTTPResponseHeaderSize(request_handle: number, header_name: string): number {
    return this.#headerValue('getHTTPResponseHeaderSize', request_handle, header_name).length;
  }

  /**
   * A response header's value.
   *
   * @param header_name - In any case.
   * @param buffer_size - At least what {@link getHTTPResponseHeaderSize} says.
   * @returns The value's bytes, in UTF-8; none when there is no such header, no response yet, `buffer_size` is smaller than
   *   the value, or for a bad handle.
   * @throws TypeError for arguments of the wrong type.
   */
  getHTTPResponseHeaderValue(request_handle: number, header_name: string, buffer_size: number): Uint8Array {
    const method = 'getHTTPResponseHeaderValue';
    requireNumber(method, 'buffer_size', buffer_size);
    const value = this.#headerValue(method, request_handle, header_name);
    return isUint32(buffer_size) && buffer_size >= value.length ? value : noBytes();
  }

  /**
   * All headers of the response. An addition to the document.
   *
   * @returns `Name: value` each, as they came, repeated ones apart; `[]` when there is no response yet and for a bad handle.
   * @throws TypeError for a handle that is no number.
   */
  getHTTPResponseHeaders(request_handle: number): string[] {
    return this.#get('getHTTPResponseHeaders', request_handle)?.responseHeaders?.list() ?? [];
  }

  /**
   * The size of the decoded body.
   *
   * @returns Bytes that have arrived so far (of a streaming request: that were signalled), all of them once it is complete;
   *   0 before, for a bad handle, and for a request that failed without being streamed.
   * @throws TypeError for a handle that is no number.
   */
  getHTTPResponseBodySize(request_handle: number): number {
    const request = this.#get('getHTTPResponseBodySize', request_handle);
    if (request === undefined) return 0;
    const growing = !request.streaming && request.state === RequestState.SENT;
    return growing ? decodedSize(request) : request.bodySize;
  }

  /**
   * The body of a completed request that was sent with {@link sendHTTPRequest}.
   *
   * @param buffer_size - Exactly the body's size.
   * @returns A copy that is the program's own; nothing while the request is not complete, for a streaming or failed one,
   *   when `buffer_size` is another, and for a bad handle.
   * @throws TypeError for arguments of the wrong type.
   */
  getHTTPResponseBodyData(request_handle: number, buffer_size: number): Uint8Array {
    requireNumber('getHTTPResponseBodyData', 'buffer_size', buffer_size);
    const body = this.#get('getHTTPResponseBodyData', request_handle)?.responseBody ?? null;
    if (body?.length !== buffer_size) return noBytes();
    return typeof body === 'string' ? platform.latin1Bytes(body) : new Uint8Array(body);
  }

  /**
   * The bytes of one `http_request_data_received`, from that signal until the next `run_callbacks`.
   *
   * @param offset - The signal's own.
   * @param buffer_size - The signal's `bytes_received`.
   * @param buffer - Memory for the bytes, at least `buffer_size` long: a program that streams much makes no garbage with
   *   it. An addition to the document.
   * @returns The part of `buffer` that was filled, or without one a copy that is the program's own; nothing for other
   *   numbers, a `buffer` that is too small, a request that is not streamed, and a bad handle.
   * @throws TypeError for arguments of the wrong type.
   */
  getHTTPStreamingResponseBodyData(
    request_handle: number,
    offset: number,
    buffer_size: number,
    buffer?: Uint8Array,
  ): Uint8Array {
    const method = 'getHTTPStreamingResponseBodyData';
    requireNumber(method, 'offset', offset);
    requireNumber(method, 'buffer_size', buffer_size);
    if (buffer !== undefined && !(buffer instanceof Uint8Array)) wrongType(method, 'buffer', 'a Uint8Array');
    if (buffer !== undefined && buffer.length < buffer_size) return noBytes();
    return this.#get(method, request_handle)?.stream?.read(offset, buffer_size, buffer ?? null) ?? noBytes();
  }

  /**
   * The bytes of one `http_request_data_received` where they arrived, without a copy: for programs that look at a body as it
   * passes, such as those that hash or parse it. An addition to the document.
   *
   * @param offset - The signal's own.
   * @param buffer_size - The signal's `bytes_received`.
   * @returns A view on memory that the I/O thread writes to again after the next `run_callbacks`, so it must not be kept.
   *   In Node it is shared memory, which a few functions refuse. Nothing where
   *   {@link getHTTPStreamingResponseBodyData} gives nothing.
   * @throws TypeError for arguments of the wrong type.
   */
  viewHTTPStreamingResponseBodyData(request_handle: number, offset: number, buffer_size: number): Uint8Array {
    const method = 'viewHTTPStreamingResponseBodyData';
    requireNumber(method, 'offset', offset);
    requireNumber(method, 'buffer_size', buffer_size);
    return this.#get(method, request_handle)?.stream?.view(offset, buffer_size) ?? noBytes();
  }

  /**
   * Why a request failed. An addition to the document.
   *
   * @returns `code` and `phase` from closed lists, a `message` for people, and as `cause` the system's code if there is
   *   one; `null` on success, before completion and for a bad handle.
   * @throws TypeError for a handle that is no number.
   */
  getHTTPRequestError(request_handle: number): RequestFailure | null {
    return this.#get('getHTTPRequestError', request_handle)?.failure ?? null;
  }

  /**
   * How long each step of a request took. An addition to the document.
   *
   * @returns Milliseconds; `null` before completion, for a bad handle, and when the I/O thread died meanwhile.
   * @throws TypeError for a handle that is no number.
   */
  getHTTPRequestTimings(request_handle: number): HTTPRequestTimings | null {
    const request = this.#get('getHTTPRequestTimings', request_handle);
    return request?.state === RequestState.COMPLETED ? readTimings(request) : null;
  }

  /**
   * What went over the wire for a request that {@link setHTTPRequestRecordsHops} was called for: one entry for each request
   * that was sent, or that a connection was tried for, in order. That is one, and another one for each redirect, for each
   * repetition on a new connection, and for an answer from the cache. `run_callbacks` brings them up to date, while the
   * request is under way as well. An addition to the document.
   *
   * @returns A list that is the program's own, of entries that do not change; `[]` when nothing is known or recorded, and
   *   for a bad handle.
   * @throws TypeError for a handle that is no number.
   */
  getHTTPRequestHops(request_handle: number): HTTPRequestHop[] {
    return [...(this.#get('getHTTPRequestHops', request_handle)?.hops ?? [])];
  }

  /**
   * What part the cache had in the response. An addition to the document.
   *
   * @returns `'miss'`, `'hit'`, `'revalidated'` or `'offline'`; `''` before there is a response and for a bad handle.
   * @throws TypeError for a handle that is no number.
   */
  getHTTPResponseCacheStatus(request_handle: number): HTTPCacheStatus | '' {
    const request = this.#get('getHTTPResponseCacheStatus', request_handle);
    return request === undefined ? '' : cacheStatus(request);
  }

  /**
   * Where the response came from, after redirects. An addition to the document.
   *
   * @returns The url, normalized, without credentials and fragment; `''` before there is a response and for a bad handle.
   * @throws TypeError for a handle that is no number.
   */
  getHTTPResponseURL(request_handle: number): string {
    const request = this.#get('getHTTPResponseURL', request_handle);
    return request === undefined || request.status === 0 ? '' : request.responseUrl;
  }

  /**
   * The status of the response, from its head on: a program that streams has to know what the body is before it comes.
   * An addition to the document.
   *
   * @returns The number from the wire; 0 before there is a response and for a bad handle.
   * @throws TypeError for a handle that is no number.
   */
  getHTTPResponseStatusCode(request_handle: number): number {
    return this.#get('getHTTPResponseStatusCode', request_handle)?.status ?? 0;
  }

  /**
   * Waits for a request without polling. An addition to the document. While anybody waits, `run_callbacks` is called
   * whenever something arrives (so signals fire too), and the process stays alive.
   *
   * @returns Resolves with the last three arguments of `http_request_completed`, after its listeners were called; at once
   *   for a completed request. Rejects for a bad handle, for a request that was not sent, and when it is released before
   *   it completes; with a TypeError for a handle that is no number.
   */
  async whenCompleted(request_handle: number): Promise<HTTPCompletion> {
    const request = this.#get('whenCompleted', request_handle);
    if (request === undefined) throw new Error(`Steam.whenCompleted: there is no request ${request_handle}`);
    switch (request.state) {
      case RequestState.NEW:
        throw new Error(`Steam.whenCompleted: request ${request_handle} was not sent; call sendHTTPRequest first`);
      case RequestState.SENT:
        return this.#waiting.add(request);
      default:
        return {
          request_success: request.failure === null,
          status_code: request.status,
          body_size: request.bodySize,
        };
    }
  }

  /**
   * Signals what has arrived since the last call: to be called once a frame. Costs next to nothing when nothing has.
   * Called from a listener it does nothing.
   *
   * @param budget_ms - Milliseconds after which no further signal is begun; the next call goes on where this one stopped.
   *   At least one is given, so that every call gets further. Without it: no limit.
   * @throws TypeError when it is given and no number.
   */
  run_callbacks(budget_ms?: number): void {
    if (budget_ms !== undefined) requireNumber('run_callbacks', 'budget_ms', budget_ms);
    if (this.#dispatch.running) return;
    this.#dispatch.release();
    this.#channels.drain();
    this.#dispatch.run(budget_ms ?? Infinity);
    if (this.#dispatch.unfinished) this.#waiting.wakeLater();
  }

  /**
   * Turns offline mode on or off, for requests sent from here on. In offline mode a request is answered from the cache
   * alone, with a response that may be stale unless it says that it must not be; the network is not touched. What is not in
   * the cache fails with status 504 and the error code `NOT_CACHED`. Requests under way go on. In a browser the cache can be
   * asked for the page's own origin alone. An addition to the document.
   *
   * @throws TypeError for an argument that is no boolean.
   */
  setHTTPOfflineMode(offline: boolean): void {
    requireBoolean('setHTTPOfflineMode', 'offline', offline);
    this.#settings = withOptions(this.#settings, { offline });
  }

  /**
   * Forgets all stored responses, those in the cache directory included, before any request that is sent after it. In a
   * browser, whose cache no page can clear, it only warns. An addition to the document.
   */
  clearHTTPCache(): void {
    if (isRefused('clearHTTPCache', platform.refusals.cacheClearing)) return;
    // What is on disk is there also while nothing was ever sent.
    if (this.#settings.cacheDirectory !== null) this.#channels.open(this.#settings);
    for (const channel of this.#channels.all()) channel.clearCache();
  }

  /**
   * Waits until the responses of all completed requests are in the cache directory: for programs that end soon after. While
   * it waits the process stays alive. An addition to the document.
   *
   * @returns Resolves then; at once without a cache directory, and when writing fails, which is a warning.
   */
  async flushHTTPCache(): Promise<void> {
    await Promise.all([...this.#channels.all()].map((channel) => channel.flushCache()));
  }

  /**
   * Changes options; those not named stay. It holds for requests sent from here on. An addition to the document.
   *
   * @param options - All or none is taken over.
   * @throws TypeError for an unknown option or a value that is not allowed, naming the option.
   */
  configureHTTP(options: HTTPOptions): void {
    this.#configure('Steam.configureHTTP', options);
  }

  /**
   * Cancels everything without a signal, releases all handles and closes all connections. Listeners stay connected, and a
   * later call starts anew. An addition to the document.
   */
  close(): void {
    const requests = [...this.#requests.values()];
    this.#requests.clear();
    this.#dispatch.clear();
    this.#containers.clear();
    for (const request of requests) {
      request.state = RequestState.RELEASED;
      traceRelease(request);
      this.#waiting.reject(request, `close() was called before request ${request.handle} completed`);
    }
    this.#channels.close();
  }

  #configure(method: string, options: HTTPOptions): void {
    checkOptions(method, options);
    for (const [name, value] of Object.entries(options) as [keyof HTTPOptions, unknown][]) {
      const reason = platform.refusals.option(name, value);
      if (reason !== null) warn(method, reason);
    }
    if (options.ioThread !== undefined) configureIo({ ioThread: options.ioThread });
    this.#settings = withOptions(this.#settings, options);
    this.#channels.configure(this.#settings);
  }

  #get(method: string, handle: unknown): HttpRequest | undefined {
    requireNumber(method, 'request_handle', handle);
    return this.#requests.get(handle);
  }

  #unsent(method: string, handle: unknown): HttpRequest | null {
    const request = this.#get(method, handle);
    return request?.state === RequestState.NEW ? request : null;
  }

  #send(method: string, handle: unknown, streaming: boolean): boolean {
    const request = this.#unsent(method, handle);
    if (request === null) return false;
    request.streaming = streaming;
    traceSending(request);
    // A tool that listens may have released it.
    if (request.state !== RequestState.NEW) return false;
    const answer = this.#channels.open(this.#settings).send(request, this.#settings);
    if (answer !== null) this.#dispatch.pushLate(answer);
    return true;
  }

  #move(method: string, handle: unknown, toHead: boolean): boolean {
    const request = this.#get(method, handle);
    if (request === undefined || request.state === RequestState.NEW) return false;
    if (request.state === RequestState.SENT) request.channel?.move(request.handle, toHead);
    return true;
  }

  #headerValue(method: string, handle: unknown, name: unknown): Uint8Array<ArrayBuffer> {
    requireString(method, 'header_name', name);
    return this.#get(method, handle)?.responseHeaders?.value(name) ?? noBytes();
  }
}

/** The body as bytes that nobody else has. */
function takeOver(body: string | Uint8Array | ArrayBuffer, moves: boolean): Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return encoder.encode(body);
  const bytes = body instanceof Uint8Array ? body : new Uint8Array(body);
  return (moves ? movedMemory(bytes) : null) ?? new Uint8Array(bytes);
}

/** The instance that programs usually share. It starts nothing before the first request is sent. */
export const Steam = new SteamHTTP();
