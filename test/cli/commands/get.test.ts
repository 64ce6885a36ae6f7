import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { runCommand, type Run } from './run-command.js';
import { startSite, status, text, type Page } from './site.js';

const BINARY = Buffer.from(Array.from({ length: 512 }, (_none, index) => index % 256));

/** Answers with what it was asked, as the server saw it. */
const told: Page = (request, response, body) => {
  const lines: string[] = [];
  for (let at = 0; at < request.rawHeaders.length; at += 2) {
    lines.push(`${request.rawHeaders[at]}: ${request.rawHeaders[at + 1]}`);
  }
  response.end([`${request.method} ${request.url}`, ...lines, '', body.toString()].join('\n'));
};

const pages = {
  '/text': text('hello\n', { 'Content-Type': 'text/plain' }),
  '/binary': text(BINARY),
  '/empty': text(''),
  '/told': told,
  '/packed': text(gzipSync('unpacked\n'), { 'Content-Encoding': 'gzip' }),
  '/moved': status(302, { Location: '/text' }),
  '/circle': status(302, { Location: '/circle' }),
  '/busy': status(503, { 'Retry-After': '7' }),
  '/silent': () => undefined,
  '/torn': ((_request, response) => {
    response.writeHead(200, { 'Content-Length': 100 });
    response.write('only this', () => response.destroy());
  }) satisfies Page,
};

