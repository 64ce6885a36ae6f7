/**
 * The commands, the help that holds for all of them, and what a run of one comes to: an exit code.
 *
 * Here and in commands/ nothing large is imported that only a run needs: that is loaded when the command runs, so that help,
 * complaints and every other command come at once.
 */
import { Command, CommanderError } from 'commander';
import { version } from '../version.js';
import { demoCommand } from './commands/demo.js';
import { downloadCommand } from './commands/download.js';
import { getCommand } from './commands/get.js';
import { requestCommand } from './commands/request.js';
import { Complaint } from './complaint.js';
import { ExitCode, exitCodeHelp } from './exit-code.js';
import { interruptionOf } from './interruption.js';
import type { Surroundings } from './surroundings.js';
import type { OutputStream } from './terminal.js';

const examples = `
Examples:
  tickwire get https://example.com/
  tickwire get -i -H 'Accept: application/json' http://localhost:8080/scores
  tickwire request PUT http://localhost:8080/scores/ada -d @score.json -H 'Content-Type: application/json'
  tickwire download -P 4 -o maps/ http://localhost:8080/a.map http://localhost:8080/b.map
  tickwire download -c --limit-rate 2M http://localhost:8080/big.zip`;

/** Runs the command that the arguments name. Returns the exit code. */
export async function runCommandLine(around: Surroundings): Promise<number> {
  const { stdout, stderr, signal } = around;
  let code: number = ExitCode.OK;
  try {
    await program(around, (result) => (code = result)).parseAsync(around.argv, { from: 'user' });
  } catch (error) {
    if (interruptionOf(signal) === null) code = exitCodeOf(error, around);
  }
  await written(stdout, signal);
  const interruption = interruptionOf(signal);
  if (interruption === null || interruption.exitCode === ExitCode.OK) return code;
  // An interruption by the user needs no words of its own; an output that cannot be written does.
  if (interruption.exitCode === ExitCode.FILE) stderr.write(`tickwire: ${interruption.message}\n`);
  return interruption.exitCode;
}

/** Resolves when the stream has taken everything, or failed, or nobody waits any more. */
async function written(stream: OutputStream, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => {
      resolve();
    });
    stream.write('', () => {
      // The error of a write that failed, this one or an earlier one, is told right after its callback.
      setImmediate(resolve);
    });
  });
}

/** What ends a run early, as an exit code; what is no failure of the run is a bug, and thrown on. */
function exitCodeOf(error: unknown, { stderr }: Surroundings): number {
  if (error instanceof Complaint) {
    stderr.write(`${error.line}\n`);
    return error.exitCode;
  }
  // Help and version end that way too, with 0.
  if (error instanceof CommanderError) return error.exitCode;
  throw error;
}

function program(around: Surroundings, finish: (code: number) => void): Command {
  const root = new Command('tickwire')
    .description('HTTP from the terminal, by the library for programs that run in frames.')
    .version(version)
    .configureOutput({
      writeOut: (text) => around.stdout.write(text),
      writeErr: (text) => around.stderr.write(text),
    })
    .exitOverride()
    .helpCommand(false)
    .showHelpAfterError('(tickwire help [command] tells the rest)')
    .addHelpText('after', `${examples}\n\n${exitCodeHelp()}`);
  for (const command of [getCommand, requestCommand, downloadCommand, demoCommand]) {
    root.addCommand(command(around, finish).copyInheritedSettings(root));
  }
  return root.addCommand(helpCommand(root).copyInheritedSettings(root));
}

/** Commander's own answers a name that it does not know with all the help there is, and does not say why. */
function helpCommand(root: Command): Command {
  return new Command('help')
    .description('all options of a command')
    .argument('[command]')
    .action((name: string | undefined) => {
      if (name === undefined) root.help();
      const command = root.commands.find((candidate) => candidate.name() === name);
      if (command !== undefined) command.help();
      root.parse([name], { from: 'user' });
    });
}
