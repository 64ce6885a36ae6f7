/**
 * The numbers of `HTTPClient`: `Method`, `Status` and `ResponseCode`, in the class document's order.
 *
 * Each is an object of literal numbers with a union type of the same name; `httpClientConstants` is all three in one,
 * which the class spreads over itself and its instances (`client.METHOD_POST`). Data only: no behaviour lives here.
 */

/** HTTP request methods. */
export const Method = Object.freeze({
  /** Requests a representation of the resource. Requests with GET should only retrieve data. */
  METHOD_GET: 0,
  /** Asks for the response of a GET without its body: for the headers, or to see whether a resource exists. */
  METHOD_HEAD: 1,
  /** Submits an entity to the resource, often changing state on the server: forms, data, uploads. */
  METHOD_POST: 2,
  /** Asks to replace all current representations of the resource with the request's body. */
  METHOD_PUT: 3,
  /** Requests to delete the resource. */
  METHOD_DELETE: 4,
  /** Asks for the communication options of the resource. Rarely used. */
  METHOD_OPTIONS: 5,
  /** A loop-back test along the path to the resource: the response body is the request received. Rarely used. */
  METHOD_TRACE: 6,
  /** Establishes a tunnel to the server that the resource names. Rarely used. */
  METHOD_CONNECT: 7,
  /** Applies partial modifications to a resource. */
  METHOD_PATCH: 8,
  /** The size of this list; no method. */
  METHOD_MAX: 9,
} as const);

/** One of the numbers of {@link Method}. */
export type Method = (typeof Method)[keyof typeof Method];

/** What the client is doing. */
export const Status = Object.freeze({
  /** Disconnected from the server. */
  STATUS_DISCONNECTED: 0,
  /** Currently resolving the hostname into an address. */
  STATUS_RESOLVING: 1,
  /** DNS failure: the hostname cannot be resolved. */
  STATUS_CANT_RESOLVE: 2,
  /** Currently connecting to the server. */
  STATUS_CONNECTING: 3,
  /** Cannot connect to the server. */
  STATUS_CANT_CONNECT: 4,
  /** Connection established. */
  STATUS_CONNECTED: 5,
  /** Currently sending the request. */
  STATUS_REQUESTING: 6,
  /** The response's body is being received. */
  STATUS_BODY: 7,
  /** Error in the HTTP connection. */
  STATUS_CONNECTION_ERROR: 8,
  /** Error in the TLS handshake. */
  STATUS_TLS_HANDSHAKE_ERROR: 9,
} as const);

/** One of the numbers of {@link Status}. */
export type Status = (typeof Status)[keyof typeof Status];

