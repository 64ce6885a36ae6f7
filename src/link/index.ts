/** The door of link/: what the other rooms may use of the channel between the caller's thread and the I/O thread. */
export { ByteStream } from './byte-stream.js';
export {
  FIRST_CAPACITY,
  GROWTH,
  LAST_CAPACITY,
  SENT,
  SEQUENCE,
  STALLED,
  STATE,
  StreamState,
  allocateRing,
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
  type StreamCommand,
  type StreamEvent,
  type StreamTarget,
  type TlsPlan,
} from './protocol.js';
export { RingReader, RingWriter } from './ring.js';
export { ServiceEnd } from './service-end.js';
export { configureIo, sharedLink, type IoOptions } from './start.js';
export {
  PROGRESS_SLOT_LENGTH,
  ProgressSlot,
  RequestCommand,
  RequestEvent,
  linkFailure,
  type RequestCommandTuple,
  type RequestErrorCode,
  type RequestEventTuple,
  type RequestFailure,
  type RequestOptions,
  type RequestOutcome,
  type RequestPhase,
  type RequestPlan,
  type RequestTimings,
  type WireHead,
} from './request-protocol.js';
