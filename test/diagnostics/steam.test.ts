import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { it } from 'node:test';
import { SteamHTTP, type RequestCreatedMessage } from '#src/steam/index.js';
import { get, onEachPlatform, untilCompleted, withScript, withServer, withSteam } from '../steam/platforms.js';
import { until } from '../support/polling.js';
import { closedPort, type ServerStep } from '../support/scripted-server.js';
import { histories, listening, only } from './listening.js';

const { HTTP_METHOD_GET: GET, HTTP_METHOD_POST: POST } = SteamHTTP;

onEachPlatform('diagnostics channels of the Steam interface', () => {
  it('tell of a request, its response head and its completion', async () => {
    await withServer(
      (_, response) => response.writeHead(404, { 'X-Reason': 'gone', 'Set-Cookie': ['a=1', 'b=2'] }).end('not here'),
      (url) =>
        withSteam((steam) =>
          listening(async (published) => {
            const place = url.replace('//', '//user:secret@');
            const handle = steam.createHTTPRequest(POST, `${place}/scores?by=name#top`);
            steam.setHTTPRequestRawPostBody(handle, 'text/plain', 'höher');
            steam.sendHTTPRequest(handle);
            assert.deepEqual(histories(published), [`POST ${url}/scores?by=name: created`]);
            await untilCompleted(steam, handle);

            assert.deepEqual(histories(published), [`POST ${url}/scores?by=name: created headers completed`]);
            const { request } = only(published, 'created');
            assert.equal(request.interface, 'steam');
            assert.equal(request.handle, handle);
            assert.equal(request.bodySize, 6);
            assert.ok(request.startTime <= performance.now());

            const head = only(published, 'headers');
            assert.equal(head.status, 404);
            assert.equal(head.url, `${url}/scores?by=name`);
            assert.deepEqual(
              head.headers.filter((line) => /^(x-reason|set-cookie)/i.test(line)),
              ['X-Reason: gone', 'Set-Cookie: a=1', 'Set-Cookie: b=2'],
            );

            const { status, bodySize, timings } = only(published, 'completed');
            assert.deepEqual([status, bodySize], [404, 8]);
            assert.deepEqual(timings, steam.getHTTPRequestTimings(handle));
          }),
        ),
    );
  });

  it('give the url with the parameters of a GET, and the size of the form of a POST', async () => {
    await withServer(
      (_, response) => response.end(),
      (url) =>
        withSteam((steam) =>
          listening(async (published) => {
            for (const method of [GET, POST] as const) {
              const handle = steam.createHTTPRequest(method, `${url}/`);
              steam.setHTTPRequestGetOrPostParameter(handle, 'player', 'ada');
              steam.sendHTTPRequest(handle);
              await untilCompleted(steam, handle);
            }
            const created = published.flatMap(([step, { request }]) => (step === 'created' ? [request] : []));
            assert.deepEqual(
              created.map((request) => [request.url, request.bodySize]),
              [
                [`${url}/?player=ada`, 0],
                [`${url}/`, 10],
              ],
            );
            assert.equal(created[1]!.id, created[0]!.id + 1);
          }),
        ),
    );
  });

  it('tell where a response came from after redirects, with one message for all hops', async () => {
    await withServer(
      (request, response) => {
        if (request.url === '/old') response.writeHead(302, { Location: '/new' }).end();
        else response.end('here');
      },
      (url) =>
        withSteam((steam) =>
          listening(async (published) => {
            await get(steam, `${url}/old`);
            assert.deepEqual(histories(published), [`GET ${url}/old: created headers completed`]);
            assert.equal(only(published, 'headers').url, `${url}/new`);
            assert.equal(only(published, 'completed').timings?.redirects, 1);
          }),
        ),
    );
  });

  it('tell of the head of a streamed response before its body', async () => {
    const steps: ServerStep[] = [
      { expect: 'request' },
      { send: 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello' },
      { until_closed: true },
    ];
    await withScript(steps, (url) =>
      withSteam((steam) =>
        listening(async (published) => {
          const handle = steam.createHTTPRequest(GET, url);
          steam.sendHTTPRequestAndStreamResponse(handle);
          await until('the first bytes', () => {
            steam.run_callbacks();
            return steam.getHTTPResponseBodySize(handle) === 5 ? true : undefined;
          });
          assert.deepEqual(histories(published), [`GET ${url}: created headers`]);
          steam.releaseHTTPRequest(handle);
          assert.deepEqual(histories(published), [`GET ${url}: created headers failed`]);
          const { error, status, bodySize } = only(published, 'failed');
          assert.deepEqual([error.code, error.phase, status, bodySize], ['CANCELLED', null, 200, 5]);
        }),
      ),
    );
  });

  const failures: Record<string, [ServerStep[], code: string, steps: string]> = {
    'closes without a word': [[{ expect: 'request' }, { end: true }], 'CONNECTION_LOST', 'created failed'],
    'breaks off the body': [
      [{ expect: 'request' }, { send: 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhe' }, { end: true }],
      'TRUNCATED',
      'created headers failed',
    ],
  };
  for (const [what, [steps, code, history]] of Object.entries(failures)) {
    it(`tell of a failure when the server ${what}`, async () => {
      await withScript(steps, (url) =>
        withSteam((steam) =>
          listening(async (published) => {
            const { handle } = await get(steam, url);
            assert.deepEqual(histories(published), [`GET ${url}: ${history}`]);
            assert.equal(only(published, 'failed').error.code, code);
            assert.deepEqual(only(published, 'failed').error, steam.getHTTPRequestError(handle));
          }),
        ),
      );
    });
  }

  it('tell of no response when there is none: no server, not in the cache', async () => {
    const url = `http://127.0.0.1:${await closedPort()}/`;
    await withSteam((steam) =>
      listening(async (published) => {
        await get(steam, url);
        steam.setHTTPOfflineMode(true);
        await get(steam, url);
        assert.deepEqual(histories(published), [`GET ${url}: created failed`, `GET ${url}: created failed`]);
        const codes = published.flatMap(([step, message]) => (step === 'failed' ? [message.error.code] : []));
        assert.deepEqual(codes, ['CONNECT_FAILED', 'NOT_CACHED']);
      }),
    );
  });

  it('tell that requests under way are cancelled by close(), and nothing of others', async () => {
    await withScript([{ expect: 'request' }, { until_closed: true }], (url) =>
      withSteam((steam) =>
        listening((published) => {
          steam.createHTTPRequest(GET, url);
          const sent = steam.createHTTPRequest(GET, url);
          steam.sendHTTPRequest(sent);
          steam.close();
          assert.deepEqual(histories(published), [`GET ${url}: created failed`]);
          assert.equal(only(published, 'failed').error.code, 'CANCELLED');
          return Promise.resolve();
        }),
      ),
    );
  });

  it('tell of requests that were sent while anybody listened to any of them, and of no others', async () => {
    await withServer(
      (_, response) => response.end(),
      (url) =>
        withSteam(async (steam) => {
          const early = steam.createHTTPRequest(GET, `${url}/early`);
          steam.sendHTTPRequest(early);
          await listening(
            async (published) => {
              const late = steam.createHTTPRequest(GET, `${url}/late`);
              steam.sendHTTPRequest(late);
              await untilCompleted(steam, early, late);
              assert.deepEqual(histories(published), [`GET ${url}/late: completed`]);
            },
            ['completed'],
          );
        }),
    );
  });

  it('let tools add fields, but none that are the library’s to write', async () => {
    let keep: RequestCreatedMessage['addHeader'] | undefined;
    const answers: boolean[] = [];
    const tool = (message: unknown): void => {
      const { addHeader } = message as RequestCreatedMessage;
      answers.push(addHeader('traceparent', '00-1-1-01'), addHeader('X-Level', '2'));
      for (const name of ['Content-Length', 'transfer-encoding', 'Host', 'Connection', 'User-Agent', 'a b', '']) {
        answers.push(addHeader(name, '1'));
      }
      answers.push(addHeader('X-Injected', 'a\r\nX-Other: b'));
      keep = addHeader;
    };
    subscribe('tickwire:request:created', tool);
    try {
      await withServer(
        ({ headers }, response) => response.end(JSON.stringify([headers.traceparent, headers['x-level']])),
        (url) =>
          withSteam(async (steam) => {
            const handle = steam.createHTTPRequest(GET, url);
            steam.setHTTPRequestHeaderValue(handle, 'x-level', '1');
            steam.sendHTTPRequest(handle);
            const [ended] = await untilCompleted(steam, handle);
            const body = Buffer.from(steam.getHTTPResponseBodyData(handle, ended!.size)).toString();
            assert.equal(body, '["00-1-1-01","2"]');
          }),
      );
    } finally {
      unsubscribe('tickwire:request:created', tool);
    }
    assert.deepEqual(answers, [true, true, ...new Array<boolean>(8).fill(false)]);
    assert.equal(keep?.('X-Late', '1'), false);
  });

  it('do not send a request that a tool releases', async () => {
    await withSteam((steam) =>
      listening((published) => {
        const tool = (message: unknown): void => {
          steam.releaseHTTPRequest((message as RequestCreatedMessage).request.handle!);
        };
        subscribe('tickwire:request:created', tool);
        try {
          const handle = steam.createHTTPRequest(GET, 'http://127.0.0.1:1/');
          assert.equal(steam.sendHTTPRequest(handle), false);
          assert.deepEqual(histories(published), ['GET http://127.0.0.1:1/: created failed']);
        } finally {
          unsubscribe('tickwire:request:created', tool);
        }
        return Promise.resolve();
      }),
    );
  });
});
