/**
 * The package as a user gets it: puts it together, and looks at what is in it, what the ecosystem's linters say, what an
 * installation weighs, and whether it works there. Every fault is printed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDocSite } from '../../test/docs/doc-site.js';
import { checkBudget, install } from './installed.js';
import { lintTarball } from './linters.js';
import { pack } from './pack.js';
import { walkReadme } from './readme-walk.js';
import { PACKAGE, stage } from './stage.js';
import { checkUse } from './use.js';

const work = mkdtempSync(join(tmpdir(), 'tickwire-package-'));
process.on('exit', () => {
  rmSync(work, { recursive: true, force: true });
});

const needed = await stage(PACKAGE);
const { tarball, paths, size } = pack(PACKAGE, work);
console.log(`${paths.length} files, ${size} bytes packed`);

const site = await startDocSite();
const project = join(work, 'project');
const faults = [
  ...needed.filter((path) => !paths.includes(path)).map((path) => `${path} is not in the package`),
  ...lintTarball(tarball),
  ...checkBudget(project, install(project, tarball)),
  ...(await checkUse(project, site.toReal('http://127.0.0.1:8080'))),
  ...(await walkReadme(project, site)),
];
site.close();
for (const fault of faults) console.error(fault);
process.exit(faults.length === 0 ? 0 : 1);
