/** HAR files are validated against the JSON schema of HAR 1.2, as the package har-schema has it. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import { Ajv } from 'ajv';
import { default as addFormats } from 'ajv-formats';
import { harText } from '#src/cli/pictures/har.js';
import type { Exchange } from '#src/cli/exchange/exchange.js';
import { answered, exchangeWith, failed, hopWith, plan } from '../exchange/fake-exchange.js';

const require = createRequire(import.meta.url);
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addMetaSchema(require('ajv/dist/refs/json-schema-draft-06.json') as object);
const schemas = Object.values(require('har-schema') as Record<string, { $id: string }>);
for (const schema of schemas) ajv.addSchema(schema);

interface Har {
  log: { entries: Entry[] };
}
interface Entry {
  startedDateTime: string;
  time: number;
  request: Message;
  response: Message;
  timings: Record<string, number>;
  comment?: string;
}
interface Message {
  url: string;
  headers: { name: string; value: string }[];
  cookies: { name: string; value: string }[];
  postData?: { mimeType: string; text: string };
  content?: { size: number };
  redirectURL?: string;
}

function har(exchanges: readonly Exchange[], secrets = false): Har {
  const archive = JSON.parse(harText(exchanges, secrets)) as Har;
  const valid = ajv.validate('har.json#', archive);
  assert.ok(valid, JSON.stringify(ajv.errors, null, 1));
  return archive;
}

const secretive = exchangeWith({
  plan: {
    ...plan,
    method: 'POST',
    url: 'http://ada:hush@host/path?q=open&access_token=hush&X-Amz-Signature=hush',
    body: { type: 'application/json', bytes: Uint8Array.from(Buffer.from('{"password":"hush"}')) },
  },
  hops: [
    hopWith({
      method: 'POST',
      url: 'http://host/path?q=open&access_token=hush&X-Amz-Signature=hush',
      requestHead:
        'POST /path?q=open&access_token=hush&X-Amz-Signature=hush HTTP/1.1\r\nAuthorization: Basic hush\r\n' +
        'Cookie: session=hush; theme=hush\r\nX-Api-Key: hush\r\nAccept: */*\r\n\r\n',
      requestBodySize: 19,
      status: 302,
      responseHead:
        'HTTP/1.1 302 Found\r\nSet-Cookie: session=hush; Path=/\r\nSet-Cookie: other=hush\r\n' +
        'Location: /there?token=hush&page=2\r\n\r\n',
    }),
  ],
});

describe('a HAR file', () => {
  it('is valid, whatever happened', () => {
    har([]);
    har([
      exchangeWith({}),
      answered(204, [], { bodySize: 0 }),
      answered(302, [['Location', '/there']]),
      failed('CONNECT_FAILED', 'connect'),
      exchangeWith({ hops: [hopWith({ timings: null, responseHead: '', status: 0 })] }),
      exchangeWith({ hops: [hopWith({ cached: true, connection: null, requestHead: '', timings: null })] }),
      secretive,
    ]);
    har([secretive], true);
  });

  it('is refused by the schema when it is wrong, so that the check means something', () => {
    const archive = JSON.parse(harText([exchangeWith({})], false)) as { log: { entries: Record<string, unknown>[] } };
    delete archive.log.entries[0]!.timings;
    assert.equal(ajv.validate('har.json#', archive), false);
  });

  it('has the times of each phase, TLS counted into connect', () => {
    const timings = { queue: 1, resolve: 2, connect: 3, tls: 4, send: 5, firstByte: 6, body: 7 };
    const [entry] = har([exchangeWith({ hops: [hopWith({ timings })] })]).log.entries;
    assert.deepEqual(entry!.timings, { blocked: 1, dns: 2, connect: 7, ssl: 4, send: 5, wait: 6, receive: 7 });
    assert.equal(entry!.time, 28);
  });

  it('has an entry for each redirect, one beginning where the other ended', () => {
    const timings = { queue: 1, resolve: null, connect: null, tls: null, send: 0, firstByte: 10, body: 1 };
    const first = hopWith({ status: 302, responseHead: 'HTTP/1.1 302 Found\r\nLocation: /there\r\n\r\n', timings });
    const exchange = exchangeWith({ hops: [first, hopWith({ url: 'http://host/there' })], bodySize: 50 });
    const [one, two] = har([exchange]).log.entries;
    assert.deepEqual([one!.request.url, two!.request.url], ['http://host/path', 'http://host/there']);
    assert.deepEqual([one!.response.redirectURL, two!.response.redirectURL], ['/there', '']);
    assert.deepEqual([one!.response.content!.size, two!.response.content!.size], [5, 50]);
    assert.equal(Date.parse(two!.startedDateTime) - Date.parse(one!.startedDateTime), 12);
  });

  it('has the failure with the hop that failed', () => {
    const hops = [hopWith({ status: 302 }), hopWith({ status: 0, responseHead: '' })];
    const [one, two] = har([failed('TRUNCATED', 'body', { hops })]).log.entries;
    assert.deepEqual([one!.comment, two!.comment], [undefined, 'TRUNCATED (body)']);
  });

  it('has no credentials in it', () => {
    assert.doesNotMatch(harText([secretive], false), /hush/);
    const { request, response } = har([secretive]).log.entries[0]!;
    assert.equal(request.url, 'http://host/path?q=open&access_token=%5Bredacted%5D&X-Amz-Signature=%5Bredacted%5D');
    assert.deepEqual(
      request.cookies.map(({ name }) => name),
      ['session', 'theme'],
    );
    assert.deepEqual(response.headers.at(-1), { name: 'Location', value: '/there?token=%5Bredacted%5D&page=2' });
  });

  it('has them with --har-secrets', () => {
    const { request, response } = har([secretive], true).log.entries[0]!;
    assert.match(request.url, /access_token=hush/);
    assert.ok(request.headers.some(({ value }) => value === 'Basic hush'));
    assert.equal(request.postData?.text, '{"password":"hush"}');
    assert.equal(response.cookies[0]?.value, 'hush');
  });
});
