/** What is told of an answer: its code, its fields, how its body is announced. */
import assert from 'node:assert/strict';
import { HTTPClient, type Method } from '#src/godot/index.js';
import { awaitAnswer, connect, pollWhile, readBody } from '../../support/polling.js';
import type { ServerStep } from '../../support/scripted-server.js';
import type { Contract, ContractCase } from '../contract.js';
import { afterAnswer, hello, lengthOf, text, withServer, type GodotEnvironment } from './environment.js';

const {
  STATUS_DISCONNECTED: DISCONNECTED,
  STATUS_CONNECTED: CONNECTED,
  STATUS_BODY: BODY,
  METHOD_GET: GET,
  METHOD_HEAD: HEAD,
} = HTTPClient;

const answer = (send: ServerStep & { send: unknown }, ...more: ServerStep[]): ServerStep[] => [
  { expect: 'request' },
  send,
  ...more,
];

const bodiless: readonly [what: string, method: Method, head: string, code: number, length: number][] = [
  ['HEAD', HEAD, 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n', 200, 5],
  ['HEAD without a length', HEAD, 'HTTP/1.1 200 OK\r\n\r\n', 200, -1],
  ['204', GET, 'HTTP/1.1 204 No Content\r\n\r\n', 204, 0],
  ['304', GET, 'HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n', 304, 7],
];

const codes: readonly number[] = [200, 201, 206, 300, 400, 401, 404, 410, 418, 429, 500, 503, 599];

export const answers: Contract<GodotEnvironment> = {
  title: 'answers',
  cases: [
    ...codes.map((code): ContractCase<GodotEnvironment> => ({
      title: `gives ${code} for what it is, with its body`,
      run: async (environment) => {
        const head = `HTTP/1.1 ${code} Something\r\nContent-Length: 5\r\n\r\nhello`;
        await withServer(environment, answer({ send: head }), async (client) => {
          client.request(GET, '/', []);
          assert.equal(await awaitAnswer(client), BODY);
          assert.equal(client.get_response_code(), code);
          assert.equal(client.get_response_body_length(), lengthOf(environment, 5));
          assert.equal(text(await readBody(client)), 'hello');
          assert.equal(client.get_status(), afterAnswer(environment));
        });
      },
    })),
    ...bodiless.map(([what, method, head, code, length]): ContractCase<GodotEnvironment> => ({
      title: `has no body after ${what}`,
      run: async (environment) => {
        await withServer(environment, answer({ send: head }), async (client) => {
          client.request(method, '/', []);
          assert.equal(await awaitAnswer(client), afterAnswer(environment));
          assert.equal(client.has_response(), true);
          assert.equal(client.get_response_code(), code);
          assert.equal(client.get_response_body_length(), lengthOf(environment, length));
          assert.equal(client.read_response_body_chunk().length, 0);
        });
      },
    })),
    {
      title: 'is DISCONNECTED after an answer that says Connection: close',
      run: async (environment) => {
        const send = 'HTTP/1.1 200 OK\r\nConnection: Keep-Alive, Close\r\nContent-Length: 5\r\n\r\nhello';
        await withServer(environment, answer({ send }, { until_closed: true }), async (client) => {
          client.request(GET, '/', []);
          await awaitAnswer(client);
          assert.equal(text(await readBody(client)), 'hello');
          assert.equal(client.get_status(), DISCONNECTED);
        });
      },
    },
    {
      title: 'skips interim answers',
      run: async (environment) => {
        const interim = 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n';
        await withServer(environment, answer({ send: interim + hello }), async (client) => {
          client.request(GET, '/', []);
          assert.equal(await awaitAnswer(client), BODY);
          assert.equal(client.get_response_code(), 200);
          assert.equal('Link' in client.get_response_headers_as_dictionary(), false);
          assert.equal(text(await readBody(client)), 'hello');
        });
      },
    },
    {
      title: 'gives the fields as a list and as a dictionary, as often as it is asked',
      run: async (environment) => {
        const send = 'HTTP/1.1 200 OK\r\nX-One:  a, b \r\nContent-Length: 0\r\n\r\n';
        await withServer(environment, answer({ send }), async (client) => {
          client.request(GET, '/', []);
          await awaitAnswer(client);
          for (let i = 0; i < 2; i++) {
            const list = client.get_response_headers();
            assert.ok(list.some((line) => /^x-one: a, b$/i.test(line)));
            const fields = client.get_response_headers_as_dictionary();
            assert.equal(fields[environment.web ? 'x-one' : 'X-One'], 'a, b');
            assert.equal(Object.getPrototypeOf(fields), null);
            assert.equal(Object.keys(fields).length, list.length);
          }
          assert.equal(client.has_response(), true);
        });
      },
    },
    {
      title: 'keeps casing and order, and joins repeated fields by name, compared without case',
      notOnTheWeb:
        'browsers give names in lower case and in order of the alphabet, join values by ", " and show no Set-Cookie',
      run: async (environment) => {
        const send =
          'HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\n__proto__: x\r\nContent-Length: 0\r\n\r\n';
        await withServer(environment, answer({ send }), async (client) => {
          client.request(GET, '/', []);
          await awaitAnswer(client);
          assert.deepEqual(client.get_response_headers(), [
            'Set-Cookie: a=1',
            'set-cookie: b=2',
            '__proto__: x',
            'Content-Length: 0',
          ]);
          assert.deepEqual(Object.entries(client.get_response_headers_as_dictionary()), [
            ['Set-Cookie', 'a=1; b=2'],
            ['__proto__', 'x'],
            ['Content-Length', '0'],
          ]);
        });
      },
    },
    {
      title: 'takes a field named __proto__ for data',
      run: async (environment) => {
        const send = 'HTTP/1.1 200 OK\r\n__proto__: x\r\nContent-Length: 0\r\n\r\n';
        await withServer(environment, answer({ send }), async (client) => {
          client.request(GET, '/', []);
          await awaitAnswer(client);
          const fields = client.get_response_headers_as_dictionary();
          assert.equal(Object.entries(fields).find(([name]) => name === '__proto__')?.[1], 'x');
        });
      },
    },
    {
      title: 'reads values as UTF-8 where they are, and else as Latin-1',
      run: async (environment) => {
        const send =
          'HTTP/1.1 200 OK\r\nX-Utf: Gr\xc3\xbc\xc3\x9fe\r\nX-Latin: Gr\xfc\xdfe\r\nContent-Length: 0\r\n\r\n';
        await withServer(environment, answer({ send }), async (client) => {
          client.request(GET, '/', []);
          await awaitAnswer(client);
          const fields = new Map(
            Object.entries(client.get_response_headers_as_dictionary()).map(([name, value]) => [
              name.toLowerCase(),
              value,
            ]),
          );
          assert.equal(fields.get('x-utf'), 'Grüße');
          assert.equal(fields.get('x-latin'), 'Grüße');
        });
      },
    },
    {
      title: 'tells that an answer is chunked, and that it has no length then',
      run: async (environment) => {
        const send = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n';
        await withServer(environment, answer({ send }), async (client) => {
          client.request(GET, '/', []);
          await awaitAnswer(client);
          assert.equal(client.is_response_chunked(), true);
          assert.equal(client.get_response_body_length(), -1);
        });
        await withServer(environment, answer({ send: hello }), async (client) => {
          client.request(GET, '/', []);
          await awaitAnswer(client);
          assert.equal(client.is_response_chunked(), false);
        });
      },
    },
    {
      title: 'passes through BODY for a declared length of 0, until it is read',
      run: async (environment) => {
        const send = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';
        await withServer(environment, answer({ send }), async (client) => {
          client.request(GET, '/', []);
          assert.equal(await awaitAnswer(client), BODY);
          client.poll();
          assert.equal(client.get_status(), BODY);
          assert.equal((await readBody(client)).length, 0);
          assert.equal(client.get_status(), afterAnswer(environment));
        });
      },
    },
    {
      title: 'leaves BODY by polling alone when an until-close body was empty',
      notOnTheWeb: 'a page cannot tell how the end of a body was announced: an empty one is read like any other',
      run: async (environment) => {
        await withServer(environment, answer({ send: 'HTTP/1.1 200 OK\r\n\r\n' }, { end: true }), async (client) => {
          client.request(GET, '/', []);
          await awaitAnswer(client);
          assert.equal(await pollWhile(client, BODY), DISCONNECTED);
        });
      },
    },
    {
      title: 'keeps the last answer readable after close, until it connects again',
      run: async (environment) => {
        await withServer(environment, answer({ send: hello }), async (client, server) => {
          client.request(GET, '/', []);
          await awaitAnswer(client);
          client.close();
          assert.equal(client.get_response_code(), 200);
          assert.equal(client.has_response(), true);
          assert.equal(client.get_response_body_length(), lengthOf(environment, 5));
          assert.ok(client.get_response_headers().length > 0);
          client.connect_to_host('127.0.0.1', server.port);
          assert.equal(client.get_response_code(), 0);
          assert.equal(client.has_response(), false);
          assert.deepEqual(client.get_response_headers(), []);
        });
      },
    },
    {
      title: 'hands the connection over after 101',
      notOnTheWeb: 'browsers give pages no sockets, and take 101 for an interim answer',
      run: async (environment) => {
        const send = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nnew';
        await withServer(environment, answer({ send }), async (client) => {
          client.request(GET, '/', ['Connection: Upgrade', 'Upgrade: x']);
          assert.equal(await awaitAnswer(client), CONNECTED);
          assert.equal(client.get_response_code(), 101);
          assert.ok(client.connection !== null);
        });
      },
    },
    {
      title: 'keeps clients apart',
      run: async (environment) => {
        const server = await environment.serve(
          answer({ send: 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none' }),
          answer({ send: 'HTTP/1.1 404 Not Found\r\nContent-Length: 3\r\n\r\ntwo' }),
        );
        const [first, second] = [new HTTPClient(), new HTTPClient()];
        await connect(first, server.port);
        first.request(GET, '/1', []);
        await awaitAnswer(first);
        await connect(second, server.port);
        second.request(GET, '/2', []);
        await awaitAnswer(second);
        assert.deepEqual([first.get_response_code(), second.get_response_code()], [200, 404]);
        second.close();
        assert.equal(text(await readBody(first)), 'one');
        first.close();
        await server.close();
      },
    },
  ],
};
