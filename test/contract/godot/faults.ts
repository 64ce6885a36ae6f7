/** Servers that misbehave: what came is delivered, and nothing that broke off counts as complete. */
import assert from 'node:assert/strict';
import { GodotError, HTTPClient } from '#src/godot/index.js';
import { awaitAnswer, pollWhile, readBody } from '../../support/polling.js';
import type { ServerStep } from '../../support/scripted-server.js';
import type { Contract, ContractCase } from '../contract.js';
import { afterAnswer, hello, text, withServer, type GodotEnvironment } from './environment.js';

const {
  STATUS_CONNECTED: CONNECTED,
  STATUS_REQUESTING: REQUESTING,
  STATUS_BODY: BODY,
  STATUS_DISCONNECTED: DISCONNECTED,
  STATUS_CONNECTION_ERROR: CONNECTION_ERROR,
  METHOD_GET: GET,
} = HTTPClient;

const lenient = 'Chromium is content with such an answer';

/** What is wrong with the head, the steps after the request, and why it cannot be seen in a browser. */
const brokenHeads: readonly [what: string, steps: readonly ServerStep[], notOnTheWeb?: string][] = [
  ['closes without a word', [{ end: true }]],
  ['resets without a word', [{ reset: true }]],
  ['sends garbage', [{ send: 'SSH-2.0-OpenSSH_9.2\r\n\r\n' }]],
  ['sends binary garbage', [{ send: { b64: 'AAEC/wAKCgABAv8ACgoAAQL/AAoK' } }]],
  ['closes in the head', [{ send: 'HTTP/1.1 200 OK\r\nContent-Le' }, { end: true }], lenient],
  ['resets in the head', [{ send: 'HTTP/1.1 200 OK\r\n' }, { reset: true }]],
  [
    'sends an endless head',
    [
      { send: ['HTTP/1.1 200 OK\r\n', { repeat: 'X-Field: value\r\n', count: 900 }] },
      { send: ['X: ', { repeat: 'x', count: 400_000 }] },
    ],
  ],
  ['sends too many fields', [{ send: ['HTTP/1.1 200 OK\r\n', { repeat: 'X: y\r\n', count: 1001 }, '\r\n'] }], lenient],
  ['sends two lengths', [{ send: 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nhello' }]],
  ['sends a blank before the colon', [{ send: 'HTTP/1.1 200 OK\r\nA : b\r\n\r\n' }], lenient],
];

/** What is wrong with the body, the steps after the request, what came of it, and why it cannot be seen in a browser. */
const brokenBodies: readonly [what: string, steps: readonly ServerStep[], body: string, notOnTheWeb?: string][] = [
  [
    'a counted body that ends early',
    [{ send: 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello' }, { delay: 20 }, { end: true }],
    'hello',
  ],
  [
    'a counted body that is reset',
    [{ send: 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello' }, { delay: 20 }, { reset: true }],
    'hello',
  ],
  [
    'a chunked body that ends early',
    [{ send: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel' }, { delay: 20 }, { end: true }],
    'hel',
  ],
  [
    'a chunked body without its last chunk',
    [{ send: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n' }, { delay: 20 }, { end: true }],
    'hello',
  ],
  [
    'a bad chunk size',
    [
      { send: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n' },
      { delay: 20 },
      { send: 'xyz\r\n' },
    ],
    'hello',
  ],
  [
    'a missing line end after a chunk',
    [{ send: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello' }, { delay: 20 }, { send: 'XX5\r\n' }],
    'hello',
  ],
  [
    'an until-close body that is reset',
    [{ send: 'HTTP/1.1 200 OK\r\n\r\nhello' }, { delay: 20 }, { reset: true }],
    'hello',
  ],
];

export const faults: Contract<GodotEnvironment> = {
  title: 'faults',
  cases: [
    ...brokenHeads.map(([what, steps, notOnTheWeb]): ContractCase<GodotEnvironment> => ({
      title: `reports CONNECTION_ERROR when the server ${what}`,
      ...(notOnTheWeb === undefined ? {} : { notOnTheWeb }),
      run: async (environment) => {
        await withServer(environment, [{ expect: 'request' }, ...steps], async (client) => {
          client.request(GET, '/', []);
          assert.equal(await awaitAnswer(client), CONNECTION_ERROR);
          assert.equal(client.poll(), GodotError.ERR_CONNECTION_ERROR);
          assert.equal(client.has_response(), false);
          assert.equal(client.connection, null);
          assert.equal(environment.warnings.length, 1);
        });
      },
    })),
    ...brokenBodies.map(([what, steps, body, notOnTheWeb]): ContractCase<GodotEnvironment> => ({
      title: `delivers what came of ${what}, then reports CONNECTION_ERROR`,
      ...(notOnTheWeb === undefined ? {} : { notOnTheWeb }),
      run: async (environment) => {
        await withServer(environment, [{ expect: 'request' }, ...steps], async (client) => {
          client.request(GET, '/', []);
          assert.equal(await awaitAnswer(client), BODY);
          const read = text(await readBody(client));
          // A browser drops what it has not handed over yet when a response breaks off.
          if (environment.web) assert.ok(body.startsWith(read), read);
          else assert.equal(read, body);
          assert.equal(client.get_status(), CONNECTION_ERROR);
          assert.equal(client.poll(), GodotError.ERR_CONNECTION_ERROR);
          assert.equal(client.get_response_code(), 200);
          assert.equal(client.has_response(), true);
          assert.equal(environment.warnings.length, 1);
        });
      },
    })),
    {
      title: 'shows by polling alone that a body which nobody reads has failed',
      run: async (environment) => {
        const steps: ServerStep[] = [
          { expect: 'request' },
          { send: 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n' },
          { delay: 20 },
          { reset: true },
        ];
        await withServer(environment, steps, async (client) => {
          client.request(GET, '/', []);
          assert.equal(await awaitAnswer(client), BODY);
          assert.equal(await pollWhile(client, BODY), CONNECTION_ERROR);
        });
      },
    },
    {
      title: 'delivers a complete answer that a reset follows',
      run: async (environment) => {
        const steps: ServerStep[] = [{ expect: 'request' }, { send: hello }, { delay: 20 }, { reset: true }];
        await withServer(environment, steps, async (client) => {
          client.request(GET, '/', []);
          await awaitAnswer(client);
          assert.equal(text(await readBody(client)), 'hello');
          assert.equal(client.get_status(), afterAnswer(environment));
          if (!environment.web) assert.equal(await pollWhile(client, CONNECTED), CONNECTION_ERROR);
        });
      },
    },
    {
      title: 'can be closed while the server says nothing, and forgets it',
      run: async (environment) => {
        await withServer(environment, [{ expect: 'request' }], async (client, server) => {
          client.request(GET, '/', []);
          for (let i = 0; i < 100; i++) client.poll();
          assert.equal(client.get_status(), REQUESTING);
          client.close();
          assert.equal(client.get_status(), DISCONNECTED);
          assert.deepEqual(environment.warnings, []);
          await server.close();
        });
      },
    },
  ],
};
