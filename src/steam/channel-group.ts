/**
 * The channels of one instance. There is one, but for the time after the program moved its network work to or from the
 * I/O thread: then the requests that are under way stay where they are, and a second channel carries the new ones.
 */
import { currentLink } from './link-source.js';
import { RequestChannel, type ChannelListener } from './request-channel.js';
import type { Settings } from './settings.js';

export class ChannelGroup {
  readonly #listener: ChannelListener;
  readonly #opened: (channel: RequestChannel) => void;
  #current: RequestChannel | null = null;
  /** Replaced, never changed: a channel may die while all are drained. */
  #channels: readonly RequestChannel[] = [];
  #watched = false;

  /** @param opened - Called with each new channel before anything is sent over it. */
  constructor(listener: ChannelListener, opened: (channel: RequestChannel) => void) {
    this.#listener = listener;
    this.#opened = opened;
  }

  /** The channel for a request that is to be sent now; starts the I/O side where it must. */
  open(settings: Settings): RequestChannel {
    const link = currentLink();
    if (this.#current !== null && this.#current.link === link) return this.#current;
    const channel = new RequestChannel(link, settings, this.#listener);
    this.#current = channel;
    this.#channels = [...this.#channels, channel];
    channel.watch(this.#watched);
    this.#opened(channel);
    return channel;
  }

  /** The channels there are. */
  all(): Iterable<RequestChannel> {
    return this.#channels;
  }

  configure(settings: Settings): void {
    for (const channel of this.#channels) channel.configure(settings);
  }

  /** Sends what was posted and takes in what arrived. */
  drain(): void {
    for (const channel of this.#channels) channel.link.drain();
    if (this.#channels.length > 1) this.#closeIdle();
  }

  /** Has all take in what arrives also while nobody polls, or not any more. */
  watch(wanted: boolean): void {
    this.#watched = wanted;
    for (const channel of this.#channels) channel.watch(wanted);
  }

  /** Forgets a channel that died. */
  remove(channel: RequestChannel): void {
    this.#channels = this.#channels.filter((other) => other !== channel);
    if (this.#current === channel) this.#current = null;
  }

  close(): void {
    for (const channel of this.#channels) channel.close();
    this.#channels = [];
    this.#current = null;
  }

  /** Closes what nothing new is sent over and where nothing is under way any more. */
  #closeIdle(): void {
    for (const channel of this.#channels) {
      if (channel === this.#current || channel.pending > 0) continue;
      channel.close();
      this.remove(channel);
    }
  }
}
