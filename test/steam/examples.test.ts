/** The examples run by themselves, end by themselves, and print what they promise. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';

const run = promisify(execFile);

const promises: Readonly<Record<string, readonly RegExp[]>> = {
  'steam-game-loop': [/three of them at a time/, /"contents of \/map\.json"/, /chat\?hello[^]*bonus\.bin/],
  'steam-streamed-download': [/announces 67108864 bytes/, /100 %/, /the file has 67108864 bytes/],
  'steam-post-form': [/player=Zo%C3%AB&level=The%20Old%20Mill&score=41200/, /\{"player":"Zoë","score":41200\}/],
  'steam-await': [/200 \{"news"/, /404 there is no such page/, /3 more/, /GET http.*\/slow: .*200 ms/],
};

describe('the examples of Steam', { concurrency: true }, () => {
  for (const [name, lines] of Object.entries(promises)) {
    it(`examples/${name}.mjs`, async () => {
      const { stdout, stderr } = await run(process.execPath, [`examples/${name}.mjs`], { timeout: 20_000 });
      assert.equal(stderr, '');
      for (const line of lines) assert.match(stdout, line);
    });
  }
});
