/** Requests beside a frame loop with HTTPClients: one downloads, each other one makes small GETs, all polled in the frame. */
import { HTTPClient } from 'tickwire/godot';
import { expectSize, expectSuccess } from './expectations.js';
import type { FramePlan, FrameTraffic } from './peer.js';
import { PolledGet } from './polled-get.js';

/** Small enough to stay in the processor's cache. */
const CHUNK_BYTES = 256 * 1024;

export class PolledTraffic implements FrameTraffic {
  received = 0;
  answered = 0;
  readonly #plan: FramePlan['download'];
  readonly #downloader: HTTPClient;
  readonly #gets: readonly PolledGet[];
  #downloading = false;
  /** Bytes of the download that is on. */
  #current = 0;
  readonly #memory = new Uint8Array(CHUNK_BYTES);

  constructor(clients: readonly HTTPClient[], { download, small }: FramePlan) {
    const [downloader, ...others] = clients;
    this.#plan = download;
    this.#downloader = downloader!;
    this.#downloader.read_chunk_size = CHUNK_BYTES;
    this.#gets = others.slice(0, small.atOnce).map((client) => new PolledGet(client, small));
  }

  frame(): void {
    this.#download();
    for (const get of this.#gets) {
      if (get.advance()) this.answered++;
      if (get.idle) get.begin();
    }
  }

  #download(): void {
    const client = this.#downloader;
    client.poll();
    for (let size = this.#read(); size > 0; size = this.#read());
    switch (client.get_status()) {
      case HTTPClient.STATUS_CONNECTED:
        if (this.#downloading) this.#check();
        this.#downloading = true;
        this.#current = 0;
        client.request(HTTPClient.METHOD_GET, this.#plan.path, []);
        return;
      case HTTPClient.STATUS_REQUESTING:
      case HTTPClient.STATUS_BODY:
        return;
      default:
        throw new Error(`the download ended in status ${client.get_status()}`);
    }
  }

  #read(): number {
    const { length } = this.#downloader.read_response_body_chunk(this.#memory);
    this.received += length;
    this.#current += length;
    return length;
  }

  #check(): void {
    expectSuccess(this.#downloader.get_response_code());
    expectSize(this.#current, this.#plan.size);
  }
}
