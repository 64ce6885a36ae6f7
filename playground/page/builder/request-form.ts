/**
 * The form in which a person puts a request together: a draft goes in, a draft comes out.
 */
import { element, freshId } from '../element.js';
import { readAddress, withoutOrigin } from '../request/address.js';
import {
  interfaceNames,
  interfaces,
  methodsOf,
  plainDraft,
  type Interface,
  type RequestDraft,
} from '../request/draft.js';
import { MOST_BODY } from '../request/fragment.js';
import { choice, labelled, segmented, setOptions } from './controls.js';
import { FieldRows } from './field-rows.js';
import { RequestOptions } from './request-options.js';

/** What the form tells. */
export interface RequestFormListeners {
  /** The request is to be sent. */
  readonly run: (draft: RequestDraft) => void;
  /** Something was changed; null while the address is none. */
  readonly change: (draft: RequestDraft | null) => void;
}

export class RequestForm {
  readonly #origin: string;
  readonly #listeners: RequestFormListeners;
  readonly #interface = segmented(
    'Interface',
    'interface',
    interfaces.map((one) => [one, interfaceNames[one]] as const),
  );
  readonly #method = choice([]);
  readonly #url = element('input', { type: 'text', inputmode: 'url', spellcheck: 'false', required: true });
  readonly #complaint = element('p', { class: 'complaint', id: freshId('complaint') });
  readonly #headers: FieldRows;
  readonly #parameters: FieldRows;
  readonly #body = element('textarea', { rows: 5, spellcheck: 'false' });
  readonly #bodyType = element('input', { type: 'text', spellcheck: 'false', placeholder: 'application/json' });
  readonly #bodyNote = element('p', { class: 'hint' });
  readonly #bodyPart: HTMLDetailsElement;
  readonly #options = new RequestOptions();
  /** While a draft is being shown, what changes is not the person's doing. */
  #showing = false;

  /** @param origin - The page's own, from which addresses that are paths are taken. */
  constructor(form: HTMLFormElement, origin: string, listeners: RequestFormListeners) {
    this.#origin = origin;
    this.#listeners = listeners;
    const changed = (): void => {
      this.#changed();
    };
    this.#headers = new FieldRows(
      { one: 'header', all: 'Headers', example: { name: 'Accept', value: 'application/json' } },
      changed,
    );
    this.#parameters = new FieldRows(
      { one: 'parameter', all: 'Parameters', example: { name: 'player', value: 'Ada' } },
      changed,
    );
    this.#bodyPart = element(
      'details',
      {},
      element('summary', {}, 'Body'),
      labelled('Content-Type', this.#bodyType),
      labelled('Text, sent as UTF-8; Ctrl+Enter runs', this.#body),
      this.#bodyNote,
    );
    form.append(...this.#parts());
    this.#listen(form);
  }

  /** What the form holds; null while its address is none. */
  get draft(): RequestDraft | null {
    const { url } = readAddress(this.#url.value, this.#origin);
    if (url === null) return null;
    return {
      ...plainDraft(url),
      interface: this.#chosenInterface,
      method: this.#method.value,
      headers: this.#headers.fields,
      parameters: this.#parameters.fields,
      body: this.#body.value,
      bodyType: this.#bodyType.value.trim(),
      ...this.#options.values,
    };
  }

  /** Fills the form. */
  show(draft: RequestDraft): void {
    this.#showing = true;
    for (const radio of this.#radios) radio.checked = radio.value === draft.interface;
    this.#fitToInterface();
    this.#method.value = draft.method;
    this.#url.value = withoutOrigin(draft.url, this.#origin);
    this.#headers.fields = draft.headers;
    this.#parameters.fields = draft.parameters;
    this.#body.value = draft.body;
    this.#bodyType.value = draft.bodyType;
    this.#bodyPart.open = draft.body !== '';
    this.#options.show(draft);
    this.#showing = false;
    this.#changed();
  }

  get #radios(): NodeListOf<HTMLInputElement> {
    return this.#interface.querySelectorAll('input');
  }

  get #chosenInterface(): Interface {
    const chosen = [...this.#radios].find(({ checked }) => checked)?.value;
    return interfaces.find((one) => one === chosen) ?? interfaces[0];
  }

  #parts(): HTMLElement[] {
    this.#url.setAttribute('aria-describedby', this.#complaint.id);
    const run = element('button', { type: 'submit', class: 'primary' }, 'Run');
    return [
      element('div', { class: 'line' }, this.#interface, labelled('Method', this.#method)),
      labelled('Address', this.#url),
      this.#complaint,
      this.#headers.element,
      this.#parameters.element,
      this.#bodyPart,
      this.#options.element,
      element('div', { class: 'line end' }, run, element('span', { class: 'hint' }, 'or press Enter in a field')),
    ];
  }

  #listen(form: HTMLFormElement): void {
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#run();
    });
    form.addEventListener('keydown', (event) => {
      // In the body Enter begins a line; the other fields send the form by themselves.
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      if (!(event.target instanceof HTMLTextAreaElement)) return;
      event.preventDefault();
      this.#run();
    });
    form.addEventListener('input', () => {
      this.#changed();
    });
    this.#interface.addEventListener('change', () => {
      this.#fitToInterface();
      this.#changed();
    });
  }

  #run(): void {
    const { draft } = this;
    this.#complain(readAddress(this.#url.value, this.#origin).complaint);
    if (draft === null) this.#url.focus();
    else this.#listeners.run(draft);
  }

  #fitToInterface(): void {
    const chosen = this.#chosenInterface;
    setOptions(
      this.#method,
      methodsOf(chosen).map((method) => [method, method]),
    );
    this.#options.fitTo(chosen);
  }

  #changed(): void {
    if (this.#showing) return;
    const tooLong = this.#body.value.length > MOST_BODY;
    this.#bodyNote.textContent = tooLong ? 'This body is too long for the page’s address, which leaves it out.' : '';
    const { draft } = this;
    // Who is still typing is not corrected; who has corrected it is not scolded any more.
    if (draft !== null) this.#complain(null);
    this.#listeners.change(draft);
  }

  #complain(sentence: string | null): void {
    this.#complaint.textContent = sentence ?? '';
    this.#url.setAttribute('aria-invalid', String(sentence !== null));
  }
}
