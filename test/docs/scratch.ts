/** A folder in which a program or command of the pages runs, with the files that they speak of. */
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { DocSite } from './doc-site.js';

/** @returns The folder's path; below `parent`, which is made. */
export function makeScratch(parent: string, { authority, toReal }: DocSite): string {
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'run-'));
  const files: Readonly<Record<string, string>> = {
    'score.json': '{"player":"ada","score":41200}',
    'links.html': '<a href="http://localhost:8080/one.txt">one</a> <a href="http://localhost:8080/two.txt">two</a>',
    'certificates/game-ca.crt': authority,
    // The command as an installation has it.
    'bin/tickwire': `#!/bin/sh\nexec ${JSON.stringify(process.execPath)} ${JSON.stringify(resolve('dist/cli/main.js'))} "$@"\n`,
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), toReal(text));
  }
  chmodSync(join(folder, 'bin/tickwire'), 0o755);
  return folder;
}
