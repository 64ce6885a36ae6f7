/**
 * A raw TCP (or TLS) server on loopback that plays a script: connection number n runs script n, later ones the last.
 *
 * After its last step a connection stays open until the peer closes it or close() is called. What a script looks like is
 * the type ServerStep; bytes are given as Latin-1 text, one character a byte.
 */
import net from 'node:net';
import tls from 'node:tls';
import { setTimeout as sleep } from 'node:timers/promises';

export type Bytes =
  string | readonly Bytes[] | { readonly repeat: string; readonly count: number } | { readonly b64: string };

export type ServerStep =
  /** Waits for a whole request, for its head alone, or for a number of bytes; then `wait` milliseconds. */
  | { readonly expect: 'request' | 'head' | number; readonly wait?: number }
  /** Writes bytes `times` times, each at once or in pieces of `each` bytes with `gap` milliseconds in between. */
  | { readonly send: Bytes; readonly times?: number; readonly each?: number; readonly gap?: number }
  | { readonly delay: number }
  /** Half-closes: FIN, with TLS after a close_notify. */
  | { readonly end: true }
  /** With TLS: FIN without close_notify. */
  | { readonly raw_end: true }
  | { readonly destroy: true }
  /** Aborts with RST. */
  | { readonly reset: true }
  | { readonly pause: true }
  | { readonly resume: true }
  /** Waits until the peer has closed its side. */
  | { readonly until_closed: true };

export interface ServerScript {
  readonly connections: readonly (readonly ServerStep[])[];
  readonly tls?: { readonly cert: string } & tls.SecureContextOptions;
  readonly listen?: string;
  readonly port?: number;
  /**
   * For clients in browsers: every page may read the answers, and whether it may is answered apart from the script. A
   * connection counts from its first request on, and plays the next script after each one, since browsers connect when
   * they like.
   */
  readonly forPages?: boolean;
}

export type Certificates = Readonly<Record<string, { key: string; cert: string }>>;

export function toBytes(part: Bytes): Buffer {
  if (typeof part === 'string') return Buffer.from(part, 'latin1');
  if ('b64' in part) return Buffer.from(part.b64, 'base64');
  if ('repeat' in part) return Buffer.from(part.repeat.repeat(part.count), 'latin1');
  return Buffer.concat(part.map(toBytes));
}

const permission = 'Access-Control-Allow-Origin: *\r\nAccess-Control-Expose-Headers: *\r\n';
const preflightAnswer =
  `HTTP/1.1 204 No Content\r\n${permission}Access-Control-Allow-Headers: *\r\n` +
  'Access-Control-Allow-Methods: *\r\nAccess-Control-Max-Age: 60\r\n\r\n';
const preflight = /^OPTIONS [^]*\r\nAccess-Control-Request-Method:/i;
/** The status lines with which answers begin, one behind the other when some are interim. */
const statusLines = /(?<=^|\r\n\r\n)HTTP\/1\.\d \d+[^\r\n]*\r\n/g;

/** An answer that a page of any origin may read. */
function permitted(bytes: Buffer): Buffer {
  const head = bytes.toString('latin1', 0, 4096);
  if (!head.startsWith('HTTP/1.')) return bytes;
  const amended = head.replace(statusLines, (line) => line + permission);
  return Buffer.concat([Buffer.from(amended, 'latin1'), bytes.subarray(4096)]);
}

class Connection {
  readonly raw: net.Socket;
  #socket: net.Socket;
  #chunks: Buffer[] = [];
  #length = 0;
  #consumed = 0;
  /** How many bytes there must be before it makes sense to look at them again: large bodies come in many pieces. */
  #wanted = 0;
  #closed = false;
  #forPage = false;
  #waiters: (() => void)[] = [];

  constructor(raw: net.Socket, socket: net.Socket) {
    this.raw = raw;
    this.#socket = socket;
    socket.on('data', (data: Buffer) => {
      this.#chunks.push(data);
      this.#length += data.length;
      this.#wake();
    });
    const gone = (): void => {
      this.#closed = true;
      this.#wake();
    };
    socket.on('end', gone).on('close', gone).on('error', gone);
    if (raw !== socket) raw.on('error', gone);
  }

