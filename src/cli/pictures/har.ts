/**
 * --har: the exchanges as an HTTP Archive 1.2, which the network panels of browsers import.
 *
 * As in a browser's own archive, each redirect is an entry of its own. Bodies are left out: they may be large, and secret.
 * Times are in milliseconds, -1 for what did not happen. Names that begin with `_` are Chromium's additions. Pure.
 */
import type { HTTPHopConnection, HTTPRequestHop, HTTPStepTimings } from '../../steam/index.js';
import { version } from '../../version.js';
import { noSteps, shownUrl, type Exchange } from '../exchange/exchange.js';
import { wholeMicroseconds } from '../quantity.js';
import { archivedRequest, archivedResponse } from './har-messages.js';

/** The archive as the text of a file. @param secrets - Whether credentials may be in it. */
export function harText(exchanges: readonly Exchange[], secrets: boolean): string {
  const log = {
    version: '1.2',
    creator: { name: 'tickwire', version },
    pages: [],
    entries: exchanges.flatMap((exchange) => entries(exchange, secrets)),
  };
  return `${JSON.stringify({ log }, null, 2)}\n`;
}

function entries(exchange: Exchange, secrets: boolean): object[] {
  const hops = exchange.hops.length > 0 ? exchange.hops : [unsentHop(exchange)];
  let startedAt = exchange.sentAt;
  return hops.map((hop, index) => {
    const timings = archivedTimings(hop.timings ?? noSteps);
    const time = durationOf(timings);
    const started = { startedDateTime: new Date(startedAt).toISOString(), time };
    startedAt += time;
    return { ...started, ...entry(hop, exchange, index === hops.length - 1, secrets), timings };
  });
}

/** @param last - Whether it is this hop's response that was delivered, or its failure. */
function entry(hop: HTTPRequestHop, exchange: Exchange, last: boolean, secrets: boolean): object {
  const failure = last ? exchange.failure : null;
  const { connection } = hop;
  return {
    request: archivedRequest(hop, exchange.plan.body, secrets),
    response: archivedResponse(hop, last ? exchange.bodySize : hop.responseBodySize, failure, secrets),
    cache: {},
    _resourceType: 'fetch',
    ...(hop.cached ? { _fromCache: 'disk' } : {}),
    ...(connection === null || connection.remoteAddress === '' ? {} : archivedConnection(connection)),
    // The failure's sentence names the address, parameters included.
    ...(failure === null ? {} : { comment: secrets ? failure.message : `${failure.code} (${failure.phase})` }),
  };
}

/** Browsers have the server's port in `connection`, and show it behind the address. */
function archivedConnection({ remoteAddress, remotePort, localPort }: HTTPHopConnection): object {
  return { serverIPAddress: remoteAddress, connection: String(remotePort), _connectionId: String(localPort) };
}

/** For a request that never got as far as a connection. */
function unsentHop({ plan, timings }: Exchange): HTTPRequestHop {
  return {
    method: plan.method,
    url: shownUrl(plan.url),
    cached: false,
    connection: null,
    requestHead: '',
    requestBodySize: plan.body?.bytes.length ?? 0,
    status: 0,
    responseHead: '',
    responseBodySize: 0,
    timings,
  };
}

type ArchivedTimings = Readonly<Record<'blocked' | 'dns' | 'connect' | 'ssl' | 'send' | 'wait' | 'receive', number>>;

/** HAR counts the TLS handshake into `connect`. */
function archivedTimings({ queue, resolve, connect, tls, send, firstByte, body }: HTTPStepTimings): ArchivedTimings {
  return {
    blocked: wholeMicroseconds(queue ?? -1),
    dns: wholeMicroseconds(resolve ?? -1),
    connect: connect === null ? -1 : wholeMicroseconds(connect + (tls ?? 0)),
    ssl: wholeMicroseconds(tls ?? -1),
    send: wholeMicroseconds(send ?? 0),
    wait: wholeMicroseconds(firstByte ?? 0),
    receive: wholeMicroseconds(body ?? 0),
  };
}

/** The time of an entry is that of its steps, of which `ssl` is part of another. */
function durationOf({ blocked, dns, connect, send, wait, receive }: ArchivedTimings): number {
  return wholeMicroseconds([blocked, dns, connect, send, wait, receive].reduce((sum, ms) => sum + Math.max(ms, 0), 0));
}
