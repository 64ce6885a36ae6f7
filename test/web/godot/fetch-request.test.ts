/** From the arguments of a request to those of fetch: what goes out, what is refused, what is left out. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { GodotError } from '#src/godot/index.js';
import { prepareFetch, type FetchRequest } from '#src/web/godot/fetch-request.js';

const ORIGIN = 'http://game.example:8080';

interface Asked {
  readonly method?: string;
  readonly url?: string;
  readonly headers?: readonly string[];
  readonly bodyLength?: number;
}

const prepare = ({
  method = 'POST',
  url = '/',
  headers = [],
  bodyLength = 0,
}: Asked): ReturnType<typeof prepareFetch> => prepareFetch({ method, url, headers, bodyLength }, ORIGIN);

function prepared(asked: Asked): FetchRequest {
  const request = prepare(asked);
  assert.ok(!('error' in request), 'message' in request ? request.message : '');
  return request;
}

function refusal(asked: Asked): GodotError {
  const fault = prepare(asked);
  assert.ok('error' in fault);
  assert.ok(fault.message.length > 10);
  return fault.error;
}

describe('prepareFetch', () => {
  it('puts the url together and splits the headers', () => {
    assert.deepEqual(prepared({ method: 'GET', url: '//x/../y?z', headers: ['A:b', 'C:  d: e ', 'A: f'] }), {
      method: 'GET',
      url: `${ORIGIN}//x/../y?z`,
      headers: [
        ['A', 'b'],
        ['C', 'd: e'],
        ['A', 'f'],
      ],
      corrections: [],
    });
  });

  it('gives values as bytes of UTF-8', () => {
    assert.deepEqual(prepared({ headers: ['A: ü€'] }).headers, [['A', 'Ã¼â\x82¬']]);
  });

  it('refuses what is no path, and what would break a request', () => {
    const { ERR_INVALID_PARAMETER } = GodotError;
    for (const url of ['', 'x', 'http://game.example/', '*', '?a', '/a b', '/ü', '/#', '/\n']) {
      assert.equal(refusal({ url }), ERR_INVALID_PARAMETER, url);
    }
    for (const header of ['', 'x', ': x', 'a b: c', 'a: b\r\nc: d']) {
      assert.equal(refusal({ headers: [header] }), ERR_INVALID_PARAMETER, header);
    }
  });

  it('refuses a body with GET and HEAD alone', () => {
    for (const method of ['GET', 'HEAD']) {
      assert.equal(refusal({ method, bodyLength: 1 }), GodotError.ERR_UNAVAILABLE);
      assert.equal(prepared({ method }).method, method);
    }
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) prepared({ method, bodyLength: 1 });
  });

  const forbidden = [
    'accept-charset: utf-8',
    'Accept-Encoding: gzip',
    'Access-Control-Request-Headers: x',
    'Access-Control-Request-Method: GET',
    'Connection: close',
    'Content-Length: 4',
    'Cookie: a=b',
    'Cookie2: a',
    'Date: today',
    'DNT: 1',
    'Expect: 100-continue',
    'Host: other.example',
    'Keep-Alive: timeout=5',
    'Origin: http://other.example',
    'Referer: http://other.example/',
    'Set-Cookie: a=b',
    'TE: trailers',
    'Trailer: X',
    'Transfer-Encoding: chunked',
    'Upgrade: h2c',
    'Via: me',
    'Proxy-Authorization: Basic eA==',
    'Sec-Fetch-Mode: cors',
    'X-HTTP-Method-Override: TRACE',
    'X-Method-Override: put, connect',
  ];
  for (const header of forbidden) {
    it(`leaves out "${header}", and says so`, () => {
      const { headers, corrections } = prepared({ headers: ['X-Before: 1', header, 'X-After: 2'], bodyLength: 3 });
      assert.deepEqual(headers, [
        ['X-Before', '1'],
        ['X-After', '2'],
      ]);
      assert.equal(corrections.length, 1);
      assert.ok(corrections[0]!.includes(header.replace(/:.*/, '')));
      assert.match(corrections[0]!, /left out$/);
    });
  }

  it('quotes no value of what it leaves out', () => {
    const { corrections } = prepared({ headers: ['Cookie: session=secret', 'Proxy-Authorization: Basic secret'] });
    assert.doesNotMatch(corrections.join(), /secret/);
  });

  it('says nothing of what the browser sends just so', () => {
    const headers = ['content-length: 3', 'Host: GAME.example:8080'];
    assert.deepEqual(prepared({ headers, bodyLength: 3 }), {
      method: 'POST',
      url: `${ORIGIN}/`,
      headers: [],
      corrections: [],
    });
  });

  it('lets other headers through', () => {
    const headers = [
      'User-Agent: game',
      'Authorization: Basic eA==',
      'X-HTTP-Method-Override: PUT',
      'Range: bytes=0-1',
    ];
    assert.equal(prepared({ headers }).headers.length, headers.length);
  });
});
