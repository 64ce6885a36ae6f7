import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import { readCommandLine, type Request } from '../../bench/command-line.js';
import { peerNames } from '../../bench/peers/peer.js';
import { workloads } from '../../bench/workloads/index.js';

function read(...args: readonly string[]): Request {
  const request = readCommandLine(args, '/somewhere');
  assert.ok(!('notice' in request));
  return request;
}

describe('the arguments of the benchmarks', () => {
  it('without any: everything, in five rounds', () => {
    const request = read();
    assert.equal(request.workloads, workloads);
    assert.equal(request.peers, peerNames);
    assert.equal(request.rounds, 5);
    assert.equal(request.scale, 'full');
  });

  it('choose workloads and peers by name, in the order given', () => {
    const request = read('polls', 'download', '--peer', 'undici', '--peer', 'got', '--rounds', '7');
    assert.deepEqual(
      request.workloads.map(({ name }) => name),
      ['polls', 'download'],
    );
    assert.deepEqual(request.peers, ['undici', 'got']);
    assert.equal(request.rounds, 7);
  });

  it('take paths from where the command was called', () => {
    const { json, markdown, from, profiles } = read('--json', 'a.json', '--from', '/b.json', '--profile', '../c');
    assert.deepEqual(
      [json, markdown, from, profiles],
      [resolve('/somewhere/a.json'), null, resolve('/b.json'), resolve('/c')],
    );
  });

  it('make one round of a quick run, whatever else they say', () => {
    const { scale, rounds } = read('--quick', '--rounds', '9');
    assert.deepEqual([scale, rounds], ['quick', 1]);
  });

  for (const [what, args, complaint] of [
    ['an unknown workload', ['download', 'uplod'], /there is no workload "uplod"; known: .*upload/],
    ['an unknown peer', ['--peer', 'axios'], /there is no peer "axios"; known: .*undici/],
    ['no number of rounds', ['--rounds', 'many'], /--rounds takes a whole number from 1, not "many"/],
    ['too few rounds', ['--rounds', '0'], /--rounds takes/],
    ['an unknown option', ['--fast'], /--fast/],
    ['documents from a quick run', ['--quick', '--update-docs'], /--update-docs wants all/],
    ['documents from fewer than five rounds', ['--rounds', '4', '--update-docs'], /--update-docs wants all/],
    ['documents from a part of the workloads', ['polls', '--update-docs'], /--update-docs wants all/],
    ['documents from a part of the peers', ['--peer', 'curl', '--update-docs'], /--update-docs wants all/],
  ] as const) {
    it(`are refused: ${what}`, () => {
      assert.throws(() => readCommandLine(args, '/somewhere'), complaint);
    });
  }
});
