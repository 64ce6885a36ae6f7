/**
 * Known weaknesses of the dependencies, those that users get and those of the tools. A registry that answers no audits is
 * said, and is no failure.
 */
import { spawnSync } from 'node:child_process';

interface Audit {
  readonly error?: { readonly summary?: string };
  readonly message?: string;
  readonly metadata?: { readonly vulnerabilities: Readonly<Record<string, number>> };
}

const { stdout } = spawnSync('npm', ['audit', '--json'], { encoding: 'utf8' });
const { error, message, metadata } = JSON.parse(stdout) as Audit;
if (metadata === undefined) {
  console.log(`not audited: ${message ?? error?.summary ?? 'the registry answers no audits'}`);
  process.exit(0);
}
const found = Object.entries(metadata.vulnerabilities).filter(([severity, count]) => severity !== 'total' && count > 0);
console.log(found.length === 0 ? 'no known weaknesses' : found.map(([severity, n]) => `${n} ${severity}`).join(', '));
if (found.length > 0) console.error(spawnSync('npm', ['audit'], { encoding: 'utf8' }).stdout);
process.exit(found.length === 0 ? 0 : 1);
