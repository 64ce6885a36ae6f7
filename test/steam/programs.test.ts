/** Whole programs in processes of their own: staying alive, ending, never yielding. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runProgram } from '../support/child.js';
import { startServerProcess } from '../support/server-process.js';
import { withServer } from './platforms.js';

describe('a program that awaits', () => {
  const body = Buffer.alloc(1024 * 1024, 'x');
  for (const how of ['plain', 'streamed', 'inline']) {
    it(`stays alive until the request is complete, then ends by itself (${how})`, async () => {
      await withServer(
        (_request, response) => setTimeout(() => response.end(body), 50),
        async (url) => {
          const { code, stdout, stderr } = await runProgram('awaits-requests', url, how);
          assert.deepEqual([code, stdout, stderr], [0, `[true,200,${body.length}]\n`, '']);
        },
      );
    });
  }

  it('is not kept alive by a request that nobody awaits', async () => {
    await withServer(
      () => undefined,
      async (url) => {
        const { code, stdout } = await runProgram('awaits-requests', url, 'unawaited');
        assert.deepEqual([code, stdout], [0, 'sent\n']);
      },
    );
  });
});

describe('a program that never yields', () => {
  it('gets all its responses', async () => {
    const steps = Array.from({ length: 10 }, () => [
      { expect: 'request' } as const,
      { send: 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello' },
    ]).flat();
    const server = await startServerProcess({ connections: [steps] });
    const { code, stdout, stderr } = await runProgram('never-yields-requests', `http://127.0.0.1:${server.port}/`, 10);
    server.close();
    assert.equal(stderr, '');
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(stdout), Array<string>(10).fill('hello'));
  });
});
