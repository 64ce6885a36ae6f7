/**
 * The door `tickwire/godot`: Godot's HTTPClient and the classes around it.
 */
export { CryptoKey } from './crypto-key.js';
export { GodotError, errorName } from './error.js';
export { HTTPClient } from './http-client.js';
export { Method, ResponseCode, Status, type HTTPClientConstants } from './http-client-constants.js';
export type { QueryFields } from './query-string.js';
export { StreamPeer } from './stream-peer.js';
export { StreamPeerBuffer } from './stream-peer-buffer.js';
export { StreamPeerTCP, type StreamPeerTCPStatus } from './stream-peer-tcp.js';
export { StreamPeerTLS, type StreamPeerTLSStatus } from './stream-peer-tls.js';
export { TLSOptions } from './tls-options.js';
export { X509Certificate } from './x509-certificate.js';
export {
  configureIo,
  type HTTPRequestTimings,
  type HTTPStepTimings,
  type IoOptions,
  type RequestErrorCode as HTTPRequestErrorCode,
  type RequestPhase as HTTPRequestPhase,
} from '../link/index.js';
export type * from '../diagnostics/index.js';
export { set_logger, type LogEntry, type Logger } from '../log.js';
export { version } from '../version.js';
