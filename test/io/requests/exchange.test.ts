import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SendFlag } from '#src/link/index.js';
import { closedPort } from '../../support/scripted-server.js';
import { Driver, slotValue, type Ask } from './driver.js';
import { answering, ok, requestLines, response, withServer } from './serving.js';

describe('a request', () => {
  it('GET: what goes out, what comes back', async () => {
    await withServer([answering(ok('hello', 'X-A: 1', 'x-a:  2 '))], async ({ driver, url, server }) => {
      const sent = driver.send(`${url}/a?b=c`);
      const result = await sent.result;
      assert.equal(result.failure, null);
      assert.equal(result.status, 200);
      assert.deepEqual(result.headers, ['X-A: 1', 'x-a: 2', 'Content-Length: 5']);
      assert.equal(result.body.toString(), 'hello');
      assert.equal(result.bodySize, 5);
      assert.equal(result.url, `${url}/a?b=c`);
      const lines = server.requests()[0]!.toString().split('\r\n');
      assert.deepEqual(lines.slice(0, 4), [
        'GET /a?b=c HTTP/1.1',
        `Host: ${url.slice(7)}`,
        'User-Agent: test',
        'Accept: */*',
      ]);
      assert.match(lines[4]!, /^Accept-Encoding: gzip, deflate, br(, zstd)?$/);
      assert.deepEqual(lines.slice(5), ['', '']);
    });
  });

  it('bodies: small ones with the head, large ones in pieces, none at all', async () => {
    const large = new Uint8Array(3 * 1024 * 1024).fill(120);
    const bodies = ['über', 'x'.repeat(20_000), large, null];
    for (const body of bodies) {
      await withServer([answering(ok(''))], async ({ driver, url, server }) => {
        const expected = body === null ? '' : Buffer.from(body).toString('latin1');
        const sent = driver.send(`${url}/`, { method: 'PUT', body });
        assert.equal((await sent.result).status, 200);
        const [head, received] = server.requests()[0]!.toString('latin1').split('\r\n\r\n');
        assert.match(head!, new RegExp(`\r\nContent-Length: ${expected.length}$`));
        assert.ok(received === expected);
        assert.equal(slotValue(sent, 'SENT'), expected.length);
      });
    }
  });

  it("the caller's Host and Accept-Encoding win, and then bodies are not decoded", async () => {
    await withServer([answering(ok('no gzip', 'Content-Encoding: gzip'))], async ({ driver, url, server }) => {
      const headers = ['Host: other.example', 'Accept-Encoding: gzip;q=0.5', 'X-Name: Jürgen'];
      const flags = SendFlag.HAS_HOST | SendFlag.HAS_ACCEPT_ENCODING;
      const result = await driver.ask(`${url}/`, { headers, flags });
      assert.equal(result.body.toString(), 'no gzip');
      const request = server.requests()[0]!.toString();
      assert.equal(request, `GET / HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
    });
  });

  it('a Range is asked for without codings', async () => {
    await withServer([answering(response('206 Partial Content', 'ab'))], async ({ driver, url, server }) => {
      await driver.ask(`${url}/`, { headers: ['Range: bytes=0-1'] });
      assert.match(server.requests()[0]!.toString(), /\r\nAccept-Encoding: identity\r\n/);
    });
  });

  const responses: Record<string, [bytes: string, expected: string, status?: number, ask?: Ask]> = {
    chunked: [
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n02\r\nde\r\n0\r\nT: 1\r\n\r\n',
      'abcde',
    ],
    'until the connection closes': ['HTTP/1.1 200 OK\r\n\r\nabcde', 'abcde'],
    'HTTP/1.0': ['HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nab', 'ab'],
    'after interim responses': [
      `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${ok('ab')}`,
      'ab',
    ],
    empty: [ok(''), ''],
    '204': ['HTTP/1.1 204 No Content\r\n\r\n', '', 204],
    '304': ['HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n', '', 304],
    HEAD: ['HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n', '', 200, { method: 'HEAD' }],
    'an unknown status': [response('599 What', 'x'), 'x', 599],
    '404': [response('404 Not Found', 'sorry'), 'sorry', 404],
    '3xx without Location': [response('302 Found', 'x'), 'x', 302],
    '300 with Location': [response('300 Choices', 'x', 'Location: /other'), 'x', 300],
    'bytes that are no text': [ok('\0\xff\x80\r\n'), '\0\xff\x80\r\n'],
  };
  for (const [name, [bytes, expected, status = 200, ask = {}]] of Object.entries(responses)) {
    for (const streaming of [false, true]) {
      it(`response, ${name}${streaming ? ', streamed' : ''}: whole, and byte by byte`, async () => {
        for (const each of [Infinity, 1]) {
          const script = [{ expect: 'head' }, { send: bytes, each }, { end: true }] as const;
          await withServer([script], async ({ driver, url }) => {
            const sent = driver.send(`${url}/`, { ...ask, streaming });
            const result = await sent.result;
            assert.equal(result.failure, null);
            assert.equal(result.status, status);
            assert.equal(result.body.toString('latin1'), expected);
            assert.equal(result.bodySize, expected.length);
            assert.equal(slotValue(sent, 'DECODED'), expected.length);
            assert.equal(slotValue(sent, 'RECEIVED'), expected.length);
            if (streaming) assert.deepEqual([sent.events[0], sent.events.at(-1)], ['head', 'completed']);
            else assert.deepEqual(sent.events, ['completed']);
          });
        }
      });
    }
  }

  for (const size of [8191, 8192, 8193, 65_536, 200_000, 1_048_577, 5_000_000]) {
    for (const framing of ['length', 'chunked', 'close'] as const) {
      for (const streaming of [false, true]) {
        it(`${size} bytes, ${framing}, ${streaming ? 'streamed' : 'buffered'}`, async () => {
          const body = Buffer.alloc(size, 'abcdefghijklmnopqrstuvwxyz0123456789+');
          const heads = { length: `Content-Length: ${size}\r\n`, chunked: 'Transfer-Encoding: chunked\r\n', close: '' };
          const middle = body.toString('latin1');
          const text = framing === 'chunked' ? `${size.toString(16)}\r\n${middle}\r\n0\r\n\r\n` : middle;
          const send = `HTTP/1.1 200 OK\r\n${heads[framing]}\r\n${text}`;
          await withServer([[{ expect: 'head' }, { send }, { end: true }]], async ({ driver, url }) => {
            const sent = driver.send(`${url}/`, { streaming });
            const result = await sent.result;
            assert.equal(result.failure, null);
            assert.ok(result.body.equals(body));
            assert.equal(slotValue(sent, 'EXPECTED'), framing === 'length' ? size : -1);
          });
        });
      }
    }
  }

  it('timings: of a new connection, and of a reused one', async () => {
    await withServer([answering(ok('a'), ok('b'))], async ({ driver, url }) => {
      const first = driver.send(`${url}/`);
      await first.result;
      const second = driver.send(`${url}/`);
      await second.result;
      for (const name of ['QUEUE_TIME', 'SEND_TIME', 'FIRST_BYTE_TIME', 'BODY_TIME', 'TOTAL_TIME'] as const) {
        for (const sent of [first, second]) assert.ok(slotValue(sent, name)! >= 0, name);
      }
      assert.ok(slotValue(first, 'RESOLVE_TIME')! >= 0 && slotValue(first, 'CONNECT_TIME')! >= 0);
      assert.equal(slotValue(first, 'TLS_TIME'), null);
      assert.equal(slotValue(second, 'RESOLVE_TIME'), null);
      assert.equal(slotValue(second, 'CONNECT_TIME'), null);
      assert.equal(first.slot[0], first.handle);
    });
  });
});

describe('what can go wrong with a response', () => {
  const cases: Record<string, [bytes: string, end: 'end' | 'reset', code: string, phase: string, status: number]> = {
    'nothing comes': ['', 'end', 'CONNECTION_LOST', 'first byte', 0],
    'a reset instead of a response': ['', 'reset', 'CONNECTION_LOST', 'first byte', 0],
    'a head that is cut': ['HTTP/1.1 200 OK\r\nConte', 'end', 'TRUNCATED', 'first byte', 0],
    'another protocol': ['SSH-2.0-OpenSSH\r\n', 'end', 'BAD_RESPONSE', 'first byte', 0],
    'a bad head': ['HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n', 'end', 'BAD_RESPONSE', 'first byte', 0],
    'a body that is cut': ['HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc', 'end', 'TRUNCATED', 'body', 200],
    'chunks that are cut': [
      'HTTP/1.1 404 No\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n',
      'end',
      'TRUNCATED',
      'body',
      404,
    ],
    'bad chunks': [
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n',
      'end',
      'BAD_RESPONSE',
      'body',
      200,
    ],
    'bad gzip': [ok('no gzip at all', 'Content-Encoding: gzip'), 'end', 'DECODE_FAILED', 'decode', 200],
    'too many codings': [
      ok('x', 'Content-Encoding: gzip,gzip,gzip,gzip,gzip,gzip'),
      'end',
      'DECODE_FAILED',
      'decode',
      200,
    ],
  };
  for (const [name, [send, end, code, phase, status]] of Object.entries(cases)) {
    for (const streaming of [false, true]) {
      it(`${name}${streaming ? ', streamed' : ''}: ${code}`, async () => {
        const last = end === 'end' ? { end: true as const } : { reset: true as const };
        await withServer([[{ expect: 'head' }, { send }, last]], async ({ driver, url }) => {
          const sent = driver.send(`${url}/path`, { streaming });
          const { failure, bodySize, body, status: actual, headers } = await sent.result;
          assert.equal(failure?.code, code);
          assert.equal(failure.phase, phase);
          assert.ok(failure.message.startsWith(`GET ${url}/path: `), failure.message);
          assert.equal(actual, status);
          assert.equal(headers.length > 0, status !== 0);
          assert.equal(bodySize, streaming ? body.length : 0);
          if (streaming && phase === 'body') assert.equal(body.toString(), 'abc');
        });
      });
    }
  }

  it('a reset in the middle of a body: CONNECTION_LOST', async () => {
    const send = 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc';
    await withServer([[{ expect: 'head' }, { send }, { delay: 50 }, { reset: true }]], async ({ driver, url }) => {
      const { failure, status } = await driver.ask(`${url}/`);
      assert.deepEqual(
        [failure?.code, failure?.phase, failure?.cause, status],
        ['CONNECTION_LOST', 'body', 'ECONNRESET', 200],
      );
    });
  });

  it('nobody listens: CONNECT_FAILED', async () => {
    const driver = new Driver();
    const { failure, status } = await driver.ask(`http://127.0.0.1:${await closedPort()}/`);
    assert.deepEqual(
      [failure?.code, failure?.phase, failure?.cause, status],
      ['CONNECT_FAILED', 'connect', 'ECONNREFUSED', 0],
    );
    driver.close();
  });

  it('a name that does not exist: RESOLVE_FAILED', async () => {
    const driver = new Driver();
    const { failure } = await driver.ask('http://no-such-host.invalid/');
    assert.deepEqual([failure?.code, failure?.phase], ['RESOLVE_FAILED', 'resolve']);
    driver.close();
  });

  it('a buffered body over the limit: announced, unannounced, decoded', async () => {
    const bomb = await import('node:zlib').then(({ gzipSync }) => gzipSync(Buffer.alloc(3_000_000)).toString('latin1'));
    const small = await import('node:zlib').then(({ gzipSync }) => gzipSync(Buffer.alloc(2000)).toString('latin1'));
    const bodies = [
      ok('x'.repeat(1001)),
      `HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(1001)}`,
      `HTTP/1.1 200 OK\r\nContent-Length: 1000000000000000\r\n\r\n`,
      ok(bomb, 'Content-Encoding: gzip'),
      ok(small, 'Content-Encoding: gzip'),
    ];
    for (const send of bodies) {
      await withServer(
        [[{ expect: 'head' }, { send }]],
        async ({ driver, url }) => {
          const { failure, status, bodySize } = await driver.ask(`${url}/`);
          assert.deepEqual([failure?.code, failure?.phase, status, bodySize], ['BODY_TOO_LARGE', 'body', 200, 0]);
        },
        { maxBodySize: 1000 },
      );
    }
  });

  it('the limit is the largest size allowed, and does not hold for streams', async () => {
    await withServer(
      [answering(ok('x'.repeat(1000)), ok('x'.repeat(1001)))],
      async ({ driver, url }) => {
        assert.equal((await driver.ask(`${url}/`)).bodySize, 1000);
        assert.equal((await driver.ask(`${url}/`, { streaming: true })).bodySize, 1001);
      },
      { maxBodySize: 1000 },
    );
  });
});

describe('uploads and early answers', () => {
  const body = new Uint8Array(8 * 1024 * 1024);

  it('an answer that comes before the upload is over is delivered, and the connection not used again', async () => {
    const refusal = [{ expect: 'head' }, { send: response('413 Too Large', 'no') }] as const;
    await withServer([refusal, answering(ok('yes'))], async ({ driver, url, server }) => {
      const result = await driver.ask(`${url}/`, { method: 'POST', body: body.slice() });
      assert.deepEqual([result.failure, result.status, result.body.toString()], [null, 413, 'no']);
      assert.equal((await driver.ask(`${url}/`)).body.toString(), 'yes');
      assert.equal(server.requests().length, 2);
    });
  });

  it('an answer that came is delivered although the server then closes on the upload', async () => {
    const refusal = [
      { expect: 'head' },
      { pause: true },
      { send: response('413 Too Large', 'no', 'Connection: close') },
      { end: true },
    ] as const;
    await withServer([refusal], async ({ driver, url }) => {
      const result = await driver.ask(`${url}/`, { method: 'POST', body: body.slice() });
      assert.deepEqual([result.failure, result.status], [null, 413]);
    });
  });

  it('a reset in the middle of an upload: CONNECTION_LOST in phase send', async () => {
    await withServer(
      [[{ expect: 'head' }, { pause: true }, { delay: 20 }, { reset: true }]],
      async ({ driver, url }) => {
        const { failure } = await driver.ask(`${url}/`, { method: 'POST', body: body.slice() });
        assert.deepEqual([failure?.code, failure?.phase], ['CONNECTION_LOST', 'send']);
      },
    );
  });

  it('progress goes up while the body goes out', async () => {
    await withServer([[{ expect: 'head' }, { pause: true }]], async ({ driver, url }) => {
      const sent = driver.send(`${url}/`, { method: 'POST', body: body.slice() });
      while (slotValue(sent, 'SENT') === 0) await new Promise((resolve) => setImmediate(resolve));
      assert.ok(slotValue(sent, 'SENT')! < body.length);
      driver.cancel(sent);
    });
  });
});

describe('redirects', () => {
  const to = (status: number, location: string, body = ''): string =>
    response(`${status} Moved`, body, `Location: ${location}`);

  it('are followed over the same connection; the url is the last one', async () => {
    await withServer(
      [answering(to(302, '/b', 'moved'), to(307, 'c?d'), ok('there'))],
      async ({ driver, url, server }) => {
        const sent = driver.send(`${url}/a`, { streaming: true });
        const result = await sent.result;
        assert.equal(result.body.toString(), 'there');
        assert.equal(result.url, `${url}/c?d`);
        assert.deepEqual(sent.events, ['head', 'body', 'completed']);
        assert.equal(slotValue(sent, 'REDIRECTS'), 2);
        assert.equal(slotValue(sent, 'RECEIVED'), 5);
        assert.equal(server.requests().length, 1);
        assert.deepEqual(requestLines(server.requests()[0]!), ['GET /a', 'GET /b', 'GET /c?d']);
      },
    );
  });

  it('POST becomes GET, or is sent again with its body', async () => {
    await withServer([answering(to(307, '/b'), to(302, '/c'), ok('x'))], async ({ driver, url, server }) => {
      await driver.ask(`${url}/a`, { method: 'POST', headers: ['Content-Type: text/plain'], body: 'data' });
      const [first, second, third] = server
        .requests()[0]!
        .toString()
        .split(/(?=POST|GET)/);
      assert.match(first!, /Content-Type: text\/plain\r\n.*data$/s);
      assert.match(second!, /^POST \/b .*Content-Type: text\/plain\r\n.*data$/s);
      assert.match(third!, /^GET \/c [^]*\r\n\r\n$/);
      assert.doesNotMatch(third!, /Content-/);
    });
  });

  it('to another origin: with its Host, without credentials', async () => {
    await withServer([answering(ok('there'))], async (there) => {
      await withServer([answering(to(302, `${there.url}/b`))], async (here) => {
        const headers = ['Host: fake.example', 'Authorization: secret', 'X-Other: 1'];
        const result = await here.driver.ask(`${here.url}/`, { headers, flags: SendFlag.HAS_HOST });
        assert.equal(result.body.toString(), 'there');
        const request = there.server.requests()[0]!.toString();
        assert.match(
          request,
          new RegExp(`^GET /b HTTP/1.1\r\nHost: ${there.url.slice(7)}\r\nX-Other: 1\r\nAccept-Enc`),
        );
      });
    });
  });

  it('in circles: TOO_MANY_REDIRECTS, with the last 3xx', async () => {
    const circle = answering(...Array.from({ length: 5 }, () => to(301, '/again')));
    await withServer(
      [circle],
      async ({ driver, url, server }) => {
        const { failure, status, headers } = await driver.ask(`${url}/`);
        assert.deepEqual([failure?.code, failure?.phase, status], ['TOO_MANY_REDIRECTS', 'redirect', 301]);
        assert.ok(headers.includes('Location: /again'));
        assert.equal(requestLines(server.requests()[0]!).length, 4);
      },
      { maxRedirects: 3 },
    );
  });

  it('none wanted: the 3xx itself is the response', async () => {
    await withServer(
      [answering(to(301, '/again', 'body'))],
      async ({ driver, url }) => {
        const { failure, status, body } = await driver.ask(`${url}/`);
        assert.deepEqual([failure, status, body.toString()], [null, 301, 'body']);
      },
      { maxRedirects: 0 },
    );
  });

  it('to something else than http: BAD_REDIRECT', async () => {
    for (const location of ['file:///etc/passwd', 'http://[']) {
      await withServer([answering(to(302, location))], async ({ driver, url }) => {
        const { failure, status } = await driver.ask(`${url}/`);
        assert.deepEqual([failure?.code, failure?.phase, status], ['BAD_REDIRECT', 'redirect', 302]);
      });
    }
  });

  it('a body nobody wants to read to its end: over a new connection', async () => {
    const endless = [
      `HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 1000000000\r\n\r\nx`,
      'HTTP/1.1 302 Found\r\nLocation: /b\r\n\r\nx',
      `HTTP/1.1 302 Found\r\nLocation: /b\r\nTransfer-Encoding: chunked\r\n\r\n20000\r\n${'x'.repeat(0x20000)}\r\n`,
    ];
    for (const send of endless) {
      await withServer([[{ expect: 'head' }, { send }], answering(ok('there'))], async ({ driver, url, server }) => {
        assert.equal((await driver.ask(`${url}/`)).body.toString(), 'there');
        assert.equal(server.requests().length, 2);
      });
    }
  });

  it('a redirect that is cut has said enough', async () => {
    const send = 'HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 5\r\n\r\nx';
    await withServer(
      [[{ expect: 'head' }, { send }, { end: true }], answering(ok('there'))],
      async ({ driver, url }) => {
        assert.equal((await driver.ask(`${url}/`)).body.toString(), 'there');
      },
    );
  });
});
