import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Deadlines, type Timed } from '#src/requests/deadlines.js';
import { RankedHeap, type Ranked } from '#src/requests/ranked-heap.js';
import { ManualClock } from '../io/requests/manual-clock.js';

class Thing implements Timed {
  rank = 0;
  heapIndex = -1;
  constructor(
    readonly name: string,
    readonly onExpire: (thing: Thing, now: number) => void,
  ) {}
  expire(now: number): void {
    this.onExpire(this, now);
  }
}

describe('deadlines', () => {
  it('come in their order, each at its time, with one alarm set at a time', () => {
    const clock = new ManualClock();
    const deadlines = new Deadlines(clock);
    const log: string[] = [];
    const thing = (name: string): Thing => new Thing(name, (_, now) => log.push(`${name} ${now}`));
    deadlines.set(thing('late'), 1300);
    deadlines.set(thing('early'), 1100);
    deadlines.set(thing('middle'), 1200);
    assert.equal(clock.alarms, 1);
    clock.advance(150);
    assert.deepEqual(log, ['early 1100']);
    clock.advance(1000);
    assert.deepEqual(log, ['early 1100', 'middle 1200', 'late 1300']);
    assert.equal(deadlines.size, 0);
    assert.equal(clock.alarms, 0);
  });

  it('can be moved both ways and called off', () => {
    const clock = new ManualClock();
    const deadlines = new Deadlines(clock);
    const log: string[] = [];
    const [a, b, c] = ['a', 'b', 'c'].map((name) => new Thing(name, (_, now) => log.push(`${name} ${now}`))) as [
      Thing,
      Thing,
      Thing,
    ];
    deadlines.set(a, 1100);
    deadlines.set(b, 1200);
    deadlines.set(c, 1150);
    deadlines.set(a, 1400);
    deadlines.advance(b, 1300);
    deadlines.advance(b, 1050);
    deadlines.clear(c);
    clock.advance(1000);
    assert.deepEqual(log, ['b 1050', 'a 1400']);
  });

  it('can be set anew by whoever was told too early', () => {
    const clock = new ManualClock();
    const deadlines = new Deadlines(clock);
    let activity = 1080;
    let end = 0;
    const thing = new Thing('active', (self, now) => {
      if (activity + 100 > now) deadlines.set(self, activity + 100);
      else end = now;
    });
    deadlines.set(thing, 1100);
    clock.advance(130);
    assert.equal(end, 0);
    activity = 1120;
    clock.advance(1000);
    assert.equal(end, 1220);
  });

  it('stay in order whatever is put in and taken out', () => {
    const heap = new RankedHeap<Ranked>();
    const items: Ranked[] = [];
    let seed = 7;
    const random = (limit: number): number => {
      seed = (seed * 48271) % 2147483647;
      return seed % limit;
    };
    for (let i = 0; i < 5000; i++) {
      const choice = random(4);
      if (choice < 2 || items.length === 0) {
        const item: Ranked = { rank: 0, heapIndex: -1 };
        items.push(item);
        heap.set(item, random(1000));
      } else if (choice === 2) heap.set(items[random(items.length)]!, random(1000));
      else heap.delete(items.splice(random(items.length), 1)[0]!);
      assert.equal(heap.size, items.length);
      const lowest = Math.min(...items.map(({ rank }) => rank));
      if (items.length > 0) assert.equal(heap.first!.rank, lowest);
    }
    for (let last = -1, first = heap.first; first !== undefined; first = heap.first) {
      assert.ok(first.rank >= last);
      last = first.rank;
      heap.delete(first);
    }
  });
});
