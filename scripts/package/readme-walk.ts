/**
 * The programs of README.md, copied into the project of a stranger who installed the package: they run there, and print
 * what it says.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type { DocSite } from '../../test/docs/doc-site.js';
import { blocksIn } from '../../test/docs/pages.js';
import { assertPrinted, run } from '../../test/docs/running.js';

/**
 * @param folder - The project.
 * @returns What does not work.
 */
export async function walkReadme(folder: string, site: DocSite): Promise<string[]> {
  const faults: string[] = [];
  const blocks = blocksIn('ts').filter(({ place, remark }) => place.startsWith('README.md:') && remark === '');
  for (const [i, { place, text, prints }] of blocks.entries()) {
    const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
    const { outputText } = ts.transpileModule(site.toReal(text), { compilerOptions });
    writeFileSync(join(folder, `readme-${i}.mjs`), outputText);
    const { code, output, complaints } = await run([process.execPath, `readme-${i}.mjs`], folder);
    try {
      if (code !== 0 || complaints !== '') throw new Error(`exit code ${code}: ${complaints}`);
      if (prints === null) throw new Error('it does not say what it prints');
      assertPrinted(site.fromReal(output), prints);
    } catch (error) {
      faults.push(`${place}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  console.log(`${blocks.length} programs of README.md run in an empty project`);
  return blocks.length < 2 ? [...faults, 'README.md has no program for each interface'] : faults;
}
