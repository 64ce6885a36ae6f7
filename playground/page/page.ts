/**
 * The playground: brings the form, the requests, the loop and the views together.
 */
import { RequestForm } from './builder/request-form.js';
import { DetailView } from './detail/detail-view.js';
import { byId, element, setIdle } from './element.js';
import { startFrameLoop } from './frames/frame-loop.js';
import { FrameView } from './frames/frame-view.js';
import { keepInAddress, draftInAddress } from './address-bar.js';
import { plainDraft, type RequestDraft } from './request/draft.js';
import { sampleDraft, samplesFor } from './request/samples.js';
import { HttpClientRunner } from './runs/http-client-runner.js';
import { RunList } from './runs/run-list.js';
import { runSentence } from './runs/run-words.js';
import { SteamRunner } from './runs/steam-runner.js';
import { WarningDesk } from './runs/warning-desk.js';
import { connectThemeSwitch } from './theme-switch.js';
import { WaterfallView } from './waterfall/waterfall-view.js';

/** Views are brought up to date this often, so that they do not cost the frames that they are to show. */
const SHOW_EVERY_MS = 100;

const { origin } = location;
const now = (): number => performance.now();
const announcements = byId('announcements', HTMLElement);

function announce(sentence: string): void {
  announcements.textContent = sentence;
}

const warnings = new WarningDesk();
const runs = new RunList(
  { godot: new HttpClientRunner(warnings, now), steam: new SteamRunner(warnings, now) },
  now,
  (run) => {
    announce(run.failure === null ? runSentence(run, origin) : `${runSentence(run, origin)}. ${run.failure}`);
  },
);

let present: RequestDraft | null = null;
const detailPlace = byId('detail', HTMLElement);
const form = new RequestForm(byId('request', HTMLFormElement), origin, { run: send, change: keep });
const frames = new FrameView(byId('frames-strip', HTMLCanvasElement), byId('frames-figures', HTMLElement));
const waterfall = new WaterfallView(byId('waterfall', HTMLElement), runs, origin, (run) => {
  runs.select(run);
  show();
});
const detail = new DetailView(detailPlace, origin, {
  cancel: (run) => {
    runs.cancel(run);
    show();
  },
  edit: (draft) => {
    form.show(draft);
    byId('request', HTMLFormElement).querySelector<HTMLElement>('input:checked')?.focus();
  },
  announce,
});

function send(draft: RequestDraft, times = 1): void {
  runs.start(draft, times);
  show();
  const below = detailPlace.getBoundingClientRect().top > innerHeight * 0.8;
  if (below) byId('waterfall', HTMLElement).scrollIntoView({ block: 'center' });
}

function keep(draft: RequestDraft | null): void {
  present = draft;
  if (draft !== null) keepInAddress(draft, origin);
  shown = -1;
}

let shown = -1;
let shownAt = -Infinity;

function show(): void {
  const time = now();
  shown = runs.version;
  shownAt = time;
  waterfall.show(time);
  detail.show(runs.selected, present, time);
  setIdle(byId('cancel-all', HTMLButtonElement), runs.running === 0);
  setIdle(byId('clear', HTMLButtonElement), runs.running === runs.runs.length);
}

function connectButtons(): void {
  const otherPort = document.querySelector<HTMLMetaElement>('meta[name=tickwire-other-port]')?.content ?? '';
  // The other name of the same machine, so that there is a name to resolve.
  const otherHost = location.hostname === '127.0.0.1' ? 'localhost' : location.hostname;
  const samples = samplesFor(origin, `${location.protocol}//${otherHost}:${otherPort}`);
  for (const sample of samples) {
    const button = element('button', { type: 'button', class: 'chip', title: sample.hint }, sample.name);
    button.addEventListener('click', () => {
      const draft = sampleDraft(sample, present ?? plainDraft(`${origin}/`));
      form.show(draft);
      send(draft, sample.times);
    });
    byId('samples', HTMLElement).append(button);
  }
  byId('cancel-all', HTMLButtonElement).addEventListener('click', () => {
    runs.cancelAll();
    show();
  });
  byId('clear', HTMLButtonElement).addEventListener('click', () => {
    runs.clear();
    show();
  });
  connectThemeSwitch(byId('theme', HTMLFieldSetElement), () => {
    frames.recolour();
  });
}

function showDraft(): void {
  form.show(draftInAddress(origin) ?? plainDraft(`${origin}/samples/json`));
}

connectButtons();
showDraft();
addEventListener('hashchange', showDraft);
startFrameLoop({
  library: (deadline) => {
    runs.advance(deadline);
  },
  gameWork: () => Number(byId('game-work', HTMLSelectElement).value),
  measured: (frame) => {
    frames.add(frame, now());
  },
  show: () => {
    const changed = runs.running > 0 || runs.version !== shown;
    if (changed && now() - shownAt >= SHOW_EVERY_MS) show();
  },
});
