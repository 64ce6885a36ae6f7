/**
 * The door of link/: what the other rooms may use of the channel between the caller's thread and the I/O thread, on any
 * platform. What needs Node's threads is behind node.ts.
 */
export { ByteStream } from './byte-stream.js';
export { configureIo, ioOptions, type IoOptions } from './io-options.js';
export {
  ANNOUNCED,
  FIRST_CAPACITY,
  GROWTH,
  LAST_CAPACITY,
  RELEASED,
  SENT,
  SEQUENCE,
  STALLED,
  STATE,
  StreamState,
  allocateMemory,
  allocateRing,
  isOver,
  type CommonMemory,
} from './layout.js';
export type { Link, Receiver } from './link.js';
export { movedMemory } from './moved-memory.js';
export {
  Command,
  Event,
  type Endpoints,
  type Failure,
  type LinkCommand,
  type LinkData,
  type LinkEvent,
  type ProxyPlan,
  type SecureCommand,
  type StreamCommand,
  type StreamEvent,
  type StreamTarget,
  type TlsPlan,
  type TlsServerPlan,
} from './protocol.js';
export type { HTTPHopConnection, HTTPHopTLS, HTTPRequestHop, HTTPServerCertificate } from './request-hop.js';
export { RingReader, RingWriter } from './ring.js';
export type { ServiceEnd } from './service-end.js';
export { readSteps, type HTTPRequestTimings, type HTTPStepTimings } from './timings.js';
export {
  CacheUse,
  RequestCommand,
  RequestEvent,
  SLOTS_PER_PAGE,
  SLOT_LENGTH,
  SendFlag,
  Slot,
  linkFailure,
  type CompletedEvent,
  type HeadEvent,
  type RequestCommandTuple,
  type RequestErrorCode,
  type RequestEventTuple,
  type RequestFailure,
  type RequestOptions,
  type RequestPhase,
  type SendCommand,
  type InstanceEvent,
} from './request-protocol.js';
