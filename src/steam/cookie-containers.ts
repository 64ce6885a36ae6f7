/**
 * Cookie containers as the program knows them: handles, and what it put in itself.
 *
 * The cookies are kept at the far end, where requests pass. Here is what a far end has to be told that begins later than
 * the container: there is none before the first request, and there may be another one after the I/O thread died. Whether a
 * cookie is allowed is answered here, at once, by the same rules.
 */
import { platform } from '#steam-platform';
import { HandleTable } from './handle-table.js';

/** A far end that keeps containers. */
export interface ContainerKeeper {
  addContainer(container: number, allowResponsesToModify: boolean): void;
  releaseContainer(container: number): void;
  /** @param at - When the program set it, milliseconds since 1970: its lifetime counts from then. */
  setCookie(container: number, host: string, url: string, cookie: string, at: number): void;
}

interface Container {
  readonly allowResponsesToModify: boolean;
  /** By place and name, the last set last. */
  readonly cookies: Map<string, CookieArguments>;
}

type CookieArguments = readonly [host: string, url: string, cookie: string, at: number];

/** As many as a container keeps at all. */
const MOST_COOKIES = 3000;

export class CookieContainers {
  readonly #containers = new HandleTable<Container>();
  readonly #keepers: () => Iterable<ContainerKeeper>;
  /** The handles that are alive, the most recently created last. */
  #alive: number[] = [];

  /** @param keepers - The far ends there are. */
  constructor(keepers: () => Iterable<ContainerKeeper>) {
    this.#keepers = keepers;
  }

  /** The most recently created container that is alive; 0 without one. */
  get latest(): number {
    return this.#alive.at(-1) ?? 0;
  }

  has(container: number): boolean {
    return this.#containers.get(container) !== undefined;
  }

  create(allowResponsesToModify: boolean): number {
    const container = this.#containers.next();
    this.#containers.set(container, { allowResponsesToModify, cookies: new Map() });
    this.#alive.push(container);
    for (const keeper of this.#keepers()) keeper.addContainer(container, allowResponsesToModify);
    return container;
  }

  /** Returns false when there is no such container. */
  release(container: number): boolean {
    if (!this.has(container)) return false;
    this.#containers.delete(container);
    this.#alive = this.#alive.filter((other) => other !== container);
    for (const keeper of this.#keepers()) keeper.releaseContainer(container);
    return true;
  }

  /** Returns false when there is no such container, and when the cookie is not allowed there. */
  set(container: number, host: string, url: string, cookie: string): boolean {
    const cookies = this.#containers.get(container)?.cookies;
    const now = Date.now();
    if (cookies === undefined || !platform.acceptsCookie(host, url, cookie, now)) return false;
    remember(cookies, [host, url, cookie, now]);
    for (const keeper of this.#keepers()) keeper.setCookie(container, host, url, cookie, now);
    return true;
  }

  /** Tells a far end that has just begun of everything. */
  tell(keeper: ContainerKeeper): void {
    for (const container of this.#alive) {
      const { allowResponsesToModify, cookies } = this.#containers.get(container)!;
      keeper.addContainer(container, allowResponsesToModify);
      for (const args of cookies.values()) keeper.setCookie(container, ...args);
    }
  }

  /** Forgets everything, without a word to anybody. */
  clear(): void {
    this.#containers.clear();
    this.#alive = [];
  }
}

function remember(cookies: Map<string, CookieArguments>, args: CookieArguments): void {
  const [host, url, cookie] = args;
  // Attributes may make it another cookie, and it may remove one: only what is the same but for its value is replaced.
  const end = cookie.indexOf(';');
  const key = JSON.stringify([host, url, cookie.split('=', 1)[0], end < 0 ? '' : cookie.slice(end)]);
  cookies.delete(key);
  cookies.set(key, args);
  const oldest = cookies.keys().next();
  if (cookies.size > MOST_COOKIES && oldest.done !== true) cookies.delete(oldest.value);
}
