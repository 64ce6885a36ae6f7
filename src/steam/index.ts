/**
 * The door `tickwire/steam`: Steam's HTTP interface.
 */
export type { HTTPCacheStatus } from './cache-status.js';
export { HTTPMethod, HTTPStatusCode, type SteamHTTPConstants } from './constants.js';
export type { CompletedArguments, DataReceivedArguments, HeadersReceivedArguments } from './dispatch.js';
export type { HTTPOptions } from './settings.js';
export type { Signal } from './signal.js';
export { Steam, SteamHTTP } from './steam-http.js';
export type { HTTPCompletion } from './waiting.js';
export type {
  HTTPHopConnection,
  HTTPHopTLS,
  HTTPRequestTimings,
  HTTPStepTimings,
  RequestErrorCode as HTTPRequestErrorCode,
  RequestFailure as HTTPRequestError,
  HTTPRequestHop,
  RequestPhase as HTTPRequestPhase,
  HTTPServerCertificate,
} from '../link/index.js';
export type * from '../diagnostics/index.js';
export { set_logger, type LogEntry, type Logger } from '../log.js';
export { version } from '../version.js';
