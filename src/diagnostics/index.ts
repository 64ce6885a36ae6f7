/** The door of diagnostics/: what programs that listen need to know. Publishing is `#diagnostics`'s. */
export type {
  RequestChannelName,
  RequestCompletedMessage,
  RequestCreatedMessage,
  RequestFailedMessage,
  RequestHeadersMessage,
  RequestMessages,
  TracedFailure,
  TracedRequest,
} from './messages.js';
