/** Makes a tarball of a folder as npm would publish it, and says what is in it. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

export interface Packed {
  /** The tarball's path. */
  readonly tarball: string;
  /** What is in it. */
  readonly paths: readonly string[];
  /** Bytes of the tarball. */
  readonly size: number;
}

/** What `npm pack --json` prints, as far as it is needed. */
interface PackReport {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

/** Packs the package in `folder` into `destination`. */
export function pack(folder: string, destination: string): Packed {
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', destination];
  const printed = execFileSync('npm', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const [report] = JSON.parse(printed) as [PackReport];
  return {
    tarball: join(destination, report.filename),
    paths: report.files.map(({ path }) => path),
    size: report.size,
  };
}
