import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Status } from '#src/godot/index.js';
import { runProgram } from '../support/child.js';
import { closedPort, startServer, type ServerStep } from '../support/scripted-server.js';

const answer = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n';
const turn: ServerStep[] = [{ expect: 'request' }, { send: answer, each: 7, gap: 1 }];

interface Report {
  readonly path: number[];
  readonly bodies: string[];
  readonly code: number;
  readonly warnings: string[];
}

async function run(host: string, port: number, count: number): Promise<Report> {
  const { code, stdout, stderr } = await runProgram('never-yields', host, port, count);
  assert.equal(code, 0, `the program hung or failed: ${stderr}`);
  return JSON.parse(stdout) as Report;
}

describe('a program without a single await', () => {
  it('resolves, connects, requests twice and reads', async () => {
    const server = await startServer({ connections: [[...turn, ...turn]] });
    const { path, bodies, code } = await run('localhost', server.port, 2);
    assert.equal(path[0], Status.STATUS_RESOLVING);
    assert.equal(path.at(-1), Status.STATUS_CONNECTED);
    assert.deepEqual(bodies, ['hello world', 'hello world']);
    assert.equal(code, 200);
    await server.close();
  });

  it('learns that nobody listens, and that a name has no address', async () => {
    assert.equal((await run('127.0.0.1', await closedPort(), 1)).path.at(-1), Status.STATUS_CANT_CONNECT);
    assert.equal((await run('name.invalid', 80, 1)).path.at(-1), Status.STATUS_CANT_RESOLVE);
  });

  const misbehaviours: Record<string, ServerStep[]> = {
    'closes at once': [{ end: true }],
    'closes without an answer': [{ expect: 'request' }, { end: true }],
    'sends garbage': [{ expect: 'request' }, { send: 'garbage\r\n\r\n' }],
    'sends half a head and closes': [{ expect: 'request' }, { send: 'HTTP/1.1 2' }, { end: true }],
    'sends half a body and closes': [
      { expect: 'request' },
      { send: 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello' },
      { end: true },
    ],
    'resets within the body': [
      { expect: 'request' },
      { send: 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello' },
      { delay: 20 },
      { reset: true },
    ],
    'sends a head without end': [
      { expect: 'request' },
      { send: 'HTTP/1.1 200 OK\r\n' },
      { send: { repeat: 'X-Field: value\r\n', count: 1000 }, times: 20 },
    ],
  };
  for (const [what, steps] of Object.entries(misbehaviours)) {
    it(`is not caught by a server that ${what}`, async () => {
      const server = await startServer({ connections: [steps] });
      const { path, warnings } = await run('127.0.0.1', server.port, 1);
      assert.equal(path.at(-1), Status.STATUS_CONNECTION_ERROR);
      assert.ok(warnings.length <= 1);
      await server.close();
    });
  }
});

describe('a program that has nothing more to do', () => {
  for (const stop of ['connecting', 'requesting', 'closed', 'inline']) {
    it(`ends by itself (${stop})`, async () => {
      const server = await startServer({ connections: [[]] });
      const { code, stderr } = await runProgram('goes-home', '127.0.0.1', server.port, stop);
      assert.equal(code, 0, `it had to be killed: ${stderr}`);
      await server.close();
    });
  }
});
