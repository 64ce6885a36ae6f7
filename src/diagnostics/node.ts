/**
 * `#diagnostics` where there is `node:diagnostics_channel`: messages go to its channels, on the thread that uses the
 * interfaces.
 */
import { channel } from 'node:diagnostics_channel';
import { RequestTrace, type MessageChannels } from './request-trace.js';
import type { CurrentTracer, Tracer } from './tracer.js';

const created = channel('tickwire:request:created');
const headers = channel('tickwire:request:headers');
const completed = channel('tickwire:request:completed');
const failed = channel('tickwire:request:failed');

const channels: MessageChannels = {
  'tickwire:request:created': created,
  'tickwire:request:headers': headers,
  'tickwire:request:completed': completed,
  'tickwire:request:failed': failed,
};

const tracer: Tracer = (facts) => new RequestTrace(channels, facts);

export const currentTracer: CurrentTracer = () =>
  created.hasSubscribers || headers.hasSubscribers || completed.hasSubscribers || failed.hasSubscribers ? tracer : null;
