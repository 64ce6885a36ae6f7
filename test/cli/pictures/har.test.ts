/** HAR files are validated against the JSON schema of HAR 1.2, as the package har-schema has it. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import { Ajv } from 'ajv';
import { default as addFormats } from 'ajv-formats';
import { harText } from '#src/cli/pictures/har.js';
import type { Exchange } from '#src/cli/exchange/exchange.js';
import { answered, exchangeWith, failed, plan } from '../exchange/fake-exchange.js';

const require = createRequire(import.meta.url);
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addMetaSchema(require('ajv/dist/refs/json-schema-draft-06.json') as object);
const schemas = Object.values(require('har-schema') as Record<string, { $id: string }>);
for (const schema of schemas) ajv.addSchema(schema);

interface Har {
  log: { entries: { request: Message; response: Message; timings: Record<string, number>; comment?: string }[] };
}
interface Message {
  url: string;
  headers: { name: string; value: string }[];
  cookies: { name: string; value: string }[];
  postData?: { mimeType: string; text: string };
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
  requestHeaders: [
    ['Authorization', 'Basic hush'],
    ['Cookie', 'session=hush; theme=hush'],
    ['X-Api-Key', 'hush'],
    ['Accept', '*/*'],
  ],
  head: {
    status: 302,
    headers: [
      ['Set-Cookie', 'session=hush; Path=/'],
      ['Set-Cookie', 'other=hush'],
      ['Location', '/there?token=hush&page=2'],
    ],
    url: 'http://host/path',
  },
});

describe('a HAR file', () => {
  it('is valid, whatever happened', () => {
    har([]);
    har([
      exchangeWith({}),
      answered(204, [], { bodySize: 0 }),
      answered(302, [['Location', '/there']]),
      failed('CONNECT_FAILED', 'connect'),
      exchangeWith({ redirects: 2, timings: { ...exchangeWith({}).timings, queue: null, total: 40 } }),
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
    const timings = { queue: 1, resolve: 2, connect: 3, tls: 4, send: 5, firstByte: 6, body: 7, total: 28 };
    assert.deepEqual(har([exchangeWith({ timings })]).log.entries[0]!.timings, {
      blocked: 1,
      dns: 2,
      connect: 7,
      ssl: 4,
      send: 5,
      wait: 6,
      receive: 7,
    });
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
    assert.match(request.url, /ada:hush@host/);
    assert.equal(request.postData?.text, '{"password":"hush"}');
    assert.equal(response.cookies[0]?.value, 'hush');
  });
});
