/** The command `npm run bench -- …` as a process of its own. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Results } from '../../bench/results.js';
import { nginxMissing } from '../interop/nginx.js';

const main = fileURLToPath(new URL('../../bench/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tickwire-bench-test-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

const bench = (...args: readonly string[]) =>
  spawnSync(process.execPath, [main, ...args], {
    encoding: 'utf8',
    timeout: 50_000,
    env: { ...process.env, INIT_CWD: folder },
  });

describe('the command for benchmarks', () => {
  it('says what it does not know, and ends with code 1', () => {
    const { status, stderr } = bench('no-such-workload');
    assert.match(stderr, /^there is no workload "no-such-workload"; known: frame-loop, /);
    assert.equal(status, 1);
  });

  it('lists workloads and peers', () => {
    const { status, stdout } = bench('--list');
    assert.match(stdout, /^ {2}small-gets +Small GETs$/m);
    assert.match(stdout, /^peers: tickwire Steam, .*curl$/m);
    assert.equal(status, 0);
  });

  it('measures, prints the report and writes the results', { skip: nginxMissing() ?? false }, () => {
    const { status, stdout, stderr } = bench(
      'polls',
      '--quick',
      '--checkout',
      '--peer',
      'tickwire HTTPClient',
      '--json',
      'polls.json',
    );
    assert.equal(status, 0, stderr);
    assert.match(stdout, /A quick run/);
    assert.match(stdout, /### Polls of 1,000 idle clients/);
    const results = JSON.parse(readFileSync(join(folder, 'polls.json'), 'utf8')) as Results;
    assert.equal(results.scale, 'quick');
    assert.ok(results.machine.cores > 0);
    assert.match(results.machine.versions['Node.js'] ?? '', /^\d+\.\d+\.\d+$/);
    assert.deepEqual(
      results.workloads.map(({ name }) => name),
      ['polls'],
    );

    const refused = bench('--from', 'polls.json', '--update-docs');
    assert.match(refused.stderr, /--update-docs wants all workloads and peers in at least 5 rounds/);
    assert.equal(refused.status, 1);

    const again = bench('--from', 'polls.json', '--markdown', 'polls.md');
    assert.equal(again.status, 0, again.stderr);
    const [value] = results.workloads[0]!.variants[0]!.peers.map(({ outcome }) =>
      outcome.kind === 'measured' ? outcome.rounds[0]!.frame : null,
    );
    assert.ok(readFileSync(join(folder, 'polls.md'), 'utf8').includes(`**${value!.toFixed(2)}**`));
  });
});
