import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Sequence, WaitingQueue, type Waiting } from '#src/requests/waiting-queue.js';

class Member implements Waiting<Member> {
  sequence = 0;
  previous: Member | null = null;
  next: Member | null = null;
  constructor(readonly name: string) {}
}

function names(queue: WaitingQueue<Member>): string {
  let text = '';
  for (let member = queue.head; member !== null; member = member.next) text += member.name;
  return text;
}

describe('the waiting queue', () => {
  const setUp = (): { queue: WaitingQueue<Member>; sequence: Sequence; members: Record<string, Member> } => {
    const queue = new WaitingQueue<Member>();
    const sequence = new Sequence();
    const members: Record<string, Member> = {};
    for (const name of 'abcd') queue.append((members[name] = new Member(name)), sequence.afterAll());
    return { queue, sequence, members };
  };

  it('is first in, first out', () => {
    assert.equal(names(setUp().queue), 'abcd');
  });

  it('lets go of any member', () => {
    for (const name of 'abcd') {
      const { queue, members } = setUp();
      queue.remove(members[name]!);
      assert.equal(names(queue), 'abcd'.replace(name, ''));
    }
  });

  it('takes members at its head and at its end, and their sequence numbers go up', () => {
    const { queue, sequence, members } = setUp();
    queue.remove(members.c!);
    queue.prepend(members.c!, sequence.beforeAll());
    queue.remove(members.a!);
    queue.append(members.a!, sequence.afterAll());
    assert.equal(names(queue), 'cbda');
    let last = -Infinity;
    for (let member = queue.head; member !== null; member = member.next) {
      assert.ok(member.sequence > last);
      last = member.sequence;
    }
  });

  it('is empty after its last member left, and can be filled again', () => {
    const { queue, sequence, members } = setUp();
    for (const name of 'dbac') queue.remove(members[name]!);
    assert.equal(queue.head, null);
    queue.prepend(members.b!, sequence.beforeAll());
    queue.append(members.a!, sequence.afterAll());
    assert.equal(names(queue), 'ba');
  });
});
