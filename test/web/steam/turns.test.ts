/** Whose turn it is: order, limits for each origin and in all, moving, withdrawing and leaving. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Turns, type TakesTurns, type TurnLimits } from '#src/web/steam/turns.js';

class Item implements TakesTurns<Item> {
  turn: TakesTurns<Item>['turn'] = 'none';
  sequence = 0;
  previous: Item | null = null;
  next: Item | null = null;

  constructor(
    readonly name: string,
    readonly origin: string,
    readonly begun: string[],
  ) {}

  begin(): void {
    this.begun.push(this.name);
  }
}

/** Items named by origin and number: `a1` belongs to origin `a`. */
function makeItems(...names: readonly string[]): { items: Record<string, Item>; begun: string[] } {
  const begun: string[] = [];
  return { begun, items: Object.fromEntries(names.map((name) => [name, new Item(name, name[0]!, begun)])) };
}

function start(limits: TurnLimits, ...names: readonly string[]): ReturnType<typeof makeItems> & { turns: Turns<Item> } {
  const made = makeItems(...names);
  const turns = new Turns<Item>(limits);
  for (const name of names) turns.append(made.items[name]!);
  return { ...made, turns };
}

describe('turns', () => {
  it('come in order, as many as there may be at a time', () => {
    const { turns, items, begun } = start({ maxConnections: 2, maxConnectionsPerOrigin: 2 }, 'a1', 'a2', 'a3', 'a4');
    assert.deepEqual(begun, ['a1', 'a2']);
    turns.leave(items.a2!);
    assert.deepEqual(begun, ['a1', 'a2', 'a3']);
    turns.leave(items.a1!);
    assert.deepEqual(begun, ['a1', 'a2', 'a3', 'a4']);
  });

  it('pass over an origin that has enough, and come back to it', () => {
    const { turns, items, begun } = start({ maxConnections: 9, maxConnectionsPerOrigin: 1 }, 'a1', 'a2', 'b1', 'b2');
    assert.deepEqual(begun, ['a1', 'b1']);
    turns.leave(items.b1!);
    assert.deepEqual(begun, ['a1', 'b1', 'b2']);
    turns.leave(items.a1!);
    assert.deepEqual(begun, ['a1', 'b1', 'b2', 'a2']);
  });

  it('go to whoever waited longest, over all origins', () => {
    const { turns, items, begun } = start({ maxConnections: 1, maxConnectionsPerOrigin: 1 }, 'a1', 'b1', 'a2', 'c1');
    for (const name of ['a1', 'b1', 'a2']) turns.leave(items[name]!);
    assert.deepEqual(begun, ['a1', 'b1', 'a2', 'c1']);
  });

  it('follow what was moved to the head or to the end', () => {
    const { turns, items, begun } = start({ maxConnections: 1, maxConnectionsPerOrigin: 1 }, 'a1', 'a2', 'b1', 'b2');
    turns.move(items.b2!, true);
    turns.move(items.a2!, false);
    turns.move(items.a1!, false);
    for (const name of ['a1', 'b2', 'b1']) turns.leave(items[name]!);
    assert.deepEqual(begun, ['a1', 'b2', 'b1', 'a2']);
  });

  it('pass over what was withdrawn, and are not given up by it', () => {
    const { turns, items, begun } = start({ maxConnections: 1, maxConnectionsPerOrigin: 1 }, 'a1', 'a2', 'a3');
    turns.withdraw(items.a2!);
    turns.withdraw(items.a1!);
    turns.leave(items.a2!);
    assert.deepEqual(begun, ['a1']);
    turns.leave(items.a1!);
    assert.deepEqual(begun, ['a1', 'a3']);
  });

  it('are more at once when the limits are raised, and none is taken when they are lowered', () => {
    const { turns, items, begun } = start({ maxConnections: 1, maxConnectionsPerOrigin: 1 }, 'a1', 'a2', 'b1', 'b2');
    turns.configure({ maxConnections: 3, maxConnectionsPerOrigin: 2 });
    assert.deepEqual(begun, ['a1', 'a2', 'b1']);
    turns.configure({ maxConnections: 1, maxConnectionsPerOrigin: 1 });
    turns.leave(items.a1!);
    turns.leave(items.a2!);
    assert.deepEqual(begun, ['a1', 'a2', 'b1']);
    turns.leave(items.b1!);
    assert.deepEqual(begun, ['a1', 'a2', 'b1', 'b2']);
  });

  it('keep to both limits and forget nobody, whatever happens in which order', () => {
    const step = fc.record({ item: fc.nat(19), what: fc.constantFrom('append', 'head', 'tail', 'leave', 'withdraw') });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 3 }),
        fc.array(step),
        (most, each, steps) => {
          const turns = new Turns<Item>({ maxConnections: most, maxConnectionsPerOrigin: each });
          const begun: string[] = [];
          const items = Array.from({ length: 20 }, (_, i) => new Item(`${i}`, 'abc'[i % 3]!, begun));
          const underWay = (origin?: string): number =>
            items.filter((item) => item.turn === 'under way' && (origin === undefined || item.origin === origin))
              .length;
          for (const { item: index, what } of steps) {
            const item = items[index]!;
            if (what === 'append') {
              if (item.turn === 'none') turns.append(item);
            } else if (what === 'leave') turns.leave(item);
            else if (what === 'withdraw') turns.withdraw(item);
            else turns.move(item, what === 'head');
            assert.ok(underWay() <= most);
            for (const origin of 'abc') assert.ok(underWay(origin) <= each);
            const starved = items.some(({ turn, origin }) => turn === 'waiting' && underWay(origin) < each);
            assert.ok(!starved || underWay() === most, 'room is never left over');
          }
        },
      ),
    );
  });
});