  received(): Buffer {
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0] ?? Buffer.alloc(0);
  }

  async run(script: readonly ServerStep[]): Promise<void> {
    for (const step of script) {
      if (!(await this.#step(step))) return;
    }
  }

  /** Plays a script for each request of a page. */
  async runForPage(next: () => readonly ServerStep[]): Promise<void> {
    this.#forPage = true;
    while (await this.#until(() => this.#measure('head') >= 0)) {
      const size = this.#measure('head');
      const bytes = this.received();
      if (preflight.test(bytes.toString('latin1', this.#consumed, this.#consumed + size))) {
        // As if it had not been there.
        this.#chunks = [Buffer.concat([bytes.subarray(0, this.#consumed), bytes.subarray(this.#consumed + size)])];
        this.#length -= size;
        await this.#write(Buffer.from(preflightAnswer));
      } else await this.run(next());
    }
  }

  async #step(step: ServerStep): Promise<boolean> {
    if ('expect' in step) {
      if (!(await this.#until(() => this.#take(step.expect)))) return false;
      if (step.wait !== undefined) await sleep(step.wait);
    } else if ('send' in step) {
      const bytes = this.#forPage ? permitted(toBytes(step.send)) : toBytes(step.send);
      for (let i = 0; i < (step.times ?? 1); i++) await this.#send(bytes, step.each ?? Infinity, step.gap ?? 0);
    }
    if ('delay' in step) await sleep(step.delay);
    else if ('end' in step) this.#socket.end();
    else if ('raw_end' in step) this.raw.end();
    else if ('destroy' in step) this.raw.destroy();
    else if ('reset' in step) this.raw.resetAndDestroy();
    else if ('pause' in step) this.#socket.pause();
    else if ('resume' in step) this.#socket.resume();
    else if ('until_closed' in step) await this.#until(() => this.#closed);
    return true;
  }

  #wake(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiters) waiter();
  }

  async #until(met: () => boolean): Promise<boolean> {
    while (!met()) {
      if (this.#closed) return false;
      await new Promise<void>((resolve) => this.#waiters.push(resolve));
    }
    return true;
  }

  #take(what: 'request' | 'head' | number): boolean {
    if (this.#length < this.#wanted) return false;
    const size = this.#measure(what);
    if (size < 0) return false;
    this.#consumed += size;
    this.#wanted = 0;
    return true;
  }

  /** Size of the next message, or -1 while it is incomplete. */
  #measure(what: 'request' | 'head' | number): number {
    const buffer = this.received().subarray(this.#consumed);
    if (typeof what === 'number') return buffer.length >= what ? what : -1;
    const end = buffer.indexOf('\r\n\r\n', 0, 'latin1');
    if (end < 0) return -1;
    if (what === 'head') return end + 4;
    const declared = /\r\ncontent-length:[ \t]*(\d+)/i.exec(buffer.toString('latin1', 0, end))?.[1] ?? '0';
    const total = end + 4 + Number(declared);
    if (buffer.length >= total) return total;
    this.#wanted = this.#consumed + total;
    return -1;
  }

  async #send(bytes: Buffer, each: number, gap: number): Promise<void> {
    for (let from = 0; from < bytes.length; from += each) {
      await this.#write(bytes.subarray(from, Math.min(from + each, bytes.length)));
      if (gap > 0) await sleep(gap);
    }
  }

  #write(bytes: Buffer): Promise<void> {
    return new Promise((resolve) => {
      if (this.#socket.destroyed || this.#socket.writableEnded) resolve();
      else
        this.#socket.write(bytes, () => {
          resolve();
        });
    });
  }
}

export interface ScriptedServer {
  readonly port: number;
  /** All bytes each connection received. */
  requests(): Buffer[];
  close(): Promise<void>;
}

export async function startServer(script: ServerScript, certificates: Certificates = {}): Promise<ScriptedServer> {
  const connections: Connection[] = [];
  let begun = 0;
  const nextScript = (): readonly ServerStep[] =>
    script.connections[Math.min(begun++, script.connections.length - 1)] ?? [];
  const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (raw) => {
    raw.on('error', () => undefined);
    if (script.tls === undefined) {
      const connection = new Connection(raw, raw);
      connections.push(connection);
      void (script.forPages === true ? connection.runForPage(nextScript) : connection.run(nextScript()));
      return;
    }
    const steps = nextScript();
    const { cert, ...options } = script.tls;
    const secureContext = tls.createSecureContext({ ...certificates[cert], ...options });
    const socket = new tls.TLSSocket(raw, {
      isServer: true,
      secureContext,
      allowHalfOpen: true,
    } as tls.TLSSocketOptions);
    const connection = new Connection(raw, socket);
    connections.push(connection);
    socket.once('secure', () => void connection.run(steps));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(script.port ?? 0, script.listen ?? '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as net.AddressInfo).port,
    requests: () => {
      const received = connections.map((connection) => connection.received());
      return script.forPages === true ? received.filter(({ length }) => length > 0) : received;
    },
    close: async () => {
      for (const connection of connections) connection.raw.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A port on which nobody listens (it was free a moment ago). */
export async function closedPort(): Promise<number> {
  const server = await startServer({ connections: [[]] });
  await server.close();
  return server.port;
}