const folder = mkdtempSync(join(tmpdir(), 'tickwire-get-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

const site = await startSite(pages);

const get = (path: string, ...args: string[]): Promise<Run> => runCommand(['get', `${site.url}${path}`, ...args]);

describe('tickwire get', () => {
  it("prints the body's exact bytes and nothing else", async () => {
    const { code, bytes, err } = await get('/binary');
    assert.deepEqual([code, err], [0, '']);
    assert.deepEqual(bytes, BINARY);
  });

  it('prints several in the order of the addresses, however they arrive', async () => {
    let answerFirst = (): void => undefined;
    site.pages['/first'] = (_request, response) => (answerFirst = () => response.end('first\n'));
    site.pages['/second'] = (_request, response) => {
      response.end('second\n');
      answerFirst();
    };
    const { out } = await get('/first', `${site.url}/second`, '-P', '2');
    assert.equal(out, 'first\nsecond\n');
  });

  it('decodes what is compressed, unless it was told what to accept', async () => {
    assert.equal((await get('/packed')).out, 'unpacked\n');
    assert.deepEqual((await get('/packed', '-H', 'Accept-Encoding: gzip')).bytes, gzipSync('unpacked\n'));
  });

  it('prints heads with -i, and asks for heads alone with -I', async () => {
    assert.match(
      (await get('/text', '-i')).out,
      /^HTTP\/1.1 200 OK\r\n[^]*Content-Type: text\/plain\r\n[^]*\r\n\r\nhello\n$/,
    );
    const { out } = await get('/text', '-I');
    assert.match(out, /^HTTP\/1.1 200 OK\r\n[^]*Content-Length: 6\r\n[^]*\r\n\r\n$/);
    assert.equal(site.asked.at(-1), 'HEAD /text');
  });

  it('follows redirects as far as it was told', async () => {
    assert.equal((await get('/moved')).out, 'hello\n');
    assert.equal((await get('/moved', '--max-redirs', '0')).out, '302\n');
    const { code, err } = await get('/circle', '--max-redirs', '2');
    assert.equal(code, 2);
    assert.match(err, /redirected more than 2 times.* \[redirect\]\. To try: more with --max-redirs\.\n$/);
  });

  it('sends what it was told to send', async () => {
    const { out } = await get(
      '/told',
      '-H',
      'X-One: 1',
      '-H',
      'x-one: 2',
      '-A',
      'me',
      '--cookie',
      'a=b; c=d',
      '-u',
      'ada:love:lace',
      '-X',
      'delete',
    );
    assert.match(out, /^DELETE \/told\n/);
    assert.match(out, /^X-One: 1, 2$/m);
    assert.match(out, /^User-Agent: me$/m);
    assert.match(out, /^Cookie: a=b; c=d$/m);
    assert.match(out, /^Authorization: Basic YWRhOmxvdmU6bGFjZQ==$/m);
  });

  it('sends data as a POST, from the command line, a file and standard input', async () => {
    const path = join(folder, 'data');
    writeFileSync(path, 'from a file');
    const url = `${site.url}/told`;
    const data = ['-d', 'text', '-d', `@${path}`, '-d', '-', '--form', 'a b=c&d'];
    const { out } = await runCommand(['get', url, ...data], { stdin: 'from stdin' });
    assert.match(out, /^POST \/told\n/);
    assert.match(out, /^Content-Type: application\/x-www-form-urlencoded$/m);
    assert.match(out, /\n\ntext&from a file&from stdin&a%20b=c%26d$/);
  });

  it('puts form fields into the query of a GET', async () => {
    assert.match((await get('/told?x=1', '-X', 'GET', '--form', 'a=b c')).out, /^GET \/told\?x=1&a=b%20c\n/);
  });

  it('writes to a file, an empty one for an empty body, and none for a failure', async () => {
    const path = join(folder, 'body');
    assert.equal((await get('/binary', '-o', path)).out, '');
    assert.deepEqual(readFileSync(path), BINARY);
    await get('/nowhere', '-f', '-o', path);
    assert.deepEqual(readFileSync(path), BINARY);
    await get('/empty', '-o', path);
    assert.equal(readFileSync(path).length, 0);
  });

  it('keeps binary bytes from a terminal', async () => {
    const terminal = { stdout: { isTTY: true } };
    const { code, out, err } = await runCommand(['get', `${site.url}/binary`], terminal);
    assert.deepEqual([code, out], [4, '']);
    assert.match(err, /the body is binary .* To try: -o FILE/);
    assert.equal((await runCommand(['get', `${site.url}/text`], terminal)).out, 'hello\n');
  });
});

describe('tickwire get, when it fails', () => {
  it('takes an error status for an answer, and for a failure with --fail', async () => {
    assert.deepEqual(await get('/nowhere').then(({ code, out }) => [code, out]), [0, 'nothing here\n']);
    const { code, out, err } = await get('/nowhere', '--fail');
    assert.deepEqual([code, out], [3, '']);
    assert.equal(
      err,
      `tickwire: GET ${site.url}/nowhere: the server answered 404 Not Found. To try: check the path.\n`,
    );
  });

  it('says in one line what was asked, what happened in which phase, and what to try', async () => {
    const { code, err } = await get('/torn');
    assert.equal(code, 2);
    assert.match(err, new RegExp(`^tickwire: GET ${site.url}/torn: [^\n]+ \\[body.*\\]\\. To try: [^\n]+\n$`));
  });

  it('says nothing with -s, but errors with -sS', async () => {
    assert.equal((await get('/torn', '-s')).err, '');
    assert.match((await get('/torn', '-sS')).err, /^tickwire: /);
  });

  it('gives up in time', async () => {
    const { code, err } = await get('/silent', '--max-time', '0.05');
    assert.equal(code, 28);
    assert.match(err, /\[first byte\]\. To try: more time with --max-time/);
  });

  it('repeats what may pass, waits as the server says, and prints only the last answer', async () => {
    const before = site.asked.length;
    const { code, out, err, rests } = await get('/busy', '--retry', '2', '-f');
    assert.deepEqual([code, out, rests], [3, '', [7000, 7000]]);
    assert.equal(site.asked.length - before, 3);
    assert.match(err, /503 Service Unavailable; again in 7 s\n/);
  });

  it('does not repeat what was partly printed', async () => {
    const { out, rests } = await get('/torn', '--retry', '3');
    assert.deepEqual([out, rests], ['only this', []]);
  });

  it('goes on with the others, and exits with the code of the first one that failed', async () => {
    const { code, out } = await get('/nowhere', `${site.url}/torn`, `${site.url}/text`, '-f');
    assert.deepEqual([code, out], [3, 'only thishello\n']);
  });
});

describe('tickwire get, telling more', () => {
  it('prints an object for each request with --json', async () => {
    const { out } = await get('/text', `${site.url}/binary`, `${site.url}/torn`, '--json');
    const [first, second, third] = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual([first!.status, first!.body, first!.bodySize, first!.error], [200, 'hello\n', 6, null]);
    assert.equal(second!.bodyBase64, BINARY.toString('base64'));
    assert.equal((third!.error as { code: string }).code, 'TRUNCATED');
  });

  it('shows with -v what really went out and what came back', async () => {
    const { out, err } = await get('/told', '-v', '-d', 'x', '-H', 'X-Mine: yes');
    const sent = [...err.matchAll(/^> (.*)$/gm)].map(([, line]) => line!);
    const seen = out.slice(0, out.indexOf('\n\n')).split('\n');
    assert.equal(sent.shift(), 'POST /told HTTP/1.1');
    assert.deepEqual(
      sent,
      seen.slice(1).filter((line) => !line.startsWith('Connection:')),
    );
    assert.match(err, /^< HTTP\/1.1 200 OK$/m);
    assert.match(err, /^\* POST http:\S+\/told: \d+ B of body, [\d.]+ ms: queue .*first byte [\d.]+/m);
  });

  it('shows with -v each redirect as it went over the wire', async () => {
    const { err } = await get('/moved', '-v');
    const heads = [...err.matchAll(/^([<>]) (GET|HTTP)(\S*) (\S+)/gm)].map(([, mark, , , word]) => `${mark} ${word}`);
    assert.deepEqual(heads, ['> /moved', '< 302', '> /text', '< 200']);
    assert.match(err, /^\* the connection to 127\.0\.0\.1 port \d+ from port \d+ is used again$/m);
    assert.match(err, /6 B of body after 1 redirect, /);
  });

  it('archives each redirect with --har', async () => {
    const path = join(folder, 'moved.har');
    await get('/moved', '--har', path);
    const { log } = JSON.parse(readFileSync(path, 'utf8')) as {
      log: { entries: { request: { url: string }; response: { status: number } }[] };
    };
    assert.deepEqual(
      log.entries.map(({ request, response }) => [new URL(request.url).pathname, response.status]),
      [
        ['/moved', 302],
        ['/text', 200],
      ],
    );
  });

  it('keeps credentials of the address out of what it says', async () => {
    const url = site.url.replace('//', '//ada:secret@');
    const { out, err } = await runCommand(['get', `${url}/torn`, '--json']);
    assert.doesNotMatch(out + err, /secret/);
  });
});

describe('tickwire get --interface godot', () => {
  it('asks with HTTPClient, which follows and decodes nothing', async () => {
    assert.equal((await get('/text', '--interface', 'godot')).out, 'hello\n');
    assert.equal((await get('/moved', '--interface', 'godot')).out, '302\n');
    assert.match((await get('/told', '--interface', 'godot', '-X', 'TRACE')).out, /^TRACE /);
  });

  it('sends what -v shows', async () => {
    const { out, err } = await get('/told', '-v', '-d', 'x', '--interface', 'godot');
    const sent = [...err.matchAll(/^> (.+)$/gm)].map(([, line]) => line!).slice(1);
    assert.deepEqual(sent, out.slice(0, out.indexOf('\n\n')).split('\n').slice(1));
  });

  it('fails with the same codes', async () => {
    assert.equal((await get('/torn', '--interface', 'godot')).code, 2);
    assert.equal((await get('/silent', '--interface', 'godot', '--max-time', '0.05')).code, 28);
  });

  it('says which options are not for it, and which methods are not for the other', async () => {
    assert.match(
      (await get('/text', '--interface', 'godot', '--max-redirs', '1')).err,
      /HTTPClient leaves that to the/,
    );
    const { code, err } = await get('/text', '-X', 'TRACE');
    assert.equal(code, 1);
    assert.match(err, /To try: --interface godot/);
  });
});

describe('tickwire request', () => {
  it('sends any method, with a body', async () => {
    const args = ['request', 'put', `${site.url}/told`, '-d', '{}', '-H', 'Content-Type: application/json'];
    const { code, out } = await runCommand(args);
    assert.equal(code, 0);
    assert.match(out, /^PUT \/told\n[^]*^Content-Type: application\/json$[^]*\n\n\{\}$/m);
  });

  it('prints the head that a HEAD brings', async () => {
    assert.match((await runCommand(['request', 'HEAD', `${site.url}/text`])).out, /^HTTP\/1.1 200 OK\r\n/);
  });
});
