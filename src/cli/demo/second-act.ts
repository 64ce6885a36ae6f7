/**
 * The story of the demo's second act: what is said before, between and after the passes of steam-act.ts.
 */
import { bytesText, secondsText } from '../quantity.js';
import { failureLine } from './failure.js';
import { framesLine, frameTable, rowOf, transferTable } from './report.js';
import { SteamAct, type SteamActOptions, type SteamActSurroundings, type SteamPass } from './steam-act.js';
import type { SteamTransfer } from './steam-transfer.js';

/** What the story is given by its surroundings. */
export interface SecondActSurroundings extends SteamActSurroundings {
  /** Writes a line to the error output. */
  complain(line: string): void;
}

/** Plays and tells it. @returns The exit code: 0, or 2 when a transfer failed; 0 also when it was cut short. */
export async function playSecondAct(options: SteamActOptions, around: SecondActSurroundings): Promise<number> {
  const { screen, signal } = around;
  const isCutShort = (): boolean => signal.aborted;
  const act = new SteamAct(options, around);
  try {
    screen.line('');
    screen.line(
      'The same game with the Steam interface: eight downloads over four connections, a form, an urgent request.',
    );
    const first = await act.firstPass();
    if (isCutShort()) return 0;
    report(first, around);
    screen.line(urgentLine(first.transfers.at(-1)!));

    screen.line('');
    screen.line('The eight files again, which are in the cache now.');
    const second = await act.secondPass();
    if (isCutShort()) return 0;
    report(second, around);
    screen.line(cacheLine(first, second));
    return [...first.transfers, ...second.transfers].some(({ failure }) => failure !== null) ? 2 : 0;
  } finally {
    act.close();
  }
}

function report({ transfers, times }: SteamPass, { screen, complain }: SecondActSurroundings): void {
  screen.line('');
  const rows = transfers.map((transfer) => ({ ...rowOf(transfer), cache: transfer.cache }));
  for (const line of transferTable(rows, screen.style)) screen.line(line);
  screen.line('');
  screen.line(framesLine(times));
  for (const line of frameTable(times, screen.style, 'run_callbacks, per frame')) screen.line(line);
  screen.line('');
  for (const { request, failure } of transfers) {
    if (failure !== null) complain(failureLine(request, failure, []));
  }
}

function urgentLine({ request, place }: SteamTransfer): string {
  return `${request.url.pathname} was sent last, prioritized, and was number ${place} to complete.`;
}

/** What the cache saved: the time of the same files, once from the server and once not. */
function cacheLine(first: SteamPass, second: SteamPass): string {
  const files = second.transfers;
  const hits = files.filter(({ cache }) => cache === 'hit').length;
  const bytes = files.reduce((sum, { received }) => sum + received, 0);
  const before = secondsText(longest(first.transfers.slice(0, files.length)));
  return (
    `${hits} of ${files.length} files came from the cache: ${bytesText(bytes)} in ${secondsText(longest(files))} s, ` +
    `after ${before} s from the server.`
  );
}

function longest(transfers: readonly SteamTransfer[]): number {
  return Math.max(...transfers.map(({ elapsedMs }) => elapsedMs));
}
