/**
 * The numbers of Steam's HTTP interface, `HTTPMethod` and `HTTPStatusCode`, in the document's order.
 *
 * Each is an object of literal numbers with a union type of the same name; `SteamHTTP` and its instances carry both
 * (`Steam.HTTP_METHOD_GET`). Data only: no behaviour lives here.
 */

/** Request methods. */
export const HTTPMethod = Object.freeze({
  /** No method: no request can be made with it. */
  HTTP_METHOD_INVALID: 0,
  /** Asks for a resource. Parameters go into the query. */
  HTTP_METHOD_GET: 1,
  /** Asks for the headers that GET would give, without the body. Parameters go into the query. */
  HTTP_METHOD_HEAD: 2,
  /** Submits something to a resource: parameters as a form, or a raw body. */
  HTTP_METHOD_POST: 3,
  /** Replaces a resource with the raw body. */
  HTTP_METHOD_PUT: 4,
  /** Deletes a resource. */
  HTTP_METHOD_DELETE: 5,
  /** Asks what can be done with a resource. */
  HTTP_METHOD_OPTIONS: 6,
  /** Changes a resource as the raw body says. */
  HTTP_METHOD_PATCH: 7,
} as const);

/** One of the numbers of {@link HTTPMethod}. */
export type HTTPMethod = (typeof HTTPMethod)[keyof typeof HTTPMethod];

