/** The door of link/: what the other rooms may use of the channel between the caller's thread and the I/O thread. */
export { ByteStream } from './byte-stream.js';
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
  allocateRing,
  isOver,
} from './layout.js';
export { Link, type Receiver } from './link.js';
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
export { RingReader, RingWriter } from './ring.js';
export { ServiceEnd } from './service-end.js';
export { configureIo, sharedLink, type IoOptions } from './start.js';
export {
  CacheUse,
  RequestCommand,
  RequestEvent,
  SLOTS_PER_PAGE,
  SLOT_LENGTH,
  SendFlag,
  Slot,
  bodyBytes,
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
