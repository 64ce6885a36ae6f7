/** Files of the project, found from where this file is compiled to: build/bench. */
import { fileURLToPath } from 'node:url';

/** @param path - From the root of the project. */
export function projectFile(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}
