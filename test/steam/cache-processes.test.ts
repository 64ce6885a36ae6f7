/** Several programs at a time with one cache directory: nobody is given the body of another response. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { marking } from './marked-bodies.js';
import { withServer } from './platforms.js';

interface Outcome {
  readonly uses: Record<string, number>;
  readonly problems: readonly string[];
}

const program = fileURLToPath(new URL('../programs/shares-cache.js', import.meta.url));

it('programs that share a cache directory, and die: bodies go with their heads', { timeout: 60_000 }, async () => {
  const directory = mkdtempSync(join(tmpdir(), 'tickwire-shared-'));
  const children: ChildProcess[] = [];
  try {
    await withServer(marking(), async (url) => {
      /** Starts a program; `ends` has what it said at last. */
      const start = (seed: number, count: number): { child: ChildProcess; ends: Promise<string> } => {
        const args = [program, url, directory, String(seed), String(count)];
        const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
        children.push(child);
        let said = '';
        child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
        return { child, ends: once(child, 'close').then(() => said.trim().split('\n').at(-1) ?? '') };
      };
      const running = [1, 2, 3].map((seed) => start(seed, 300));
      for (const seed of [4, 5, 6]) {
        const { child, ends } = start(seed, 200);
        await once(child.stdout!, 'data');
        child.kill('SIGKILL');
        assert.equal(await ends, 'half');
      }
      const outcomes = await Promise.all(running.map(async ({ ends }) => JSON.parse(await ends) as Outcome));
      outcomes.push(JSON.parse(await start(7, 100).ends) as Outcome);
      for (const { problems } of outcomes) assert.deepEqual(problems, []);
      for (const use of ['miss', 'hit', 'revalidated', 'offline']) {
        assert.ok(
          outcomes.some(({ uses }) => uses[use]! > 0),
          use,
        );
      }
      assert.ok(outcomes.at(-1)!.uses.hit! > 0, 'what the dead have left is of use');
    });
  } finally {
    for (const child of children) child.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  }
});