/** The status codes that the document names. A server may send others; they are given as plain numbers. */
export const HTTPStatusCode = Object.freeze({
  /** No status yet, or none that could be understood. */
  HTTP_STATUS_CODE_INVALID: 0,
  /** Everything so far is fine; the client should go on with the request. */
  HTTP_STATUS_CODE_100_CONTINUE: 100,
  /** The server switches to the protocol that an `Upgrade` header asked for. */
  HTTP_STATUS_CODE_101_SWITCHING_PROTOCOLS: 101,
  /** The request succeeded. */
  HTTP_STATUS_CODE_200_OK: 200,
  /** The request succeeded and created a resource. */
  HTTP_STATUS_CODE_201_CREATED: 201,
  /** Accepted, but not acted upon yet. */
  HTTP_STATUS_CODE_202_ACCEPTED: 202,
  /** The information was changed by a proxy on the way. */
  HTTP_STATUS_CODE_203_NON_AUTHORITATIVE: 203,
  /** Succeeded, and there is no body. */
  HTTP_STATUS_CODE_204_NO_CONTENT: 204,
  /** Succeeded; the client should reset its view. There is no body. */
  HTTP_STATUS_CODE_205_RESET_CONTENT: 205,
  /** The part of the body that a `Range` header asked for. */
  HTTP_STATUS_CODE_206_PARTIAL_CONTENT: 206,
  /** There is more than one possible answer. */
  HTTP_STATUS_CODE_300_MULTIPLE_CHOICES: 300,
  /** The resource has moved for good. Followed. */
  HTTP_STATUS_CODE_301_MOVED_PERMANENTLY: 301,
  /** The resource is elsewhere for now. Followed. */
  HTTP_STATUS_CODE_302_FOUND: 302,
  /** The answer is found elsewhere, with GET. Followed. */
  HTTP_STATUS_CODE_303_SEE_OTHER: 303,
  /** What the client has is current. There is no body. */
  HTTP_STATUS_CODE_304_NOT_MODIFIED: 304,
  /** To be had through a proxy only. Deprecated by HTTP itself; not followed. */
  HTTP_STATUS_CODE_305_USE_PROXY: 305,
  /** Elsewhere for now; the method stays. Followed. */
  HTTP_STATUS_CODE_307_TEMPORARY_REDIRECT: 307,
  /** The server does not understand the request. */
  HTTP_STATUS_CODE_400_BAD_REQUEST: 400,
  /** Credentials are required, and missing or not valid. */
  HTTP_STATUS_CODE_401_UNAUTHORIZED: 401,
  /** Reserved for payment. */
  HTTP_STATUS_CODE_402_PAYMENT_REQUIRED: 402,
  /** The server refuses, whoever asks. */
  HTTP_STATUS_CODE_403_FORBIDDEN: 403,
  /** There is no such resource. */
  HTTP_STATUS_CODE_404_NOT_FOUND: 404,
  /** The resource does not know this method. */
  HTTP_STATUS_CODE_405_METHOD_NOT_ALLOWED: 405,
  /** No representation fits the `Accept` headers. */
  HTTP_STATUS_CODE_406_NOT_ACCEPTABLE: 406,
  /** Like 401, but the proxy asks. */
  HTTP_STATUS_CODE_407_PROXY_AUTH_REQUIRED: 407,
  /** The server did not receive the request in the time it would wait. */
  HTTP_STATUS_CODE_408_REQUEST_TIMEOUT: 408,
  /** In conflict with the state of the resource. */
  HTTP_STATUS_CODE_409_CONFLICT: 409,
  /** The resource is gone for good. */
  HTTP_STATUS_CODE_410_GONE: 410,
  /** Refused without `Content-Length`. */
  HTTP_STATUS_CODE_411_LENGTH_REQUIRED: 411,
  /** A condition in the headers was false on the server. */
  HTTP_STATUS_CODE_412_PRECONDITION_FAILED: 412,
  /** The body is larger than the server accepts. */
  HTTP_STATUS_CODE_413_REQUEST_ENTITY_TOO_LARGE: 413,
  /** The url is longer than the server accepts. */
  HTTP_STATUS_CODE_414_REQUEST_URI_TOO_LONG: 414,
  /** The resource does not take bodies of this type. */
  HTTP_STATUS_CODE_415_UNSUPPORTED_MEDIA_TYPE: 415,
  /** No part of the resource is in the `Range` asked for. */
  HTTP_STATUS_CODE_416_REQUESTED_RANGE_NOT_SATISFIABLE: 416,
  /** The server cannot do what `Expect` asks. */
  HTTP_STATUS_CODE_417_EXPECTATION_FAILED: 417,
  /** Stands for 4xx codes not in this list. Here a status is always the number from the wire, so this one means 418. */
  HTTP_STATUS_CODE_4XX_UNKNOWN: 418,
  /** Too many requests in a given time; try again later. */
  HTTP_STATUS_CODE_429_TOO_MANY_REQUESTS: 429,
  /** Something unexpected happened in the server. */
  HTTP_STATUS_CODE_500_INTERNAL_SERVER_ERROR: 500,
  /** The server cannot do what the request needs. */
  HTTP_STATUS_CODE_501_NOT_IMPLEMENTED: 501,
  /** A proxy received an invalid answer from the server behind it. */
  HTTP_STATUS_CODE_502_BAD_GATEWAY: 502,
  /** The server is overloaded or down for now. */
  HTTP_STATUS_CODE_503_SERVICE_UNAVAILABLE: 503,
  /** A proxy received no answer in time from the server behind it. */
  HTTP_STATUS_CODE_504_GATEWAY_TIMEOUT: 504,
  /** The server refuses this version of HTTP. */
  HTTP_STATUS_CODE_505_HTTP_VERSION_NOT_SUPPORTED: 505,
  /** Stands for 5xx codes not in this list. Here a status is always the number from the wire, so this one means 599. */
  HTTP_STATUS_CODE_5XX_UNKNOWN: 599,
} as const);

/** One of the numbers of {@link HTTPStatusCode}. */
export type HTTPStatusCode = (typeof HTTPStatusCode)[keyof typeof HTTPStatusCode];

/** The constants that `SteamHTTP` and its instances carry. */
export type SteamHTTPConstants = typeof HTTPMethod & typeof HTTPStatusCode;

/** {@link HTTPMethod} and {@link HTTPStatusCode} in one frozen object, in the document's order. */
export const steamHTTPConstants: SteamHTTPConstants = Object.freeze({ ...HTTPMethod, ...HTTPStatusCode });

/** The word of each {@link HTTPMethod} on the wire, indexed by its number; `undefined` for what is none. */
export const methodWords: readonly (string | undefined)[] = Object.freeze([
  undefined,
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'OPTIONS',
  'PATCH',
]);
