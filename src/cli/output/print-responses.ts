/**
 * The story of `tickwire get` and `tickwire request`: each response goes to standard output, or to a file, as it comes.
 */
import { Complaint } from '../complaint.js';
import {
  shownUrl,
  type Exchange,
  type ExchangeListener,
  type RequestPlan,
  type ResponseHead,
} from '../exchange/exchange.js';
import { failureComplaint, statusComplaint } from '../exchange/outcome.js';
import { responseHeadText } from '../exchange/head-text.js';
import { inParallel } from '../exchange/parallel.js';
import type { Session } from '../exchange/session.js';
import { ExitCode } from '../exit-code.js';
import { fileSink, KeptBody, outputSink, type BodySink } from './body-sink.js';
import { jsonLine } from './json.js';
import type { OrderedOutput, OutputLane } from './ordered-output.js';

/** A request and where its response is to go. */
export interface PrintTask {
  readonly plan: RequestPlan;
  /** A file, or null for standard output. */
  readonly file: string | null;
}

/** How responses are to be printed. */
export interface PrintOptions {
  readonly parallel: number;
  /** Print each response's head, before its body. */
  readonly heads: boolean;
  /** Take a 4xx or 5xx answer for a failure, and print nothing of it. */
  readonly fail: boolean;
  /** Print an object instead of the response. */
  readonly json: boolean;
  /** Whether standard output is a terminal. */
  readonly terminal: boolean;
  /** Writes a line to the error output. */
  complain(line: string): void;
}

/** Requests all and prints all. Returns the exit code of each. */
export function printResponses(
  tasks: readonly PrintTask[],
  options: PrintOptions,
  session: Session,
  output: OrderedOutput,
): Promise<ExitCode[]> {
  const lanes = tasks.map(() => output.lane());
  return inParallel(tasks, options.parallel, (task, index) => new Printing(task, options, lanes[index]!).run(session));
}

/** One of them. */
class Printing implements ExchangeListener {
  readonly #task: PrintTask;
  readonly #options: PrintOptions;
  readonly #lane: OutputLane;
  readonly #sink: BodySink;
  /** Nothing of the present response is wanted. */
  #unwanted = false;
  /** Something was written that cannot be taken back. */
  #written = false;
  #discards: (head: ResponseHead) => boolean = () => false;

  constructor(task: PrintTask, options: PrintOptions, lane: OutputLane) {
    this.#task = task;
    this.#options = options;
    this.#lane = lane;
    const asked = `${task.plan.method} ${shownUrl(task.plan.url)}`;
    if (task.file !== null) this.#sink = fileSink(task.file, asked);
    else this.#sink = options.json ? new KeptBody() : outputSink(lane, options.terminal, asked);
  }

  async run(session: Session): Promise<ExitCode> {
    try {
      const exchange = await session.withRetries(
        (attempt) => this.#attempt(session, attempt),
        (failed, words) => this.#repeating(failed, words),
      );
      if (this.#options.json) this.#lane.write(Buffer.from(`${this.#json(exchange)}\n`));
      const status = this.#options.fail ? statusComplaint(exchange) : null;
      return this.#ended(failureComplaint(exchange) ?? status);
    } catch (error) {
      if (!(error instanceof Complaint)) throw error;
      return this.#ended(error);
    } finally {
      this.#sink.close();
      this.#lane.end();
    }
  }

  head(head: ResponseHead): void {
    this.#unwanted = this.#discards(head) || (this.#options.fail && head.status >= 400);
    if (!this.#unwanted && this.#options.heads && !this.#options.json) this.#take(Buffer.from(responseHeadText(head)));
    // An empty body is a body: -o leaves an empty file.
    else if (!this.#unwanted) this.#take(new Uint8Array());
  }

  body(bytes: Uint8Array): void {
    if (!this.#unwanted) this.#take(bytes);
  }

  #attempt(session: Session, attempt: number): Promise<Exchange> {
    const { plan } = this.#task;
    this.#discards = (head) => session.discards(plan.method, head, attempt);
    return session.exchange(plan, this);
  }

  #take(bytes: Uint8Array): void {
    this.#sink.write(bytes);
    if (bytes.length > 0) this.#written = true;
  }

  /** What was printed cannot be taken back, so there is no second attempt after it. */
  #repeating(failed: Exchange, words: string): boolean {
    if (this.#written) return false;
    const complaint = failureComplaint(failed) ?? statusComplaint(failed);
    if (complaint !== null) this.#options.complain(`tickwire: ${complaint.asked}: ${complaint.happened}; ${words}`);
    return true;
  }

  #json(exchange: Exchange): string {
    if (this.#sink instanceof KeptBody) return jsonLine(exchange, { body: this.#sink.bytes() });
    return jsonLine(exchange, this.#task.file === null ? {} : { file: this.#task.file });
  }

  #ended(complaint: Complaint | null): ExitCode {
    if (complaint !== null) this.#options.complain(complaint.line);
    return complaint?.exitCode ?? ExitCode.OK;
  }
}
