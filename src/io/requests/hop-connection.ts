/** What can be told of the connection that carries a hop. */
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { HTTPHopConnection } from '../../link/index.js';
import { placeOf } from '../dial.js';
import { tlsFacts } from '../tls-facts.js';
import type { Origin, Route } from './origin.js';

/** @param reused - Whether another request went over it before. */
export function hopConnection(socket: Socket, origin: Origin, { proxy }: Route, reused: boolean): HTTPHopConnection {
  return {
    remoteAddress: socket.remoteAddress ?? '',
    remotePort: socket.remotePort ?? 0,
    localPort: socket.localPort ?? 0,
    proxy: proxy === null ? null : placeOf(proxy),
    reused,
    tls: socket instanceof TLSSocket ? tlsFacts(socket, origin.host) : null,
  };
}
