/** Both runners, with the library in Node, against the samples of the page's server. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { elsewhere } from '../../playground/server/routes.js';
import { listen, type Listening } from '../../playground/server/listening.js';
import { plainDraft, type Interface, type RequestDraft } from '../../playground/page/request/draft.js';
import { sampleDraft, samplesFor } from '../../playground/page/request/samples.js';
import { HttpClientRunner } from '../../playground/page/runs/http-client-runner.js';
import { RunList } from '../../playground/page/runs/run-list.js';
import { outcomeWord, progress, runSentence, verdict } from '../../playground/page/runs/run-words.js';
import type { Run } from '../../playground/page/runs/run.js';
import { SteamRunner } from '../../playground/page/runs/steam-runner.js';
import { WarningDesk } from '../../playground/page/runs/warning-desk.js';
import { until } from '../support/polling.js';
import { parseUrl } from '#src/parse-url.js';

const now = (): number => performance.now();
const warnings = new WarningDesk();
let ended: Run[] = [];
const list = new RunList(
  { godot: new HttpClientRunner(warnings, now), steam: new SteamRunner(warnings, now) },
  now,
  (run) => ended.push(run),
);
let server: Listening;
let origin: string;

before(async () => {
  server = await listen(0, elsewhere());
  origin = `http://127.0.0.1:${server.port}`;
});

after(() => server.close());

async function allDone(): Promise<void> {
  await until('running requests', () => {
    list.advance(now() + 4);
    return list.running === 0 ? true : undefined;
  });
}

async function play(via: Interface, changes: Partial<RequestDraft> & { url: string }): Promise<Run> {
  list.start({ ...plainDraft(changes.url), interface: via, ...changes });
  const run = list.selected;
  assert.ok(run !== null);
  await allDone();
  return run;
}

const bodyOf = (run: Run): string => new TextDecoder().decode(run.body.bytes());

function assertGapless(run: Run): void {
  assert.equal(run.steps[0]?.from !== undefined && run.steps[0].from >= run.began, true);
  for (const [index, step] of run.steps.entries()) {
    assert.ok(step.to !== null && step.to >= step.from, `${step.name} has no end`);
    const next = run.steps[index + 1];
    if (next !== undefined) assert.equal(next.from, step.to);
  }
  assert.equal(run.steps.at(-1)?.kind, 'end');
}

for (const via of ['godot', 'steam'] as const) {
  describe(`a run through ${via}`, () => {
    it('shows answer, headers and body', async () => {
      const run = await play(via, { url: `${origin}/samples/json` });
      assert.deepEqual([run.state, run.status, run.failure, run.notices], ['succeeded', 200, null, []]);
      assert.equal(run.header('CONTENT-type'), 'application/json');
      assert.match(bodyOf(run), /^\{"season":7/);
      assert.equal(progress(run), 1);
      assert.match(verdict(run), /^200, 2\d\d B in /);
      assertGapless(run);
    });

    it('counts a body whose length was told', async () => {
      const run = await play(via, { url: `${origin}/samples/download?bytes=6000000&rate=1000000000` });
      assert.deepEqual([run.state, run.received, run.announcedSize], ['succeeded', 6_000_000, 6_000_000]);
      assert.equal(run.body.cut, true);
      assert.equal(run.body.bytes().length, 4 * 1024 * 1024);
    });

    it('takes a chunked body, whose length nobody knows', async () => {
      const run = await play(via, { url: `${origin}/samples/slow?lines=3&gap=5` });
      assert.deepEqual([run.state, bodyOf(run)], ['succeeded', 'Line 1 of 3\nLine 2 of 3\nLine 3 of 3\n']);
      assert.equal(run.announcedSize, null);
    });

    it('takes an error of the server for an answer', async () => {
      const run = await play(via, { url: `${origin}/samples/error` });
      assert.deepEqual([run.state, outcomeWord(run)], ['succeeded', '500']);
    });

    it('says why it failed when the connection breaks', async () => {
      const run = await play(via, { url: `${origin}/samples/reset` });
      assert.deepEqual([run.state, run.status, outcomeWord(run)], ['failed', 200, 'failed']);
      assert.ok((run.failure ?? '').length > 20);
      assert.ok(!run.notices.includes(run.failure ?? ''));
      assert.match(verdict(run), /^failed after .*, with status 200$/);
      assertGapless(run);
    });

    it('says why it failed when nobody listens', async () => {
      const other = await listen(0, elsewhere());
      await other.close();
      const run = await play(via, { url: `http://127.0.0.1:${other.port}/` });
      assert.deepEqual([run.state, run.status], ['failed', 0]);
      assert.ok((run.failure ?? '').length > 20);
    });

    it('sends parameters as a form, a body and headers', async () => {
      const form = await play(via, {
        url: `${origin}/samples/echo`,
        method: 'POST',
        parameters: [
          { name: 'player', value: 'Zoë' },
          { name: 'season', value: '7' },
        ],
      });
      assert.equal(bodyOf(form), 'player=Zo%C3%AB&season=7');
      const body = await play(via, { url: `${origin}/samples/echo`, method: 'PUT', body: 'Zoë', bodyType: 'text/x-a' });
      assert.deepEqual([bodyOf(body), body.header('content-type')], ['Zoë', 'text/x-a']);
      const query = await play(via, {
        url: `${origin}/samples/mirror?a=b`,
        headers: [{ name: 'X-Note', value: 'hello' }],
        parameters: [{ name: 'c', value: 'd e' }],
      });
      const mirrored = JSON.parse(bodyOf(query)) as { url: string; headers: Record<string, string> };
      assert.deepEqual([mirrored.url, mirrored.headers['x-note']], ['/samples/mirror?a=b&c=d%20e', 'hello']);
    });

    it('has no body for HEAD', async () => {
      const run = await play(via, { url: `${origin}/samples/json`, method: 'HEAD' });
      assert.deepEqual([run.state, run.status, run.received], ['succeeded', 200, 0]);
      assertGapless(run);
    });

    it('is cancelled, and nothing comes any more', () => {
      list.start({ ...plainDraft(`${origin}/samples/stall`), interface: via });
      const run = list.selected!;
      list.advance(now() + 4);
      assert.equal(verdict(run), 'under way');
      list.cancel(run);
      assert.deepEqual([run.state, list.running, outcomeWord(run)], ['cancelled', 0, 'cancelled']);
      const { version } = run;
      list.cancel(run);
      list.advance(now() + 4);
      assert.equal(run.version, version);
      assertGapless(run);
    });
  });
}

describe('a run through HTTPClient', () => {
  it('has the statuses as its steps', async () => {
    const run = await play('godot', { url: `${origin.replace('127.0.0.1', 'localhost')}/samples/slow?lines=3&gap=40` });
    assert.deepEqual(
      run.steps.map(({ name }) => name),
      ['RESOLVING', 'CONNECTING', 'CONNECTED', 'REQUESTING', 'BODY', 'CONNECTED'].filter((name) =>
        run.steps.some((step) => step.name === name),
      ),
    );
    assert.deepEqual(
      run.steps.slice(-3).map(({ name, kind }) => [name, kind]),
      [
        ['REQUESTING', 'wait'],
        ['BODY', 'body'],
        ['CONNECTED', 'end'],
      ],
    );
  });

  it('shows the reason when a call is refused', async () => {
    const run = await play('godot', { url: `${origin}/`, headers: [{ name: 'X', value: 'a\r\nInjected: yes' }] });
    assert.equal(run.state, 'failed');
    assert.match(run.failure ?? '', /^HTTPClient\.request: /);
  });
});

describe('a run through Steam', () => {
  it('has its queue, its signals and its completion as steps', async () => {
    const run = await play('steam', { url: `${origin}/samples/slow?lines=3&gap=40` });
    const names = run.steps.map(({ name }) => name.replace(/\d+/, 'N')).filter((name) => name !== 'connecting');
    assert.deepEqual(names, ['queued', 'sent', 'headers', 'data × N', 'completed']);
  });

  it('gives the whole body when it is not streamed', async () => {
    const run = await play('steam', { url: `${origin}/samples/hello`, streaming: false });
    assert.match(bodyOf(run), /^Hello/);
    assertGapless(run);
  });

  it('ends with its timeout', async () => {
    const run = await play('steam', { url: `${origin}/samples/stall`, absoluteTimeout: 30 });
    assert.deepEqual([run.state, run.status], ['failed', 0]);
    assert.match(run.failure ?? '', /30 ms|0\.03 s|time/i);
  });

  it('tells what was refused, and goes without it', async () => {
    const run = await play('steam', {
      url: `${origin}/samples/mirror`,
      headers: [{ name: 'User-Agent', value: 'me' }],
      body: 'no body with GET',
    });
    assert.equal(run.state, 'succeeded');
    assert.equal(run.notices.length, 2);
    assert.match(run.notices.join('\n'), /User-Agent[^]*setHTTPRequestRawPostBody/);
  });

  it('follows redirects', async () => {
    const run = await play('steam', { url: `${origin}/samples/redirect?times=3` });
    assert.equal(run.state, 'succeeded');
    assert.equal(run.steps[0]?.name, 'sent, 3 redirects');
  });
});

describe('the list of runs', () => {
  it('runs several at once, selects the first, tells of each end, and changes its version', async () => {
    list.clear();
    ended = [];
    const { version } = list;
    list.start({ ...plainDraft(`${origin}/samples/hello`), interface: 'steam' }, 8);
    assert.deepEqual([list.runs.length, list.running, list.selected === list.runs[0]], [8, 8, true]);
    await allDone();
    assert.equal(ended.length, 8);
    assert.ok(list.version > version);
    assert.match(runSentence(ended[0]!, origin), /^GET \/samples\/hello with Steam: 200, \d+ B in /);
  });

  it('cancels all, and forgets what is over', () => {
    list.start(plainDraft(`${origin}/samples/stall`), 3);
    list.clear();
    assert.equal(list.runs.length, 3);
    list.cancelAll();
    assert.equal(list.running, 0);
    list.clear();
    assert.deepEqual([list.runs.length, list.selected], [0, null]);
  });

  it('does not grow without end', () => {
    for (let count = 0; count < 30; count++) {
      list.start(plainDraft(`${origin}/samples/stall`), 10);
      list.cancelAll();
    }
    assert.ok(list.runs.length <= 210, String(list.runs.length));
    list.clear();
  });
});

describe('the samples', () => {
  it('are complete requests of either interface', () => {
    const present = plainDraft('http://example.com/');
    for (const sample of samplesFor('http://a', 'http://b')) {
      const draft = sampleDraft(sample, { ...present, interface: 'steam', body: 'left over' });
      assert.equal(draft.interface, 'steam', sample.name);
      assert.ok(parseUrl(draft.url) !== null, sample.name);
      assert.notEqual(draft.body, 'left over', sample.name);
    }
  });
});
