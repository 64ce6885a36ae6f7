/** Getting connected, letting go, and getting connected again. */
import assert from 'node:assert/strict';
import { GodotError, HTTPClient, TLSOptions } from '#src/godot/index.js';
import { awaitAnswer, connect, pollWhile, readBody } from '../../support/polling.js';
import type { ServerStep } from '../../support/scripted-server.js';
import type { Contract, ContractCase } from '../contract.js';
import { hello, text, withServer, type GodotEnvironment } from './environment.js';

const {
  STATUS_DISCONNECTED: DISCONNECTED,
  STATUS_RESOLVING: RESOLVING,
  STATUS_CANT_RESOLVE: CANT_RESOLVE,
  STATUS_CONNECTING: CONNECTING,
  STATUS_CANT_CONNECT: CANT_CONNECT,
  STATUS_CONNECTED: CONNECTED,
  STATUS_BODY: BODY,
  STATUS_CONNECTION_ERROR: CONNECTION_ERROR,
  METHOD_GET: GET,
} = HTTPClient;
const { OK, ERR_INVALID_PARAMETER, ERR_UNCONFIGURED, ERR_CANT_RESOLVE, ERR_CANT_CONNECT } = GodotError;

const half: ServerStep[] = [{ expect: 'request' }, { send: 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello' }];

const impossible: readonly [host: string, port: number][] = [
  ['', 80],
  ['a host', 80],
  ['host/path', 80],
  ['host', 0],
  ['host', 65536],
  ['host', 1.5],
  ['host', -2],
  ['ftp://host', 80],
  ['host:80', 80],
  ['user@host', 80],
  ['[::1', 80],
  ['256.256.256.256', 80],
];

const simulated = 'connecting is simulated; what cannot be reached shows with the request';

export const connecting: Contract<GodotEnvironment> = {
  title: 'connecting',
  cases: [
    {
      title: 'answers a poll before connecting with ERR_UNCONFIGURED, and has nothing to tell',
      run: () => {
        const client = new HTTPClient();
        assert.equal(client.poll(), ERR_UNCONFIGURED);
        assert.equal(client.get_status(), DISCONNECTED);
        assert.equal(client.has_response(), false);
        assert.equal(client.is_response_chunked(), false);
        assert.equal(client.get_response_code(), 0);
        assert.equal(client.get_response_body_length(), -1);
        assert.deepEqual(client.get_response_headers(), []);
        assert.deepEqual({ ...client.get_response_headers_as_dictionary() }, {});
        assert.equal(client.read_response_body_chunk().length, 0);
        assert.equal(client.connection, null);
        assert.equal(client.get_connection(), null);
      },
    },
    {
      title: 'goes RESOLVING for a name and CONNECTING for an address, then CONNECTED',
      run: async (environment) => {
        const server = await environment.serve([]);
        const client = new HTTPClient();
        assert.equal(client.connect_to_host('http://localhost', server.port), OK);
        assert.equal(client.get_status(), RESOLVING);
        assert.equal(await pollWhile(client, RESOLVING, CONNECTING), CONNECTED);
        assert.equal(client.connect_to_host('127.0.0.1', server.port), OK);
        assert.equal(client.get_status(), CONNECTING);
        assert.equal(await pollWhile(client, CONNECTING), CONNECTED);
        assert.equal(client.poll(), OK);
        assert.equal(client.get_status(), CONNECTED);
        client.close();
        await server.close();
      },
    },
    {
      title: 'takes http:// before the host, in any case',
      run: async (environment) => {
        const server = await environment.serve([{ expect: 'request' }, { send: hello }]);
        const client = new HTTPClient();
        assert.equal(await connect(client, server.port, 'HTTP://127.0.0.1'), CONNECTED);
        client.request(GET, '/', []);
        assert.equal(await awaitAnswer(client), BODY);
        assert.equal(text(await readBody(client)), 'hello');
        client.close();
        await server.close();
      },
    },
    {
      title: 'takes http:// before the host over TLS options',
      run: async (environment) => {
        const server = await environment.serve([{ expect: 'request' }, { send: hello }]);
        const client = new HTTPClient();
        assert.equal(await connect(client, server.port, 'http://127.0.0.1', TLSOptions.client()), CONNECTED);
        client.request(GET, '/', []);
        assert.equal(await awaitAnswer(client), BODY);
        client.close();
        await server.close();
      },
    },
    ...impossible.map(([host, port]): ContractCase<GodotEnvironment> => ({
      title: `refuses ${JSON.stringify(host)} with port ${port}`,
      run: (environment) => {
        const client = new HTTPClient();
        assert.equal(client.connect_to_host(host, port), ERR_INVALID_PARAMETER);
        assert.equal(client.get_status(), DISCONNECTED);
        assert.equal(environment.warnings.length, 1);
        assert.match(environment.warnings[0]!, /^HTTPClient\.connect_to_host: /);
      },
    })),
    {
      title: 'throws for arguments of the wrong type',
      run: () => {
        const client = new HTTPClient();
        assert.throws(() => client.connect_to_host(127 as unknown as string), TypeError);
        assert.throws(() => client.connect_to_host('host', '80' as unknown as number), TypeError);
        assert.throws(() => client.connect_to_host('host', 80, {} as unknown as TLSOptions), TypeError);
        assert.throws(() => {
          client.set_http_proxy('host', '80' as unknown as number);
        }, TypeError);
        assert.throws(() => {
          client.set_blocking_mode(1 as unknown as boolean);
        }, TypeError);
      },
    },
    {
      title: 'ends what it did when it is to connect anew, also when it then refuses',
      run: async (environment) => {
        await withServer(environment, half, async (client) => {
          client.request(GET, '/', []);
          await awaitAnswer(client);
          assert.equal(client.connect_to_host('no host'), ERR_INVALID_PARAMETER);
          assert.equal(client.get_status(), DISCONNECTED);
          assert.equal(client.get_response_code(), 0);
          assert.equal(client.read_response_body_chunk().length, 0);
        });
      },
    },
    {
      title: 'can be closed in every status and used again',
      run: async (environment) => {
        const server = await environment.serve(half);
        const client = new HTTPClient();
        const stops: (() => unknown)[] = [
          () => undefined,
          () => pollWhile(client, RESOLVING, CONNECTING),
          () => client.request(GET, '/', []),
          () => awaitAnswer(client),
          () => client.read_response_body_chunk(),
        ];
        for (let last = 0; last < stops.length; last++) {
          assert.equal(client.connect_to_host('127.0.0.1', server.port), OK);
          for (const stop of stops.slice(0, last + 1)) await stop();
          client.close();
          client.close();
          assert.equal(client.get_status(), DISCONNECTED);
          assert.equal(client.connection, null);
          assert.equal(client.poll(), ERR_UNCONFIGURED);
          assert.equal(client.read_response_body_chunk().length, 0);
        }
        await server.close();
      },
    },
    {
      title: 'tells a name without address and a port without server apart',
      notOnTheWeb: simulated,
      run: async (environment) => {
        const client = new HTTPClient();
        assert.equal(await connect(client, 80, 'name.invalid'), CANT_RESOLVE);
        assert.equal(client.poll(), ERR_CANT_RESOLVE);
        assert.match(environment.warnings.join(), /name\.invalid/);
        const port = await environment.closedPort();
        assert.equal(await connect(client, port), CANT_CONNECT);
        assert.equal(client.poll(), ERR_CANT_CONNECT);
        assert.match(environment.warnings.join(), new RegExp(`127.0.0.1:${port} .*ECONNREFUSED`));
      },
    },
    {
      title: 'notices that the server closed an idle connection',
      notOnTheWeb: 'a page does not see the connections of its browser; after an answer the status is DISCONNECTED',
      run: async (environment) => {
        const steps: ServerStep[] = [{ expect: 'request' }, { send: hello }, { delay: 10 }, { end: true }];
        await withServer(environment, steps, async (client) => {
          client.request(GET, '/', []);
          await awaitAnswer(client);
          await readBody(client);
          assert.equal(await pollWhile(client, CONNECTED), CONNECTION_ERROR);
          assert.equal(client.request(GET, '/', []), ERR_INVALID_PARAMETER);
        });
      },
    },
    {
      title: 'refuses null as its connection, with a warning',
      run: (environment) => {
        const client = new HTTPClient();
        client.connection = null;
        assert.equal(environment.warnings.length, 1);
        assert.throws(() => {
          client.connection = 'somewhere' as unknown as null;
        }, TypeError);
      },
    },
    {
      title: 'unsets a proxy that was never set, without a word',
      run: (environment) => {
        const client = new HTTPClient();
        client.set_http_proxy('', 8080);
        client.set_https_proxy('proxy.example', -1);
        assert.deepEqual(environment.warnings, []);
      },
    },
    {
      title: 'is not in blocking mode, and can be told to stay so',
      run: (environment) => {
        const client = new HTTPClient();
        assert.equal(client.blocking_mode_enabled, false);
        client.blocking_mode_enabled = false;
        assert.equal(client.is_blocking_mode_enabled(), false);
        assert.deepEqual(environment.warnings, []);
      },
    },
  ],
};
