/**
 * One download: the requests it takes, the part file it fills, and the name it gets in the end.
 *
 * Attempts follow each other (after a failure with --retry, or because a response does not fit the part file), each
 * going on where the part file ends as far as resume.ts allows. Every way out leaves either the whole file under its name
 * or a part file that `-c` can go on with.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Complaint, fileComplaint } from '../complaint.js';
import {
  shownUrl,
  type Exchange,
  type ExchangeListener,
  type RequestPlan,
  type ResponseHead,
} from '../exchange/exchange.js';
import { failureComplaint, responseComplaint } from '../exchange/outcome.js';
import type { Session } from '../exchange/session.js';
import { ExitCode } from '../exit-code.js';
import type { FileProgress } from '../progress/progress.js';
import { bytesText } from '../quantity.js';
import { PartFile } from './part-file.js';
import { noteOf, resumeFields, verdictOn, type Verdict } from './resume.js';

/** What to download, and where to. */
export interface DownloadTask {
  readonly plan: RequestPlan;
  readonly target: string;
  /** Go on with a part file, and leave a file that is there alone. */
  readonly resume: boolean;
  /** Replace a file that is there. */
  readonly overwrite: boolean;
  /** Another download of this command is saved there. */
  readonly taken: boolean;
}

/** How a download ended. */
export interface DownloadResult {
  /** `there already` when nothing had to be done. */
  readonly outcome: 'done' | 'there already';
  /** The size of the file, when it was downloaded. */
  readonly size: number;
  /** How many bytes of it were there before. */
  readonly resumedFrom: number;
}

/** How often a response may not fit the part file before that counts as the server's fault. */
const FRESH_STARTS = 2;

/** One download. */
export class Download implements ExchangeListener {
  readonly #task: DownloadTask;
  readonly #session: Session;
  readonly #progress: FileProgress;
  readonly #part: PartFile;
  readonly #asked: string;
  /** What was asked for by Range in the present request: the size of the part file then. */
  #askedFrom = 0;
  #verdict: Verdict = 'nothing';
  /** Whether the part file is ours: one that was refused is not. */
  #opened = false;
  #exchange: Exchange | null = null;

  constructor(task: DownloadTask, session: Session, progress: FileProgress) {
    this.#task = task;
    this.#session = session;
    this.#progress = progress;
    this.#part = new PartFile(task.target);
    this.#asked = `download of ${shownUrl(task.plan.url)}`;
  }

  /** The last exchange, however it ended; null when there was none. */
  get exchange(): Exchange | null {
    return this.#exchange;
  }

  /** The part file, when one stayed behind: for telling how to go on. */
  get leftBehind(): string | null {
    return this.#opened && this.#part.exists() ? `${this.#part.path} (${bytesText(this.#part.size)})` : null;
  }

  /**
   * Downloads.
   *
   * @throws Complaint when it cannot be had; the Interruption when the run is cut short.
   */
  async run(): Promise<DownloadResult> {
    if (this.#task.taken) {
      const happened = `another of these addresses is saved as ${this.#task.target} already`;
      throw new Complaint(this.#asked, happened, 'a command of its own with -o', ExitCode.FILE);
    }
    if (this.#task.resume && existsSync(this.#task.target)) {
      return { outcome: 'there already', size: 0, resumedFrom: 0 };
    }
    this.#open();
    const resumedFrom = this.#part.size;
    try {
      const exchange = await this.#session.withRetries(
        () => this.#attempt(),
        (_exchange, words) => {
          this.#progress.waiting(words);
          return true;
        },
      );
      const complaint = failureComplaint(exchange) ?? this.#refusal(exchange);
      if (complaint !== null) throw complaint;
      this.#finish();
      return { outcome: 'done', size: this.#part.size, resumedFrom };
    } finally {
      this.#part.close();
    }
  }

  head(head: ResponseHead): void {
    this.#verdict = verdictOn(head, this.#askedFrom, this.#part.note);
    if (this.#verdict === 'start over' && this.#part.size > 0) this.#progress.waiting('from the beginning');
    if (this.#verdict === 'start over')
      this.#write(() => {
        this.#part.begin(noteOf(head));
      });
    const whole = this.#verdict === 'start over' || this.#verdict === 'append';
    if (whole) this.#progress.size(this.#part.size, this.#part.note?.size ?? null);
  }

  body(bytes: Uint8Array): void {
    if (this.#verdict !== 'start over' && this.#verdict !== 'append') return;
    const before = this.#part.size;
    try {
      this.#write(() => {
        this.#part.append(bytes);
      });
    } finally {
      // A full disk takes some of them.
      this.#progress.took(this.#part.size - before);
    }
  }

  /** Looks at what is there before anything is asked, so that nothing is downloaded in vain. */
  #open(): void {
    const { target, resume, overwrite } = this.#task;
    const refuse = (file: string, remedy: string): never => {
      throw new Complaint(this.#asked, `${file} is there already`, remedy, ExitCode.FILE);
    };
    if (existsSync(target) && !overwrite) refuse(target, 'another place with -o, or -O to replace it');
    if (this.#part.exists() && overwrite && !resume) this.#part.remove();
    if (this.#part.exists() && !resume) refuse(this.#part.path, '-c to go on with it, or -O to begin anew');
    this.#write(() => {
      mkdirSync(dirname(target), { recursive: true });
      if (this.#part.exists()) this.#part.reopen();
    });
    this.#opened = true;
  }

  /** One request, and another one when its response does not continue the part file. */
  async #attempt(): Promise<Exchange> {
    for (let starts = 0; ; starts++) {
      const fields = starts === 0 ? resumeFields(this.#part.size, this.#part.note) : null;
      this.#askedFrom = fields === null ? 0 : this.#part.size;
      this.#verdict = 'nothing';
      const plan = { ...this.#task.plan, headers: [...this.#task.plan.headers, ...(fields ?? [])] };
      const exchange = await this.#session.exchange(plan, this);
      this.#exchange = exchange;
      // The verdict was changed by head(), which the compiler cannot see.
      if ((this.#verdict as Verdict) !== 'ask for all' || starts === FRESH_STARTS - 1) return exchange;
    }
  }

  /** Why a response that came whole is not the file, or null. */
  #refusal(exchange: Exchange): Complaint | null {
    if (this.#verdict === 'ask for all' || this.#verdict === 'nothing') return responseComplaint(exchange);
    const { size, note } = this.#part;
    const whole = note?.size ?? size;
    if (size === whole) return null;
    const happened = `${size} bytes came, but the whole has ${whole}`;
    return new Complaint(this.#asked, happened, 'begin anew with -O', ExitCode.NETWORK);
  }

  #finish(): void {
    this.#write(() => {
      this.#part.complete(this.#task.overwrite);
    }, `${this.#task.target} appeared meanwhile`);
  }

  /** Does something with files. @param taken - What it means when a name is taken. */
  #write(deed: () => void, taken?: string): void {
    try {
      deed();
    } catch (error) {
      const exists = (error as NodeJS.ErrnoException).code === 'EEXIST';
      const happened = exists && taken !== undefined ? taken : `${this.#part.path} cannot be written`;
      throw fileComplaint(this.#asked, happened, error);
    }
  }
}
