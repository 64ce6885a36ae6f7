/**
 * The request that is looked at: how it stands, its way, its response, and its code.
 */
import { codeFor } from '../code/code-writer.js';
import { element, setIdle } from '../element.js';
import { interfaceNames, type RequestDraft } from '../request/draft.js';
import type { Run } from '../runs/run.js';
import { progress, runTitle, verdict } from '../runs/run-words.js';
import { BodyView } from './body-view.js';
import { CodeView } from './code-view.js';
import { HeadersView } from './headers-view.js';
import { PathView } from './path-view.js';
import { tabs } from './tabs.js';

/** What a person can do with the request that is shown. */
export interface DetailActions {
  readonly cancel: (run: Run) => void;
  /** Take its draft back into the form. */
  readonly edit: (draft: RequestDraft) => void;
  /** Say a sentence to those who hear the page. */
  readonly announce: (sentence: string) => void;
}

export class DetailView {
  readonly #origin: string;
  readonly #title = element('h2', { id: 'detail-title' });
  readonly #verdict = element('p', { class: 'verdict' });
  readonly #progress = element('progress', { max: 1, 'aria-label': 'Body received' });
  readonly #failure = element('p', { class: 'complaint' });
  readonly #notices = element('ul', { class: 'notices', 'aria-label': 'Remarks of the library' });
  readonly #path = new PathView();
  readonly #body = new BodyView();
  readonly #headers = new HeadersView();
  readonly #code: CodeView;
  readonly #cancel = element('button', { type: 'button', class: 'quiet' }, 'Cancel');
  readonly #edit = element('button', { type: 'button', class: 'quiet' }, 'Edit');
  #run: Run | null = null;

  constructor(place: HTMLElement, origin: string, actions: DetailActions) {
    this.#origin = origin;
    this.#code = new CodeView(actions.announce);
    this.#cancel.addEventListener('click', () => {
      if (this.#run !== null) actions.cancel(this.#run);
    });
    this.#edit.addEventListener('click', () => {
      if (this.#run !== null) actions.edit(this.#run.draft);
    });
    place.append(
      element('div', { class: 'section-head' }, this.#title, this.#edit, this.#cancel),
      this.#verdict,
      this.#progress,
      this.#failure,
      this.#notices,
      this.#path.element,
      tabs('Response and code', [
        { name: 'Body', panel: this.#body.element },
        { name: 'Headers', panel: this.#headers.element },
        { name: 'Code', panel: this.#code.element },
      ]),
    );
  }

  /**
   * Shows a run as it is now.
   *
   * @param draft - Without a run: what the form holds, for its code.
   */
  show(run: Run | null, draft: RequestDraft | null, now: number): void {
    this.#run = run;
    for (const part of [this.#verdict, this.#path.element, this.#edit, this.#cancel]) part.hidden = run === null;
    if (run === null) this.#showNothing(draft);
    else this.#showRun(run, now);
  }

  #showNothing(draft: RequestDraft | null): void {
    this.#title.textContent = 'Response';
    this.#title.classList.remove('of-run');
    this.#progress.hidden = this.#failure.hidden = this.#notices.hidden = true;
    this.#body.clear();
    this.#headers.clear();
    if (draft !== null) this.#code.show(codeFor(draft));
  }

  #showRun(run: Run, now: number): void {
    setText(this.#title, runTitle(run, this.#origin));
    this.#title.classList.add('of-run');
    setText(this.#verdict, `${interfaceNames[run.draft.interface]}: ${verdict(run)}`);
    this.#verdict.dataset.state = run.state;
    const part = progress(run);
    this.#progress.hidden = run.state !== 'running';
    if (part === null) this.#progress.removeAttribute('value');
    else this.#progress.value = part;
    setIdle(this.#cancel, run.state !== 'running');
    this.#failure.hidden = run.failure === null;
    setText(this.#failure, run.failure ?? '');
    this.#notices.hidden = run.notices.length === 0;
    if (this.#notices.childElementCount !== run.notices.length) {
      this.#notices.replaceChildren(...run.notices.map((notice) => element('li', {}, notice)));
    }
    this.#path.show(run, now);
    this.#body.show(run);
    this.#headers.show(run);
    this.#code.show(codeFor(run.draft));
  }
}

/** Leaves a text alone that is right already, so that a selection in it stays. */
function setText(place: HTMLElement, text: string): void {
  if (place.textContent !== text) place.textContent = text;
}
