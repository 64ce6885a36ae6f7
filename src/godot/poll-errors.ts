/** What `HTTPClient.poll()` returns in each status, and which statuses it waits in. */
import { GodotError } from './error.js';
import { Status } from './http-client-constants.js';

export const pollErrors: Readonly<Record<Status, GodotError>> = {
  [Status.STATUS_DISCONNECTED]: GodotError.ERR_UNCONFIGURED,
  [Status.STATUS_RESOLVING]: GodotError.OK,
  [Status.STATUS_CANT_RESOLVE]: GodotError.ERR_CANT_RESOLVE,
  [Status.STATUS_CONNECTING]: GodotError.OK,
  [Status.STATUS_CANT_CONNECT]: GodotError.ERR_CANT_CONNECT,
  [Status.STATUS_CONNECTED]: GodotError.OK,
  [Status.STATUS_REQUESTING]: GodotError.OK,
  [Status.STATUS_BODY]: GodotError.OK,
  [Status.STATUS_CONNECTION_ERROR]: GodotError.ERR_CONNECTION_ERROR,
  [Status.STATUS_TLS_HANDSHAKE_ERROR]: GodotError.ERR_CONNECTION_ERROR,
};

/** Whether a status is one that passes by itself: a blocking poll waits for its end. */
export function isUnderway(status: Status): boolean {
  return (
    status === Status.STATUS_RESOLVING || status === Status.STATUS_CONNECTING || status === Status.STATUS_REQUESTING
  );
}
