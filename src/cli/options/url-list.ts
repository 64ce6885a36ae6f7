/**
 * `-i FILE`: addresses from a file or from standard input, one a line. Blank lines and lines that begin with # are skipped.
 */
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { InvalidArgumentError } from 'commander';
import { Complaint, fileComplaint } from '../complaint.js';
import { ExitCode } from '../exit-code.js';
import { parseAddress } from './values.js';

/**
 * Reads the addresses.
 *
 * @param file - A path, or `-` for standard input.
 * @throws Complaint when it cannot be read, or with the line that is no address.
 */
export async function readUrlList(file: string, stdin: NodeJS.ReadableStream): Promise<string[]> {
  const lines = (await content(file, stdin)).split(/\r?\n/);
  return lines.flatMap((line, index) => {
    const address = line.trim();
    return address === '' || address.startsWith('#') ? [] : [addressOf(address, `${file}, line ${index + 1}`)];
  });
}

async function content(file: string, stdin: NodeJS.ReadableStream): Promise<string> {
  if (file === '-') return text(stdin);
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw fileComplaint(`-i ${file}`, 'the list of addresses cannot be read', error);
  }
}

function addressOf(address: string, place: string): string {
  try {
    return parseAddress(address);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new Complaint(place, `"${address}" is no address`, 'one http or https address a line', ExitCode.USAGE);
  }
}
