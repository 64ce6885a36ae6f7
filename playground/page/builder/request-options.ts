/**
 * The options of a request, those of the chosen interface alone.
 */
import { element } from '../element.js';
import { plainDraft, type Interface, type Priority, type RequestDraft } from '../request/draft.js';
import { choice, labelled, numberIn, numberInput } from './controls.js';

/** The options among a draft's values. */
export type OptionValues = Pick<
  RequestDraft,
  'chunkSize' | 'streaming' | 'activityTimeout' | 'absoluteTimeout' | 'priority'
>;

const MOST_UINT32 = 2 ** 32 - 1;
const presets = plainDraft('http://preset/');

export class RequestOptions {
  readonly #chunkSize = numberInput(256, 16_777_216);
  readonly #streaming = element('input', { type: 'checkbox' });
  readonly #activityTimeout = numberInput(0, MOST_UINT32);
  readonly #absoluteTimeout = numberInput(0, MOST_UINT32);
  readonly #priority = choice([
    ['normal', 'in turn'],
    ['first', 'first (prioritizeHTTPRequest)'],
    ['last', 'last (deferHTTPRequest)'],
  ]);
  readonly #parts: Readonly<Record<Interface, HTMLElement>> = {
    godot: element('div', {}, labelled('Bytes a read takes at most (read_chunk_size)', this.#chunkSize)),
    steam: element(
      'div',
      {},
      element('label', { class: 'check' }, this.#streaming, element('span', {}, 'Stream the response')),
      labelled('Seconds without a byte until it fails, 0 for never', this.#activityTimeout),
      labelled('Milliseconds in all until it fails, 0 for never', this.#absoluteTimeout),
      labelled('Place in the queue', this.#priority),
    ),
  };
  /** To be put into the page. */
  readonly element = element('details', {}, element('summary', {}, 'Options'), this.#parts.godot, this.#parts.steam);

  get values(): OptionValues {
    return {
      chunkSize: numberIn(this.#chunkSize, presets.chunkSize),
      streaming: this.#streaming.checked,
      activityTimeout: numberIn(this.#activityTimeout, presets.activityTimeout),
      absoluteTimeout: numberIn(this.#absoluteTimeout, presets.absoluteTimeout),
      priority: this.#priority.value as Priority,
    };
  }

  show(values: OptionValues): void {
    this.#chunkSize.valueAsNumber = values.chunkSize;
    this.#streaming.checked = values.streaming;
    this.#activityTimeout.valueAsNumber = values.activityTimeout;
    this.#absoluteTimeout.valueAsNumber = values.absoluteTimeout;
    this.#priority.value = values.priority;
  }

  fitTo(chosen: Interface): void {
    for (const [one, part] of Object.entries(this.#parts)) part.hidden = one !== chosen;
  }
}
