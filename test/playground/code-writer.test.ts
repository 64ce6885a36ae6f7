/**
 * The programs that the page writes: they compile under strict rules, and do what their draft asks for.
 */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { codeFor } from '../../playground/page/code/code-writer.js';
import { tokensOf } from '../../playground/page/code/highlight.js';
import { literal } from '../../playground/page/code/literals.js';
import { plainDraft, type RequestDraft } from '../../playground/page/request/draft.js';

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

interface Case {
  readonly name: string;
  readonly changes: Partial<RequestDraft>;
  readonly check: (seen: Seen) => void;
}

const awkward = 'quotes \' " ` and ${x}, a \\ and\na line, Zoë';

const cases: readonly Case[] = [
  {
    name: 'plain',
    changes: {},
    check: ({ method, url }) => {
      assert.deepEqual([method, url], ['GET', '/path?x=1']);
    },
  },
  {
    name: 'headers',
    changes: {
      headers: [
        { name: 'Accept', value: 'text/plain' },
        { name: 'X-Note', value: "it's" },
      ],
    },
    check: ({ headers }) => {
      assert.deepEqual([headers.accept, headers['x-note']], ['text/plain', "it's"]);
    },
  },
  {
    name: 'query parameters',
    changes: {
      parameters: [
        { name: 'a', value: 'b&c' },
        { name: "it's", value: 'd' },
      ],
    },
    check: ({ url }) => {
      assert.equal(url, `/path?x=1&a=b%26c&it%27s=d`);
    },
  },
  {
    name: 'a form',
    changes: { method: 'POST', parameters: [{ name: 'a', value: 'b c' }] },
    check: ({ method, headers, body }) => {
      assert.deepEqual(
        [method, headers['content-type'], body],
        ['POST', 'application/x-www-form-urlencoded', 'a=b%20c'],
      );
    },
  },
  {
    name: 'a body',
    changes: { method: 'PUT', body: awkward, bodyType: 'text/plain' },
    check: ({ method, headers, body }) => {
      assert.deepEqual([method, headers['content-type'], body], ['PUT', 'text/plain', awkward]);
    },
  },
  {
    name: 'all options',
    changes: {
      chunkSize: 1024,
      streaming: false,
      activityTimeout: 7,
      absoluteTimeout: 15_000,
      priority: 'first',
    },
    check: ({ method }) => {
      assert.equal(method, 'GET');
    },
  },
  {
    name: 'deferred',
    changes: { priority: 'last' },
    check: ({ method }) => {
      assert.equal(method, 'GET');
    },
  },
];

// Inside the package, so that `tickwire` means this one.
mkdirSync('build/written-code', { recursive: true });
const folder = mkdtempSync('build/written-code/');
const seen = new Map<string, Seen>();
const server = createServer((request, response) => {
  void text(request).then((body) => {
    const { method, url, headers } = request;
    const [, which = '', rest] = /^\/(\w+-\d+)(.*)$/.exec(url ?? '') ?? [];
    seen.set(which, { method, url: rest, headers, body });
    response.end('twelve bytes');
  });
});

after(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const interfaces = ['godot', 'steam'] as const;

// All at once: most of the compiler's work is the same for one program and for many.
before(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  for (const via of interfaces) {
    for (const [index, { changes }] of cases.entries()) {
      const url = `http://127.0.0.1:${port}/${via}-${index}/path?x=1`;
      const draft = { ...plainDraft(url), interface: via, ...changes };
      writeFileSync(join(folder, `${via}-${index}.ts`), codeFor(draft));
    }
  }
  const options = { extends: '../../../tsconfig.base.json', compilerOptions: { composite: false }, include: ['.'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(options));
  const tsc = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', folder], { encoding: 'utf8' });
  assert.equal(tsc.stdout, '');
});

for (const via of interfaces) {
  describe(`a program for ${via}`, () => {
    for (const [index, { name, check }] of cases.entries()) {
      it(`sends what the draft says: ${name}`, async () => {
        const child = spawn(process.execPath, [join(folder, `${via}-${index}.js`)], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        after(() => child.kill('SIGKILL'));
        const [output, [code]] = await Promise.all([
          text(child.stdout),
          once(child, 'close') as Promise<[number | null]>,
        ]);
        assert.equal(code, 0);
        assert.match(output, /^(12 bytes\n)?200, 12 bytes( in all)?\n$/);
        const request = seen.get(`${via}-${index}`);
        assert.ok(request !== undefined, 'the server saw no request');
        check(request);
      });
    }
  });
}

describe('a text in the code', () => {
  it('means what it was', () => {
    for (const value of ['', awkward, '</script>', '\u2028\0\ud800', 'a\\"b']) {
      // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- reads a literal
      assert.equal(new Function(`return ${literal(value)}`)(), value);
    }
  });
});

describe('coloured code', () => {
  it('is the same text', () => {
    for (const { changes } of cases) {
      const code = codeFor({ ...plainDraft('http://example.com/'), ...changes });
      assert.equal(
        tokensOf(code)
          .map(({ text: piece }) => piece)
          .join(''),
        code,
      );
    }
  });

  it('tells strings, numbers, words and comments', () => {
    assert.deepEqual(
      tokensOf('const a = \'x // y\'; // 3 "z"\nreturn -1.5e3').filter(({ kind }) => kind !== 'plain'),
      [
        { kind: 'word', text: 'const' },
        { kind: 'string', text: "'x // y'" },
        { kind: 'comment', text: '// 3 "z"' },
        { kind: 'word', text: 'return' },
        { kind: 'number', text: '-1.5e3' },
      ],
    );
  });
});
