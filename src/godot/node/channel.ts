/**
 * What HTTPClient needs of a connection, whoever provides it: bytes that can be looked at where they lie, writes that
 * never wait, and a state.
 *
 * The I/O thread's ByteStream is one as it stands; PeerChannel makes one of any StreamPeer.
 */
import type { ByteStream } from '../../link/index.js';

export type Channel = Pick<
  ByteStream,
  | 'available'
  | 'bytes'
  | 'canWait'
  | 'changed'
  | 'close'
  | 'consume'
  | 'contiguous'
  | 'drain'
  | 'failure'
  | 'lent'
  | 'offset'
  | 'state'
  | 'unsent'
  | 'wait'
  | 'write'
>;
