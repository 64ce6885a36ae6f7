/**
 * A tunnel through an HTTP proxy: CONNECT, then the socket belongs to whoever is at the far end (RFC 9110 section 9.3.6).
 */
import type { Socket } from 'node:net';
import { ParserEvent, ResponseParser, writeRequestHead } from '../http1/index.js';
import type { Failure, ProxyPlan } from '../link/index.js';
import { version } from '../version.js';

export interface TunnelOutcome {
  /** The tunnel stands. Bytes that came behind the proxy's answer are back in the socket, to be read. */
  opened(): void;
  failed(failure: Failure): void;
}

/** Asks the proxy at the other end of `socket` for a tunnel to `authority` (`host:port`). */
export function openTunnel(socket: Socket, proxy: ProxyPlan, authority: string, outcome: TunnelOutcome): void {
  const parser = new ResponseParser();
  const place = `proxy ${proxy.host}:${proxy.port}`;
  const headers = proxy.authorization === null ? [] : [`Proxy-Authorization: ${proxy.authorization}`];
  const defaults = { host: authority, userAgent: `tickwire/${version}`, contentLength: -1 };
  parser.begin('CONNECT');

  const leave = (): void => {
    socket.off('data', onData).off('end', onEnd).off('error', onError);
    socket.pause();
  };
  const settle = (failure: Failure): void => {
    leave();
    outcome.failed(failure);
  };
  const onData = (data: Buffer): void => {
    const event = parser.next(data, 0, data.length);
    if (event === ParserEvent.NEED_DATA) return;
    if (event === ParserEvent.HEAD && parser.framing === 'upgrade') {
      // Only now is nobody listening to whom the socket would give them again at once.
      leave();
      if (parser.used < data.length) socket.unshift(data.subarray(parser.used));
      outcome.opened();
    } else if (event === ParserEvent.HEAD && parser.head !== null) {
      const { status, reason } = parser.head;
      const hint = status === 407 ? '; give it credentials as user:password@host' : '';
      settle({
        code: 'PROXY_REFUSED',
        message: `${place} refused a tunnel to ${authority}: ${status} ${reason}${hint}`,
      });
    } else {
      settle({ code: 'PROXY_BAD_ANSWER', message: `${place} did not answer in HTTP` });
    }
  };
  const onEnd = (): void => {
    settle({ code: 'PROXY_CLOSED', message: `${place} hung up instead of opening a tunnel to ${authority}` });
  };
  const onError = (error: NodeJS.ErrnoException): void => {
    const code = error.code ?? 'ECONNRESET';
    settle({ code, message: `${place} broke the connection instead of opening a tunnel to ${authority} (${code})` });
  };
  socket.on('data', onData).on('end', onEnd).on('error', onError);
  socket.resume();
  socket.write(writeRequestHead('CONNECT', authority, headers, defaults));
}
