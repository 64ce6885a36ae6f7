/** What goes out, and what is refused. */
import assert from 'node:assert/strict';
import { GodotError, HTTPClient, type Method } from '#src/godot/index.js';
import { awaitAnswer, connect, readBody } from '../../support/polling.js';
import type { ServerStep } from '../../support/scripted-server.js';
import type { Contract, ContractCase } from '../contract.js';
import { hello, reconnect, text, withServer, type GodotEnvironment } from './environment.js';

const { STATUS_CONNECTED: CONNECTED, STATUS_REQUESTING: REQUESTING, STATUS_BODY: BODY } = HTTPClient;
const { METHOD_GET: GET, METHOD_HEAD: HEAD, METHOD_POST: POST, METHOD_PUT: PUT, METHOD_OPTIONS: OPTIONS } = HTTPClient;
const { OK, ERR_INVALID_PARAMETER } = GodotError;

const once: ServerStep[] = [{ expect: 'request' }, { send: hello }];

/** Sends one request; gives what the server received. */
async function received(
  environment: GodotEnvironment,
  send: (client: HTTPClient) => GodotError,
  steps: readonly ServerStep[] = once,
): Promise<string> {
  let request = '';
  await withServer(environment, steps, async (client, server) => {
    assert.equal(send(client), OK);
    await awaitAnswer(client);
    request = (await server.requests())[0] ?? '';
  });
  return request;
}

const methods: readonly [Method, string][] = [
  [GET, 'GET'],
  [POST, 'POST'],
  [PUT, 'PUT'],
  [HTTPClient.METHOD_DELETE, 'DELETE'],
  [OPTIONS, 'OPTIONS'],
  [HTTPClient.METHOD_PATCH, 'PATCH'],
];

const refused: readonly [what: string, method: number, url: string, headers: string[]][] = [
  ['an unknown method', 9, '/', []],
  ['a negative method', -1, '/', []],
  ['a url without its slash', GET, 'index.html', []],
  ['an empty url', GET, '', []],
  ['* with another method than OPTIONS', GET, '*', []],
  ['host and port as url', GET, 'host:80', []],
  ['a blank in the url', GET, '/a b', []],
  ['a line end in the url', GET, '/\r\nX: y', []],
  ['a character outside ASCII in the url', GET, '/ü', []],
  ['a fragment', GET, '/#top', []],
  ['a header without a colon', GET, '/', ['no colon']],
  ['a header without a name', GET, '/', [': no name']],
  ['a blank in the name of a header', GET, '/', ['bad name: x']],
  ['an empty header', GET, '/', ['']],
  ['CR and LF in a header', GET, '/', ['X: a\r\nY: b']],
  ['LF in a header', GET, '/', ['X: a\nY: b']],
  ['NUL in a header', GET, '/', ['X: a\0']],
];

