import assert from 'node:assert/strict';
import { it } from 'node:test';
import { GodotError, HTTPClient } from '#src/godot/index.js';
import { awaitAnswer, pollWhile, readBody } from '../support/polling.js';
import { type ServerStep } from '../support/scripted-server.js';
import { hello, onEachPlatform, text, warnings, withServer } from './platforms.js';

const {
  STATUS_CONNECTED: CONNECTED,
  STATUS_BODY: BODY,
  STATUS_CONNECTION_ERROR: CONNECTION_ERROR,
  METHOD_GET: GET,
} = HTTPClient;

onEachPlatform('HTTPClient: servers that misbehave', () => {
  const failures: Record<string, ServerStep[]> = {
    'closes without a word': [{ expect: 'request' }, { end: true }],
    'resets without a word': [{ expect: 'request' }, { reset: true }],
    'sends garbage': [{ expect: 'request' }, { send: 'SSH-2.0-OpenSSH_9.2\r\n\r\n' }],
    'sends binary garbage': [{ expect: 'request' }, { send: { b64: 'AAEC/wAKCg==' } }],
    'closes in the head': [{ expect: 'request' }, { send: 'HTTP/1.1 200 OK\r\nContent-Le' }, { end: true }],
    'resets in the head': [{ expect: 'request' }, { send: 'HTTP/1.1 200 OK\r\n' }, { reset: true }],
    'sends an endless head': [
      { expect: 'request' },
      { send: ['HTTP/1.1 200 OK\r\n', { repeat: 'X-Field: value\r\n', count: 900 }] },
      { send: ['X: ', { repeat: 'x', count: 400_000 }] },
    ],
    'sends too many fields': [
      { expect: 'request' },
      { send: ['HTTP/1.1 200 OK\r\n', { repeat: 'X: y\r\n', count: 1001 }, '\r\n'] },
    ],
    'sends two lengths': [
      { expect: 'request' },
      { send: 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nhello' },
    ],
    'sends a blank before the colon': [{ expect: 'request' }, { send: 'HTTP/1.1 200 OK\r\nA : b\r\n\r\n' }],
  };
  for (const [what, steps] of Object.entries(failures)) {
    it(`reports CONNECTION_ERROR when the server ${what}`, async () => {
      await withServer(steps, async (client) => {
        warnings.length = 0;
        client.request(GET, '/', []);
        assert.equal(await awaitAnswer(client), CONNECTION_ERROR);
        assert.equal(client.poll(), GodotError.ERR_CONNECTION_ERROR);
        assert.equal(client.connection, null);
        assert.equal(warnings.length, 1);
      });
    });
  }

  const brokenBodies: Record<string, [ServerStep[], string]> = {
    'a counted body that ends early': [
      [{ send: 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello' }, { end: true }],
      'hello',
    ],
    'a counted body that is reset': [
      [{ send: 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello' }, { delay: 20 }, { reset: true }],
      'hello',
    ],
    'a chunked body that ends early': [
      [{ send: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel' }, { end: true }],
      'hel',
    ],
    'a chunked body without its last chunk': [
      [{ send: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n' }, { end: true }],
      'hello',
    ],
    'a bad chunk size': [
      [{ send: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nxyz\r\n' }],
      'hello',
    ],
    'a missing line end after a chunk': [
      [{ send: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloXX5\r\n' }],
      'hello',
    ],
    'an until-close body that is reset': [
      [{ send: 'HTTP/1.1 200 OK\r\n\r\nhello' }, { delay: 20 }, { reset: true }],
      'hello',
    ],
  };
  for (const [what, [steps, body]] of Object.entries(brokenBodies)) {
    it(`delivers what came of ${what}, then reports CONNECTION_ERROR`, async () => {
      await withServer([{ expect: 'request' }, ...steps], async (client) => {
        client.request(GET, '/', []);
        assert.equal(await awaitAnswer(client), BODY);
        assert.equal(text(await readBody(client)), body);
        assert.equal(client.get_status(), CONNECTION_ERROR);
        assert.equal(client.get_response_code(), 200);
        assert.equal(client.has_response(), true);
      });
    });
  }

  it('delivers a complete answer that a reset follows', async () => {
    await withServer([{ expect: 'request' }, { send: hello }, { delay: 20 }, { reset: true }], async (client) => {
      client.request(GET, '/', []);
      await awaitAnswer(client);
      assert.equal(text(await readBody(client)), 'hello');
      assert.equal(await pollWhile(client, CONNECTED), CONNECTION_ERROR);
    });
  });
});