/** HTTP status codes of responses. A server may send others; they are given as plain numbers. */
export const ResponseCode = Object.freeze({
  /** `100 Continue`: everything so far is fine, the client should go on with the request. */
  RESPONSE_CONTINUE: 100,
  /** `101 Switching Protocol`: answers an `Upgrade` header; names the protocol the server switches to. */
  RESPONSE_SWITCHING_PROTOCOLS: 101,
  /** `102 Processing` (WebDAV): the request is being processed, but no response is available yet. */
  RESPONSE_PROCESSING: 102,
  /** `200 OK`: the request has succeeded. The usual answer; what the body holds depends on the method. */
  RESPONSE_OK: 200,
  /** `201 Created`: the request has succeeded and created a new resource, typically after PUT. */
  RESPONSE_CREATED: 201,
  /** `202 Accepted`: received but not acted upon yet; HTTP has no way to tell the outcome later. */
  RESPONSE_ACCEPTED: 202,
  /** `203 Non-Authoritative Information`: the meta-information comes from a local or third-party copy. */
  RESPONSE_NON_AUTHORITATIVE_INFORMATION: 203,
  /** `204 No Content`: there is no content to send, but the headers may be useful. */
  RESPONSE_NO_CONTENT: 204,
  /** `205 Reset Content`: the client should reset the document view that caused the request. */
  RESPONSE_RESET_CONTENT: 205,
  /** `206 Partial Content`: the answer to a range header, used to split a download into several streams. */
  RESPONSE_PARTIAL_CONTENT: 206,
  /** `207 Multi-Status` (WebDAV): tells about several resources at once. */
  RESPONSE_MULTI_STATUS: 207,
  /** `208 Already Reported` (WebDAV): spares listing the members of several bindings again. */
  RESPONSE_ALREADY_REPORTED: 208,
  /** `226 IM Used`: the representation is the result of instance-manipulations. */
  RESPONSE_IM_USED: 226,
  /** `300 Multiple Choice`: there is more than one possible response; the client or user should choose. */
  RESPONSE_MULTIPLE_CHOICES: 300,
  /** `301 Moved Permanently`: the resource has a new URI, usually given in the response. */
  RESPONSE_MOVED_PERMANENTLY: 301,
  /** `302 Found`: moved temporarily; go on using this URI in future requests. */
  RESPONSE_FOUND: 302,
  /** `303 See Other`: the answer is found at the URI in the Location header. */
  RESPONSE_SEE_OTHER: 303,
  /** `304 Not Modified`: the condition of a conditional GET or HEAD was false; what the client has is current. */
  RESPONSE_NOT_MODIFIED: 304,
  /**
   * `305 Use Proxy`.
   *
   * @deprecated Many clients ignore it for security reasons; HTTP itself has deprecated it.
   */
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the definition
  RESPONSE_USE_PROXY: 305,
  /**
   * `306 Switch Proxy`.
   *
   * @deprecated Many clients ignore it for security reasons; HTTP itself has deprecated it.
   */
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the definition
  RESPONSE_SWITCH_PROXY: 306,
  /** `307 Temporary Redirect`: elsewhere for now; a redirected request must keep its method. */
  RESPONSE_TEMPORARY_REDIRECT: 307,
  /** `308 Permanent Redirect`: the resource has a new permanent URI, to be used from now on. */
  RESPONSE_PERMANENT_REDIRECT: 308,
  /** `400 Bad Request`: the server cannot or will not process what it takes for a client's error. */
  RESPONSE_BAD_REQUEST: 400,
  /** `401 Unauthorized`: credentials are required and missing or not valid. */
  RESPONSE_UNAUTHORIZED: 401,
  /** `402 Payment Required`: reserved for future use. */
  RESPONSE_PAYMENT_REQUIRED: 402,
  /** `403 Forbidden`: the client, whose identity is known, has no access rights. */
  RESPONSE_FORBIDDEN: 403,
  /** `404 Not Found`: there is no such resource, or its existence is hidden from this client. */
  RESPONSE_NOT_FOUND: 404,
  /** `405 Method Not Allowed`: the method is known but disabled for this resource. */
  RESPONSE_METHOD_NOT_ALLOWED: 405,
  /** `406 Not Acceptable`: no representation fits what the request's headers accept. */
  RESPONSE_NOT_ACCEPTABLE: 406,
  /** `407 Proxy Authentication Required`: like 401, but the proxy asks. */
  RESPONSE_PROXY_AUTHENTICATION_REQUIRED: 407,
  /** `408 Request Timeout`: the server did not receive the whole request in the time it would wait. */
  RESPONSE_REQUEST_TIMEOUT: 408,
  /** `409 Conflict`: in conflict with the resource's state; the user might resolve it and try again. */
  RESPONSE_CONFLICT: 409,
  /** `410 Gone`: the resource is no longer available, most likely for good. */
  RESPONSE_GONE: 410,
  /** `411 Length Required`: refused without a Content-Length header. */
  RESPONSE_LENGTH_REQUIRED: 411,
  /** `412 Precondition Failed`: a condition in the request's headers was false on the server. */
  RESPONSE_PRECONDITION_FAILED: 412,
  /** `413 Entity Too Large`: the request's body is larger than the server is willing to process. */
  RESPONSE_REQUEST_ENTITY_TOO_LARGE: 413,
  /** `414 Request-URI Too Long`: the request-target is longer than the server is willing to interpret. */
  RESPONSE_REQUEST_URI_TOO_LONG: 414,
  /** `415 Unsupported Media Type`: the body's format is not supported by this method on this resource. */
  RESPONSE_UNSUPPORTED_MEDIA_TYPE: 415,
  /** `416 Requested Range Not Satisfiable`: no range of the Range header overlaps the resource. */
  RESPONSE_REQUESTED_RANGE_NOT_SATISFIABLE: 416,
  /** `417 Expectation Failed`: the Expect header could not be met. */
  RESPONSE_EXPECTATION_FAILED: 417,
  /** `418 I'm A Teapot`: the answer to an attempt to brew coffee with a teapot. */
  RESPONSE_IM_A_TEAPOT: 418,
  /** `421 Misdirected Request`: this server does not answer for that scheme and authority. */
  RESPONSE_MISDIRECTED_REQUEST: 421,
  /** `422 Unprocessable Entity` (WebDAV): understood and well formed, but the instructions cannot be processed. */
  RESPONSE_UNPROCESSABLE_ENTITY: 422,
  /** `423 Locked` (WebDAV): the source or destination resource is locked. */
  RESPONSE_LOCKED: 423,
  /** `424 Failed Dependency` (WebDAV): another action, which this one depends on, failed. */
  RESPONSE_FAILED_DEPENDENCY: 424,
  /** `426 Upgrade Required`: refused with this protocol; another one might do. */
  RESPONSE_UPGRADE_REQUIRED: 426,
  /** `428 Precondition Required`: the server requires the request to be conditional. */
  RESPONSE_PRECONDITION_REQUIRED: 428,
  /** `429 Too Many Requests`: sent too many in a given time; back off and try again later. */
  RESPONSE_TOO_MANY_REQUESTS: 429,
  /** `431 Request Header Fields Too Large`: try again with smaller header fields. */
  RESPONSE_REQUEST_HEADER_FIELDS_TOO_LARGE: 431,
  /** `451 Response Unavailable For Legal Reasons`: access is denied because of a legal demand. */
  RESPONSE_UNAVAILABLE_FOR_LEGAL_REASONS: 451,
  /** `500 Internal Server Error`: an unexpected condition kept the server from fulfilling the request. */
  RESPONSE_INTERNAL_SERVER_ERROR: 500,
  /** `501 Not Implemented`: the server does not support what the request needs. */
  RESPONSE_NOT_IMPLEMENTED: 501,
  /** `502 Bad Gateway`: a gateway or proxy received an invalid response from the server behind it. */
  RESPONSE_BAD_GATEWAY: 502,
  /** `503 Service Unavailable`: temporary overload or maintenance; try again later. */
  RESPONSE_SERVICE_UNAVAILABLE: 503,
  /** `504 Gateway Timeout`: a gateway or proxy received no timely response from the server behind it. */
  RESPONSE_GATEWAY_TIMEOUT: 504,
  /** `505 HTTP Version Not Supported`: the request's major version of HTTP is refused. */
  RESPONSE_HTTP_VERSION_NOT_SUPPORTED: 505,
  /** `506 Variant Also Negotiates`: the chosen variant negotiates content itself, a configuration error. */
  RESPONSE_VARIANT_ALSO_NEGOTIATES: 506,
  /** `507 Insufficient Storage`: the server cannot store what it needs to complete the request. */
  RESPONSE_INSUFFICIENT_STORAGE: 507,
  /** `508 Loop Detected`: an infinite loop with "Depth: infinity"; the whole operation failed. */
  RESPONSE_LOOP_DETECTED: 508,
  /** `510 Not Extended`: the request does not meet the policy for the resource and must be extended. */
  RESPONSE_NOT_EXTENDED: 510,
  /** `511 Network Authentication Required`: the client must authenticate to gain network access. */
  RESPONSE_NETWORK_AUTH_REQUIRED: 511,
} as const);

/** One of the numbers of {@link ResponseCode}. */
export type ResponseCode = (typeof ResponseCode)[keyof typeof ResponseCode];

/** The constants that `HTTPClient` and its instances carry. */
export type HTTPClientConstants = typeof Method & typeof Status & typeof ResponseCode;

/** {@link Method}, {@link Status} and {@link ResponseCode} in one frozen object, in the document's order. */
export const httpClientConstants: HTTPClientConstants = Object.freeze({ ...Method, ...Status, ...ResponseCode });

/** The word of each {@link Method} on the wire, indexed by its number: `'GET'`, `'HEAD'`, … `'PATCH'`. */
export const methodNames: readonly string[] = Object.freeze([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'CONNECT',
  'PATCH',
]);

const statusNames: readonly string[] = Object.keys(Status);

/**
 * The name of a status number, for messages.
 *
 * @param status - A number of {@link Status}.
 * @returns Its name, such as `'STATUS_CONNECTED'` for 5, or `'UNKNOWN_STATUS_<status>'` for any other number.
 */
export function statusName(status: number): string {
  return statusNames[status] ?? `UNKNOWN_STATUS_${status}`;
}
