/**
 * One request on its way: what was asked, what was seen so far, and how it ended. Runners write it, views read it; a view
 * sees by `version` whether anything is new.
 */
import type { RequestDraft } from '../request/draft.js';
import { KeptBody } from './kept-body.js';

/** Under way, or one of the three ways it can end. */
export type RunState = 'running' | 'succeeded' | 'failed' | 'cancelled';

/** What a step is spent on; `end` is no time but a moment. */
export type StepKind = 'queue' | 'connect' | 'wait' | 'body' | 'end';

/** A stretch of a request's way, in milliseconds on the page's clock. */
export interface Step {
  readonly kind: StepKind;
  /** Such as `REQUESTING` or `data × 12`. */
  readonly name: string;
  readonly from: number;
  /** Null while it lasts. */
  readonly to: number | null;
}

export class Run {
  #version = 0;
  #state: RunState = 'running';
  #steps: readonly Step[] = [];
  #status = 0;
  #headers: readonly string[] = [];
  #failure: string | null = null;
  #notices: readonly string[] = [];
  #ended: number | null = null;
  #arrived = 0;
  readonly #onChange: () => void;
  /** The response's body. Only {@link receive} adds to it. */
  readonly body = new KeptBody();

  /**
   * @param id - Counts the requests of this page, from 1.
   * @param began - When it was started, on the page's clock.
   * @param onChange - Called after every change.
   */
  constructor(
    readonly id: number,
    readonly draft: RequestDraft,
    readonly began: number,
    onChange: () => void = () => undefined,
  ) {
    this.#onChange = onChange;
  }

  /** Grows with every change. */
  get version(): number {
    return this.#version;
  }

  get state(): RunState {
    return this.#state;
  }

  /** In order and without gaps; the last one may still last. */
  get steps(): readonly Step[] {
    return this.#steps;
  }

  /** The response's status code; 0 before there is one. */
  get status(): number {
    return this.#status;
  }

  /** The response's headers, `Name: value` each. */
  get headers(): readonly string[] {
    return this.#headers;
  }

  /** Why it failed; null otherwise. */
  get failure(): string | null {
    return this.#failure;
  }

  /** What the library remarked beside that. */
  get notices(): readonly string[] {
    return this.#notices;
  }

  /** When it ended, on the page's clock. */
  get ended(): number | null {
    return this.#ended;
  }

  /** The body's size as far as the headers tell; null when they do not, or tell that of the encoded body. */
  get announcedSize(): number | null {
    if (this.header('Content-Encoding') !== null) return null;
    const length = this.header('Content-Length');
    return length !== null && /^\d+$/.test(length) ? Number(length) : null;
  }

  /** Bytes of the body that have arrived, those included that cannot be read yet. */
  get received(): number {
    return Math.max(this.#arrived, this.body.size);
  }

  /** The value of a response header, in any case; null without. */
  header(name: string): string | null {
    const start = `${name.toLowerCase()}:`;
    const line = this.#headers.find((header) => header.toLowerCase().startsWith(start));
    return line === undefined ? null : line.slice(start.length).trim();
  }

  /** Begins a step, which ends the one before; the first one begins with the run. Nothing happens when the name is the same. */
  enter(kind: StepKind, name: string, at: number): void {
    const last = this.#steps.at(-1);
    if (last?.name === name) return;
    const earlier = last === undefined ? [] : [...this.#steps.slice(0, -1), { ...last, to: last.to ?? at }];
    const from = last === undefined ? this.began : at;
    this.replaceSteps([...earlier, { kind, name, from, to: kind === 'end' ? at : null }]);
  }

  /** Puts better knowledge in the place of the steps so far. */
  replaceSteps(steps: readonly Step[]): void {
    this.#steps = steps;
    this.#changed();
  }

  answer(status: number, headers: readonly string[]): void {
    this.#status = status;
    this.#headers = headers;
    this.#changed();
  }

  receive(bytes: Uint8Array): void {
    this.body.add(bytes);
    this.#changed();
  }

  /** Tells how much has arrived of a body that can only be read when it is whole. */
  arrived(bytes: number): void {
    if (bytes === this.#arrived) return;
    this.#arrived = bytes;
    this.#changed();
  }

  notice(sentence: string): void {
    if (this.#notices.includes(sentence)) return;
    this.#notices = [...this.#notices, sentence];
    this.#changed();
  }

  /** Ends it. The failure's sentence need not be said twice: a notice of the same words goes. */
  end(state: Exclude<RunState, 'running'>, at: number, failure: string | null = null): void {
    this.#state = state;
    this.#ended = at;
    this.#failure = failure;
    this.#notices = this.#notices.filter((sentence) => sentence !== failure);
    this.#changed();
  }

  #changed(): void {
    this.#version++;
    this.#onChange();
  }
}