export const requests: Contract<GodotEnvironment> = {
  title: 'requests',
  cases: [
    {
      title: 'fetches, and posts to the same server',
      run: async (environment) => {
        await withServer(environment, [...once, ...once], async (client, server) => {
          assert.equal(client.request(GET, '/a?b=c', ['X-One: 1']), OK);
          assert.equal(client.get_status(), REQUESTING);
          assert.equal(client.has_response(), false);
          assert.equal(await awaitAnswer(client), BODY);
          assert.equal(client.has_response(), true);
          assert.equal(client.get_response_code(), 200);
          assert.equal(text(await readBody(client)), 'hello');
          await reconnect(environment, client, server);
          assert.equal(client.request(POST, '/b', [], 'grüße'), OK);
          assert.equal(client.get_response_code(), 0);
          assert.equal(await awaitAnswer(client), BODY);
          assert.equal(text(await readBody(client)), 'hello');
          const all = (await server.requests()).join('');
          assert.match(all, /GET \/a\?b=c HTTP\/1\.1\r\n[^]*POST \/b HTTP\/1\.1\r\n/);
          assert.match(all, /X-One: 1\r\n/i);
        });
      },
    },
    ...methods.map(([method, word]): ContractCase<GodotEnvironment> => ({
      title: `sends ${word}`,
      run: async (environment) => {
        const request = await received(environment, (client) => client.request(method, '/path', []));
        assert.match(request, new RegExp(`^${word} /path HTTP/1\\.1\r\n`));
      },
    })),
    {
      title: 'sends the path and the query as they are',
      run: async (environment) => {
        const url = "/a%20b//c;d=(1)/~x!$&'*+,@:?q=%C3%BC&r[]=1|2^`{}&s=?/";
        const request = await received(environment, (client) => client.request(GET, url, []));
        const sent = request.slice(4, request.indexOf(' HTTP/1.1'));
        // A browser encodes a quote in the query, as its url standard says; servers decode it.
        assert.equal(sent.replaceAll('%27', "'"), url);
      },
    },
    {
      title: 'sends a text as UTF-8, with its length in bytes',
      run: async (environment) => {
        const request = await received(environment, (client) => client.request(POST, '/', [], 'grüße €'));
        assert.match(request, /\r\nContent-Length: 11\r\n/i);
        assert.ok(request.endsWith('\r\n\r\ngr\xc3\xbc\xc3\x9fe \xe2\x82\xac'));
      },
    },
    {
      title: 'adds no Content-Type of its own',
      run: async (environment) => {
        const request = await received(environment, (client) => client.request(POST, '/', [], 'a=b'));
        assert.doesNotMatch(request, /content-type/i);
      },
    },
    {
      title: 'sends every byte of a body as it is',
      run: async (environment) => {
        const body = new Uint8Array(256).map((_, i) => i);
        const request = await received(environment, (client) => client.request_raw(PUT, '/', [], body));
        assert.equal(request.slice(request.indexOf('\r\n\r\n') + 4), text(body));
      },
    },
    {
      title: 'sends the part of the memory that the body is, and nothing around it',
      run: async (environment) => {
        const body = new Uint8Array(12).fill(65).subarray(4, 8);
        const request = await received(environment, (client) => client.request_raw(POST, '/', [], body));
        assert.ok(request.endsWith('\r\n\r\nAAAA'));
      },
    },
    {
      title: 'takes the body over: later changes have no effect',
      run: async (environment) => {
        const body = new Uint8Array(100_000).fill(66);
        const request = await received(environment, (client) => {
          const answer = client.request_raw(PUT, '/', [], body);
          body.fill(0);
          return answer;
        });
        assert.equal(request.slice(request.indexOf('\r\n\r\n') + 4), 'B'.repeat(100_000));
      },
    },
    {
      title: 'says that a POST without a body is empty',
      run: async (environment) => {
        const request = await received(environment, (client) => client.request(POST, '/', []));
        assert.match(request, /\r\nContent-Length: 0\r\n/i);
      },
    },
    {
      title: 'ignores the body of a GET',
      run: async (environment) => {
        const request = await received(environment, (client) => client.request(GET, '/', [], 'body'));
        assert.ok(request.endsWith('\r\n\r\n'));
        assert.doesNotMatch(request, /content-length/i);
      },
    },
    {
      title: 'sends exactly the body given to request_raw, with GET too',
      notOnTheWeb: 'browsers send no body with GET or HEAD; the answer is ERR_UNAVAILABLE',
      run: async (environment) => {
        const request = await received(environment, (client) => client.request_raw(GET, '/', [], new Uint8Array([65])));
        assert.ok(request.endsWith('\r\n\r\nA'));
      },
    },
    {
      title: 'sends headers with their values in UTF-8',
      run: async (environment) => {
        const headers = ['X-Plain: a, b', 'X-Name: Grüße €', 'X-Empty:'];
        const request = await received(environment, (client) => client.request(GET, '/', headers));
        assert.match(request, /\r\nX-Plain: a, b\r\n/i);
        assert.match(request, /\r\nX-Name: Gr\xc3\xbc\xc3\x9fe \xe2\x82\xac\r\n/i);
        assert.match(request, /\r\nX-Empty:\s*\r\n/i);
      },
    },
    {
      title: 'sends Accept, User-Agent and Host, and a given Accept instead of its own',
      run: async (environment) => {
        const request = await received(environment, (client) => client.request(GET, '/', []));
        assert.match(request, /\r\nAccept: \*\/\*\r\n/i);
        assert.match(request, /\r\nUser-Agent: \S/i);
        assert.match(request, /\r\nHost: 127\.0\.0\.1:\d+\r\n/i);
        const other = await received(environment, (client) => client.request(GET, '/', ['accept: text/plain']));
        assert.match(other, /\r\naccept: text\/plain\r\n/i);
        assert.doesNotMatch(other, /\*\/\*/);
      },
    },
    {
      title: 'sends its head in the documented order and form',
      notOnTheWeb: 'browsers write the head themselves',
      run: async (environment) => {
        await withServer(environment, once, async (client, server) => {
          client.request(POST, '/b', ['X-One: 1'], 'x');
          await awaitAnswer(client);
          const [request] = await server.requests();
          const agent = /User-Agent: (tickwire\/\d+\.\d+\.\d+ \(\w+\))\r\n/.exec(request!)?.[1];
          assert.equal(
            request,
            `POST /b HTTP/1.1\r\nX-One: 1\r\nHost: 127.0.0.1:${server.port}\r\nContent-Length: 1\r\n` +
              `User-Agent: ${agent}\r\nAccept: */*\r\n\r\nx`,
          );
        });
      },
    },
    {
      title: 'puts a wrong Content-Length right, and says so',
      run: async (environment) => {
        const request = await received(environment, (client) =>
          client.request(POST, '/', ['content-length: 5'], 'grüße'),
        );
        assert.match(request, /\r\nContent-Length: 7\r\n/i);
        assert.equal(environment.warnings.length, 1);
        assert.match(environment.warnings.join(), /content-length/i);
      },
    },
    {
      title: 'says nothing of a Content-Length and a Host that are right',
      run: async (environment) => {
        await withServer(environment, once, async (client, server) => {
          const headers = ['Content-Length: 7', `Host: 127.0.0.1:${server.port}`];
          assert.equal(client.request(POST, '/', headers, 'grüße'), OK);
          assert.equal(await awaitAnswer(client), BODY);
          assert.deepEqual(environment.warnings, []);
        });
      },
    },
    ...refused.map(([what, method, url, headers]): ContractCase<GodotEnvironment> => ({
      title: `refuses ${what}, and sends nothing of it`,
      run: async (environment) => {
        await withServer(environment, once, async (client, server) => {
          assert.equal(client.request(method as Method, url, headers), ERR_INVALID_PARAMETER);
          assert.equal(client.get_status(), CONNECTED);
          assert.equal(environment.warnings.length, 1);
          assert.equal(client.request(GET, '/good', []), OK);
          await awaitAnswer(client);
          assert.match((await server.requests()).join(), /^GET \/good /);
        });
      },
    })),
    {
      title: 'refuses a request before it is CONNECTED, while one is under way, and in BODY',
      run: async (environment) => {
        const client = new HTTPClient();
        assert.equal(client.request(GET, '/', []), ERR_INVALID_PARAMETER);
        const server = await environment.serve(once);
        client.connect_to_host('127.0.0.1', server.port);
        assert.equal(client.request(GET, '/', []), ERR_INVALID_PARAMETER);
        await connect(client, server.port);
        assert.equal(client.request(GET, '/', []), OK);
        assert.equal(client.request(GET, '/second', []), ERR_INVALID_PARAMETER);
        assert.equal(await awaitAnswer(client), BODY);
        assert.equal(client.request(GET, '/third', []), ERR_INVALID_PARAMETER);
        assert.equal(text(await readBody(client)), 'hello');
        assert.doesNotMatch((await server.requests()).join(), /second|third/);
        client.close();
        await server.close();
      },
    },
    {
      title: 'throws for arguments of the wrong type',
      run: async (environment) => {
        await withServer(environment, once, (client) => {
          assert.throws(() => client.request('GET' as unknown as Method, '/', []), TypeError);
          assert.throws(() => client.request(GET, 7 as unknown as string, []), TypeError);
          assert.throws(() => client.request(GET, '/', 'X: y' as unknown as string[]), TypeError);
          assert.throws(() => client.request(GET, '/', [7 as unknown as string]), TypeError);
          assert.throws(() => client.request(POST, '/', [], 7 as unknown as string), TypeError);
          assert.throws(() => client.request_raw(POST, '/', [], 'text' as unknown as Uint8Array), TypeError);
          assert.equal(client.get_status(), CONNECTED);
        });
      },
    },
    {
      title: 'warns once of the same mistake until the call succeeds',
      run: async (environment) => {
        await withServer(environment, once, async (client) => {
          for (let i = 0; i < 3; i++) client.request(GET, 'nowhere', []);
          assert.equal(environment.warnings.length, 1);
          client.request(GET, '/', []);
          await awaitAnswer(client);
          client.request(GET, 'nowhere', []);
          client.request(GET, 'nowhere', []);
          assert.equal(environment.warnings.length, 2);
        });
      },
    },
    {
      title: 'sends HEAD, and is done with the head',
      run: async (environment) => {
        const steps: ServerStep[] = [{ expect: 'request' }, { send: 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n' }];
        const request = await received(environment, (client) => client.request(HEAD, '/', []), steps);
        assert.match(request, /^HEAD \/ /);
      },
    },
  ],
};
