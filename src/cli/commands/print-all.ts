/**
 * What get and request do once they know what is to be requested: send, print, draw, and let go of everything.
 */
import { openSession } from '../exchange/open-session.js';
import { ExitCode } from '../exit-code.js';
import { checkCombinations } from '../options/combinations.js';
import { checkMethod, plannedHeaders, planFor } from '../options/plan.js';
import { hasBody, readBody, type BodyFlags } from '../options/request-body.js';
import type { RequestFlags } from '../options/request-options.js';
import { OrderedOutput } from '../output/ordered-output.js';
import { printResponses, type PrintTask } from '../output/print-responses.js';
import { quietObserver, verboseObserver } from '../output/verbose.js';
import { writePictures } from '../pictures/pictures.js';
import type { Surroundings } from '../surroundings.js';
import { isTerminal } from '../terminal.js';

/** The options of get and request. */
export interface PrintFlags extends RequestFlags, BodyFlags {
  readonly output?: string;
  readonly include?: true;
  readonly fail?: true;
}

/** One request. */
export interface PrintRequest {
  readonly method: string;
  readonly url: string;
  readonly body: BodyFlags;
  /** Where its body goes, or null for standard output. */
  readonly file: string | null;
}

/**
 * Sends the requests and prints the responses.
 *
 * @param typed - Whether an option was given, and not only its default.
 * @returns The exit code.
 */
export async function printAll(
  requests: readonly PrintRequest[],
  flags: PrintFlags & { readonly parallel: number; readonly heads: boolean },
  typed: (option: string) => boolean,
  around: Surroundings,
): Promise<ExitCode> {
  const { stdin, stdout, stderr, env, signal } = around;
  checkCombinations(flags.interface, typed);
  const withBody = requests.some(({ body }) => hasBody(body));
  const { headers, userAgent, contentType } = plannedHeaders(flags, withBody);
  const body = withBody ? await readBody(requests[0]!.body, contentType, stdin) : null;
  for (const { method } of requests) checkMethod(method, body, flags.interface);
  const tasks = requests.map(({ method, url, file }): PrintTask => ({
    plan: planFor(method, url, headers, body, flags),
    file,
  }));

  const say = (line: string): void => void stderr.write(`${line}\n`);
  const output = new OrderedOutput(stdout, signal);
  const observer = flags.verbose === true ? verboseObserver(say) : quietObserver;
  const complain = flags.silent === true && flags.showError !== true ? (): void => undefined : say;
  const { parallel } = flags;
  const session = await openSession({ flags, userAgent, parallel, gates: [output], observer, warn: complain }, around);
  try {
    const options = {
      parallel,
      heads: flags.heads,
      fail: flags.fail === true,
      json: flags.json === true,
      terminal: isTerminal(stdout, env),
      complain,
    };
    const codes = await printResponses(tasks, options, session, output);
    writePictures(flags, session.exchanges);
    await output.flushed();
    return codes.find((code) => code !== ExitCode.OK) ?? ExitCode.OK;
  } finally {
    await session.close();
  }
}
