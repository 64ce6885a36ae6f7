/** What godot.test.ts calls in its pages. */
import type { GodotError } from '#src/godot/index.js';
import {
  CryptoKey,
  HTTPClient,
  StreamPeerBuffer,
  StreamPeerTCP,
  StreamPeerTLS,
  TLSOptions,
  X509Certificate,
  set_logger,
  type Method,
} from '#src/godot/index.js';
import { nextTurn } from '../../support/next-turn.js';
import { awaitAnswer, connect, pollWhile, readBody, until } from '../../support/polling.js';
import { text } from '../../contract/godot/environment.js';
import { callInWorker } from './in-worker.js';

const warnings: string[] = [];
set_logger(({ source, message }) => warnings.push(`${source}: ${message}`));

/** What was warned of since this was last asked. */
export const takeWarnings = (): string[] => warnings.splice(0);

export interface Asked {
  readonly host?: string;
  readonly port: number;
  readonly tls?: boolean;
  readonly method?: Method;
  readonly url: string;
  readonly headers?: readonly string[];
  /** One character for each byte; sent with `request_raw`. */
  readonly body?: string;
}

export interface Seen {
  /** What `request` returned. */
  readonly error: GodotError;
  /** The status after the answer's head, or after the refusal; and after its body. */
  readonly statuses: readonly number[];
  readonly code: number;
  readonly headers: readonly string[];
  readonly length: number;
  readonly body: string;
  readonly warnings: readonly string[];
}

function send(client: HTTPClient, { method = HTTPClient.METHOD_GET, url, headers = [], body }: Asked): GodotError {
  if (body === undefined) return client.request(method, url, headers);
  return client.request_raw(
    method,
    url,
    headers,
    Uint8Array.from(body, (character) => character.charCodeAt(0)),
  );
}

/** One request, from connecting to the last byte. */
export async function exchange(asked: Asked): Promise<Seen> {
  const client = new HTTPClient();
  await connect(client, asked.port, asked.host, asked.tls === true ? TLSOptions.client() : null);
  const error = send(client, asked);
  const statuses = [await awaitAnswer(client)];
  const body = statuses[0] === HTTPClient.STATUS_BODY ? text(await readBody(client)) : '';
  statuses.push(client.get_status());
  const seen = {
    error,
    statuses,
    code: client.get_response_code(),
    headers: client.get_response_headers(),
    length: client.get_response_body_length(),
    body,
    warnings: takeWarnings(),
  };
  client.close();
  return seen;
}

/** The same in a worker of the page. */
export const exchangeInWorker = (asked: Asked): Promise<Seen> => callInWorker('exchange', asked);

/** The status before and after each of some polls. */
export function connectingSteps(host: string, port: number): number[] {
  const client = new HTTPClient();
  client.connect_to_host(host, port);
  const steps: number[] = [client.get_status()];
  for (let i = 0; i < 4; i++) {
    client.poll();
    steps.push(client.get_status());
  }
  client.close();
  return steps;
}

type Answer = readonly [what: string, result: unknown];

/** What of HTTPClient a page cannot have. */
export async function refusedByClient(port: number): Promise<Answer[]> {
  const client = new HTTPClient();
  const answers: Answer[] = [];
  answers.push(['TRACE unconnected', client.request(HTTPClient.METHOD_TRACE, '/', [])]);
  await connect(client, port);
  const { request } = HTTPClient.prototype;
  const ask = (method: Method, url: string): GodotError => request.call(client, method, url, []);
  answers.push(['TRACE', ask(HTTPClient.METHOD_TRACE, '/')]);
  answers.push(['CONNECT', ask(HTTPClient.METHOD_CONNECT, 'host:80')]);
  answers.push(['absolute url', ask(HTTPClient.METHOD_GET, 'http://127.0.0.1/')]);
  answers.push(['*', ask(HTTPClient.METHOD_OPTIONS, '*')]);
  answers.push(['GET with a body', client.request_raw(HTTPClient.METHOD_GET, '/', [], new Uint8Array(1))]);
  answers.push(['HEAD with a body', client.request(HTTPClient.METHOD_HEAD, '/', [], 'body')]);
  client.blocking_mode_enabled = true;
  answers.push(['blocking', client.blocking_mode_enabled]);
  answers.push(['connection', client.connection]);
  client.connection = new StreamPeerBuffer();
  answers.push(['connection assigned', client.get_status()]);
  client.set_http_proxy('proxy.example', 8080);
  client.set_https_proxy('proxy.example', 8080);
  answers.push(['status', client.get_status()]);
  client.close();
  return answers;
}

