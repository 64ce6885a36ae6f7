import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { it } from 'node:test';
import { GodotError, HTTPClient, StreamPeerBuffer, type RequestCreatedMessage } from '#src/godot/index.js';
import { hello, onEachPlatform, withServer } from '../godot/platforms.js';
import { awaitAnswer, readBody } from '../support/polling.js';
import type { ServerStep } from '../support/scripted-server.js';
import { histories, listening, only } from './listening.js';

const { METHOD_GET: GET, METHOD_POST: POST, METHOD_CONNECT: CONNECT } = HTTPClient;

onEachPlatform('diagnostics channels of HTTPClient', () => {
  it('tell of a request, its response head and its completion', async () => {
    const answer = 'HTTP/1.1 201 Created\r\nX-Twice: a\r\nx-twice: b\r\nContent-Length: 5\r\n\r\nhello';
    await withServer([{ expect: 'request' }, { send: answer }], (client, { port }) =>
      listening(async (published) => {
        const url = `http://127.0.0.1:${port}/scores?by=name`;
        assert.equal(client.request(POST, '/scores?by=name', [], 'höher'), GodotError.OK);
        assert.deepEqual(histories(published), [`POST ${url}: created`]);
        await awaitAnswer(client);
        assert.deepEqual(histories(published), [`POST ${url}: created headers`]);
        await readBody(client);
        assert.deepEqual(histories(published), [`POST ${url}: created headers completed`]);

        const { request } = only(published, 'created');
        assert.deepEqual([request.interface, request.handle, request.bodySize], ['godot', null, 6]);
        const head = only(published, 'headers');
        assert.deepEqual([head.status, head.url], [201, url]);
        assert.deepEqual(head.headers, ['X-Twice: a', 'x-twice: b', 'Content-Length: 5']);

        const { status, bodySize, timings } = only(published, 'completed');
        assert.deepEqual([status, bodySize], [201, 5]);
        const { firstByte, body, total, ...others } = timings!;
        assert.ok(firstByte! >= 0 && body! >= 0);
        assert.ok(Math.abs(firstByte! + body! - total) < 1e-6);
        const unknown = { queue: null, resolve: null, connect: null, tls: null, send: null, redirects: 0 };
        assert.deepEqual(others, unknown);
      }),
    );
  });

  it('tell of each request of a connection, with ids that count up', async () => {
    const steps: ServerStep[] = [{ expect: 'request' }, { send: hello }, { expect: 'request' }, { send: hello }];
    await withServer(steps, (client, { port }) =>
      listening(async (published) => {
        for (const path of ['/a', '/b']) {
          client.request(GET, path, []);
          await awaitAnswer(client);
          await readBody(client);
        }
        client.close();
        const origin = `http://127.0.0.1:${port}`;
        assert.deepEqual(histories(published), [
          `GET ${origin}/a: created headers completed`,
          `GET ${origin}/b: created headers completed`,
        ]);
        const [first, second] = new Set(published.map(([, { request }]) => request.id));
        assert.equal(second, first! + 1);
      }),
    );
  });

  it('tell nothing of a request that is refused', async () => {
    await withServer([], (client) =>
      listening((published) => {
        assert.equal(client.request(GET, '/', ['a\r\nb: c']), GodotError.ERR_INVALID_PARAMETER);
        assert.deepEqual(published, []);
        return Promise.resolve();
      }),
    );
  });

  it('complete with the head when there is no body, or the connection is handed over', async () => {
    const steps: ServerStep[] = [
      { expect: 'request' },
      { send: 'HTTP/1.1 204 No Content\r\n\r\n' },
      { expect: 'request' },
      { send: 'HTTP/1.1 200 OK\r\n\r\nnot HTTP' },
    ];
    await withServer(steps, (client, { port }) =>
      listening(async (published) => {
        client.request(GET, '/', []);
        await awaitAnswer(client);
        client.request(CONNECT, 'example.com:443', []);
        await awaitAnswer(client);
        client.close();
        assert.deepEqual(histories(published), [
          `GET http://127.0.0.1:${port}/: created headers completed`,
          'CONNECT example.com:443: created headers completed',
        ]);
      }),
    );
  });

  it('leave credentials out of an absolute url', async () => {
    await withServer([], (client) =>
      listening((published) => {
        client.request(GET, 'http://user:secret@example.com/page', []);
        assert.equal(only(published, 'created').request.url, 'http://example.com/page');
        return Promise.resolve();
      }),
    );
  });

  it('give the path alone over a stream whose host is not known', async () => {
    await listening((published) => {
      const client = new HTTPClient();
      client.connection = new StreamPeerBuffer();
      client.request(GET, '/page', []);
      client.close();
      assert.deepEqual(histories(published), ['GET /page: created failed']);
      return Promise.resolve();
    });
  });

  const failures: Record<string, [ServerStep[], code: string, phase: string, cause: string, steps: string]> = {
    'closes without a word': [[{ end: true }], 'CONNECTION_LOST', 'first byte', 'NO_RESPONSE', 'created failed'],
    resets: [[{ reset: true }], 'CONNECTION_LOST', 'first byte', 'ECONNRESET', 'created failed'],
    'sends garbage': [[{ send: 'SSH-2.0\r\n\r\n' }], 'BAD_RESPONSE', 'first byte', 'NOT_HTTP', 'created failed'],
    'breaks off the head': [
      [{ send: 'HTTP/1.1 200 OK\r\nConte' }, { end: true }],
      'TRUNCATED',
      'first byte',
      'TRUNCATED_HEAD',
      'created failed',
    ],
    'breaks off the body': [
      [{ send: 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello' }, { end: true }],
      'TRUNCATED',
      'body',
      'TRUNCATED_BODY',
      'created headers failed',
    ],
  };
  for (const [what, [steps, code, phase, cause, history]] of Object.entries(failures)) {
    it(`tell of a failure when the server ${what}`, async () => {
      await withServer([{ expect: 'request' }, ...steps], (client, { port }) =>
        listening(async (published) => {
          client.request(GET, '/', []);
          await awaitAnswer(client);
          await readBody(client);
          client.close();
          assert.deepEqual(histories(published), [`GET http://127.0.0.1:${port}/: ${history}`]);
          const { error, status, bodySize } = only(published, 'failed');
          assert.deepEqual([error.code, error.phase, error.cause], [code, phase, cause]);
          assert.deepEqual([status, bodySize], phase === 'body' ? [200, 5] : [0, 0]);
        }),
      );
    });
  }

  it('tell that a request is cancelled when the program closes the client', async () => {
    await withServer([{ expect: 'request' }, { send: 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello' }], (client) =>
      listening(async (published) => {
        client.request(GET, '/', []);
        await awaitAnswer(client);
        client.close();
        client.close();
        const { error, status } = only(published, 'failed');
        assert.deepEqual([error.code, error.phase, status], ['CANCELLED', null, 200]);
      }),
    );
  });

  it('tell nothing of a request that was sent while nobody listened', async () => {
    await withServer([{ expect: 'request' }, { send: hello }], async (client) => {
      client.request(GET, '/', []);
      await listening(async (published) => {
        await awaitAnswer(client);
        await readBody(client);
        assert.deepEqual(published, []);
      });
    });
  });

  it('let tools add fields in place of the program’s', async () => {
    const tool = (message: unknown): void => {
      const { addHeader } = message as RequestCreatedMessage;
      assert.equal(addHeader('traceparent', '00-1-1-01'), true);
      assert.equal(addHeader('Content-Length', '99'), false);
    };
    await withServer([{ expect: 'request' }, { send: hello }], async (client, server) => {
      subscribe('tickwire:request:created', tool);
      try {
        client.request(GET, '/', ['TraceParent: of the program', 'X-Level: 1']);
      } finally {
        unsubscribe('tickwire:request:created', tool);
      }
      await awaitAnswer(client);
      const [sent] = server.requests();
      assert.match(sent!.toString(), /^GET \/ HTTP\/1\.1\r\nX-Level: 1\r\ntraceparent: 00-1-1-01\r\n/);
      assert.doesNotMatch(sent!.toString(), /of the program|Content-Length/i);
    });
  });

  it('do not send a request when a tool uses the client meanwhile', async () => {
    await withServer([], (client) =>
      listening((published) => {
        const tool = (): void => {
          client.close();
        };
        subscribe('tickwire:request:created', tool);
        try {
          assert.equal(client.request(GET, '/', []), GodotError.ERR_INVALID_PARAMETER);
        } finally {
          unsubscribe('tickwire:request:created', tool);
        }
        assert.equal(client.get_status(), HTTPClient.STATUS_DISCONNECTED);
        assert.match(histories(published).join(), /: created failed$/);
        return Promise.resolve();
      }),
    );
  });
});