/** How TLS options that a page cannot have are answered. */
export function refusedTls(): Answer[] {
  const client = new HTTPClient();
  const answer = (options: TLSOptions): GodotError => client.connect_to_host('127.0.0.1', 443, options);
  return [
    ['unsafe', answer(TLSOptions.client_unsafe())],
    ['chain', answer(TLSOptions.client(new X509Certificate()))],
    ['name', answer(TLSOptions.client(null, 'example.com'))],
    ['status', client.get_status()],
    ['zone', client.connect_to_host('fe80::1%eth0', 80)],
  ];
}

/** How the neighbours of HTTPClient answer that need what pages do not have. */
export function refusedByNeighbours(): Answer[] {
  const [certificate, key, tcp] = [new X509Certificate(), new CryptoKey(), new StreamPeerTCP()];
  const [tls, options] = [new StreamPeerTLS(), TLSOptions.server(key, certificate)];
  return [
    ['X509Certificate.load', certificate.load('a.pem')],
    ['X509Certificate.load_from_string', certificate.load_from_string('-----BEGIN CERTIFICATE-----')],
    ['X509Certificate.save', certificate.save('a.pem')],
    ['CryptoKey.load', key.load('a.pem')],
    ['CryptoKey.load_from_string', key.load_from_string('-----BEGIN PRIVATE KEY-----')],
    ['CryptoKey.save', key.save('a.pem')],
    ['StreamPeerTCP.connect_to_host', tcp.connect_to_host('127.0.0.1', 80)],
    ['StreamPeerTCP.bind', tcp.bind(0)],
    ['StreamPeerTLS.connect_to_stream', tls.connect_to_stream(tcp, 'name')],
    ['StreamPeerTLS.accept_stream', tls.accept_stream(tcp, options)],
  ];
}

const held: HTTPClient[] = [];

/** Sends a request with a client that stays. @returns Its number. */
export async function hold(asked: Asked): Promise<number> {
  const client = new HTTPClient();
  await connect(client, asked.port, asked.host);
  send(client, asked);
  return held.push(client) - 1;
}

/** Waits until a held client is no longer REQUESTING. @returns Its status. */
export const heldAnswer = (index: number): Promise<number> => awaitAnswer(held[index]!);

/** Waits until a held client has left BODY without a read. @returns Its status. */
export const heldEnd = (index: number): Promise<number> => pollWhile(held[index]!, HTTPClient.STATUS_BODY);

/** Polls and reads what is there until so many bytes were read. @returns The bytes that one loop of reads gave at most. */
export async function heldRead(index: number, bytes: number): Promise<number> {
  const client = held[index]!;
  let read = 0;
  let most = 0;
  await until('the bytes', () => {
    client.poll();
    const before = read;
    for (;;) {
      const { length } = client.read_response_body_chunk();
      if (length === 0) break;
      read += length;
    }
    most = Math.max(most, read - before);
    return read >= bytes ? true : undefined;
  });
  return most;
}

/** Lets go of a held client. @returns Its status. */
export function heldClose(index: number): number {
  held[index]!.close();
  return held[index]!.get_status();
}

/** Polls a client with an unanswered request for three seconds of the page's clock, without a pause. */
export async function pollWithoutPause(port: number, url: string): Promise<string[]> {
  const client = new HTTPClient();
  await connect(client, port);
  client.request(HTTPClient.METHOD_GET, url, []);
  const { now } = performance;
  let clock = now.call(performance);
  performance.now = () => (clock += 1);
  for (let i = 0; i < 3000; i++) client.poll();
  performance.now = now;
  client.close();
  await nextTurn();
  return takeWarnings();
}
