/** Bodies: every byte of them, in pieces of the size that the program wants. */
import assert from 'node:assert/strict';
import { HTTPClient } from '#src/godot/index.js';
import { nextTurn } from '../../support/next-turn.js';
import { awaitAnswer, connect, readBody, until } from '../../support/polling.js';
import type { Bytes, ServerStep } from '../../support/scripted-server.js';
import type { Contract, ContractCase } from '../contract.js';
import { afterAnswer, hello, lengthOf, text, withServer, type GodotEnvironment } from './environment.js';

const {
  STATUS_DISCONNECTED: DISCONNECTED,
  STATUS_CONNECTED: CONNECTED,
  STATUS_BODY: BODY,
  METHOD_GET: GET,
  METHOD_POST: POST,
} = HTTPClient;

const play = (...sends: Bytes[]): ServerStep[] => [{ expect: 'request' }, ...sends.map((send) => ({ send }))];
const counted = (length: number): string => `HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n\r\n`;
const chunkedHead = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
const allBytes = String.fromCharCode(...Array.from({ length: 256 }, (_, i) => i));

const framings: readonly [what: string, steps: readonly ServerStep[], body: string, closes: boolean][] = [
  ['a counted body', play(counted(256) + allBytes), allBytes, false],
  ['a chunked body', play(`${chunkedHead}100\r\n${allBytes}\r\n5\r\nhello\r\n0\r\n\r\n`), `${allBytes}hello`, false],
  ['a body until the server closes', [...play(`HTTP/1.1 200 OK\r\n\r\n${allBytes}`), { end: true }], allBytes, true],
  ['chunk extensions and trailers', play(`${chunkedHead}5;a=b\r\nhello\r\n0\r\nX-T: 1\r\n\r\n`), 'hello', false],
  ['a body that comes byte by byte', [{ expect: 'request' }, { send: hello, each: 1 }], 'hello', false],
];

/** Bytes that are all different from their neighbours: those of a counter, four bytes each. */
const piece = 65536;
const counters = text(new Uint8Array(Uint32Array.from({ length: piece / 4 }, (_, i) => i * 2654435761).buffer));

export const bodies: Contract<GodotEnvironment> = {
  title: 'bodies',
  cases: [
    ...framings.map(([what, steps, body, closes]): ContractCase<GodotEnvironment> => ({
      title: `reads every byte of ${what}`,
      run: async (environment) => {
        await withServer(environment, steps, async (client) => {
          client.request(GET, '/', []);
          assert.equal(await awaitAnswer(client), BODY);
          assert.equal(text(await readBody(client)), body);
          assert.equal(client.get_status(), closes ? DISCONNECTED : afterAnswer(environment));
          assert.equal(client.get_response_code(), 200);
          assert.deepEqual(environment.warnings, []);
        });
      },
    })),
    {
      title: 'reads at most read_chunk_size at once, and that much when it is there',
      run: async (environment) => {
        const whole = play([chunkedHead, { repeat: '64\r\n' + 'x'.repeat(100) + '\r\n', count: 20 }, '0\r\n\r\n']);
        const other = play([counted(2000), { repeat: 'x', count: 2000 }]);
        for (const steps of [whole, other]) {
          await withServer(environment, steps, async (client) => {
            client.read_chunk_size = 256;
            client.request(GET, '/', []);
            await awaitAnswer(client);
            // So that all of it is there.
            for (let i = 0; i < 200; i++) await nextTurn();
            const sizes: number[] = [];
            await until('the body', () => {
              sizes.push(client.read_response_body_chunk().length);
              return client.get_status() === BODY ? undefined : true;
            });
            assert.ok(sizes.every((size) => size <= 256));
            assert.equal(
              sizes.reduce((sum, size) => sum + size),
              2000,
            );
            assert.ok(sizes.includes(256));
          });
        }
      },
    },
    {
      title: 'reads in one piece when that is the size',
      run: async (environment) => {
        await withServer(environment, play([counted(300_000), { repeat: 'x', count: 300_000 }]), async (client) => {
          client.read_chunk_size = 16777216;
          client.request(GET, '/', []);
          await awaitAnswer(client);
          assert.equal((await readBody(client)).length, 300_000);
        });
      },
    },
    {
      title: 'reads into memory of the program’s own, as much as fits or read_chunk_size says',
      run: async (environment) => {
        for (const [length, chunkSize] of [
          [100, 65536],
          [5000, 1000],
        ] as const) {
          await withServer(
            environment,
            play(chunkedHead + `400\r\n${'x'.repeat(1024)}\r\n0\r\n\r\n`),
            async (client) => {
              client.read_chunk_size = chunkSize;
              client.request(GET, '/', []);
              await awaitAnswer(client);
              const memory = new Uint8Array(length).fill(1);
              let sum = 0;
              await until('the body', () => {
                const chunk = client.read_response_body_chunk(memory);
                sum += chunk.length;
                assert.ok(chunk.length <= Math.min(length, chunkSize));
                if (chunk.length > 0) assert.deepEqual([chunk.buffer, chunk.byteOffset], [memory.buffer, 0]);
                assert.ok(chunk.every((byte) => byte === 'x'.charCodeAt(0)));
                return client.get_status() === BODY ? undefined : true;
              });
              assert.equal(sum, 1024);
              assert.ok(memory.subarray(Math.min(length, chunkSize)).every((byte) => byte === 1));
            },
          );
        }
      },
    },
    {
      title: 'refuses memory that is none, or empty',
      run: () => {
        const client = new HTTPClient();
        for (const bad of [[1], 'memory', new ArrayBuffer(10), 10]) {
          assert.throws(() => client.read_response_body_chunk(bad as unknown as Uint8Array), {
            name: 'TypeError',
            message: /^HTTPClient\.read_response_body_chunk: into must be a Uint8Array or null/,
          });
        }
        assert.throws(() => client.read_response_body_chunk(new Uint8Array(0)), {
          name: 'TypeError',
          message: /empty/,
        });
        assert.equal(client.read_response_body_chunk(new Uint8Array(1)).length, 0);
        assert.equal(client.read_response_body_chunk(null).length, 0);
      },
    },
    {
      title: 'keeps read_chunk_size within 256 and 16777216, with a warning for what is outside',
      run: (environment) => {
        const client = new HTTPClient();
        assert.equal(client.read_chunk_size, 65536);
        for (const bad of [255, 16777217, 1000.5, NaN, -1]) {
          environment.warnings.length = 0;
          client.read_chunk_size = bad;
          assert.equal(client.get_read_chunk_size(), 65536);
          assert.equal(environment.warnings.length, 1);
        }
        client.set_read_chunk_size(256);
        assert.equal(client.read_chunk_size, 256);
        client.read_chunk_size = 16777216;
        assert.equal(client.read_chunk_size, 16777216);
      },
    },
    {
      title: 'gives memory that is the program’s to keep and to change',
      run: async (environment) => {
        await withServer(environment, play(counted(600) + 'abc'.repeat(200)), async (client) => {
          client.read_chunk_size = 256;
          client.request(GET, '/', []);
          await awaitAnswer(client);
          let whole = '';
          await until('the body', () => {
            client.poll();
            const chunk = client.read_response_body_chunk();
            assert.equal(chunk.byteLength, chunk.buffer.byteLength);
            assert.ok(chunk.buffer instanceof ArrayBuffer);
            whole += text(chunk);
            chunk.fill(0);
            return client.get_status() === BODY ? undefined : true;
          });
          assert.equal(whole, 'abc'.repeat(200));
        });
      },
    },
    {
      title: 'delivers every byte in order to a program that reads slowly',
      run: async (environment) => {
        const pieces = 256;
        const steps: ServerStep[] = [...play(counted(pieces * piece)), { send: counters, times: pieces }];
        await withServer(environment, steps, async (client) => {
          client.request(GET, '/', []);
          await awaitAnswer(client);
          assert.equal(client.get_response_body_length(), lengthOf(environment, pieces * piece));
          let read = 0;
          let turn = 0;
          await until('the download', () => {
            client.poll();
            if (++turn % 3 === 0) {
              const chunk = client.read_response_body_chunk();
              for (let i = 0; i < chunk.length; i += 997) {
                assert.equal(chunk[i], counters.charCodeAt((read + i) % piece), `byte ${read + i}`);
              }
              read += chunk.length;
            }
            return client.get_status() === BODY ? undefined : true;
          });
          assert.equal(read, pieces * piece);
          assert.equal(client.get_status(), afterAnswer(environment));
        });
      },
    },
    {
      title: 'reads a large body in a loop that ends when nothing is there',
      run: async (environment) => {
        const size = 8 * 1024 * 1024;
        await withServer(
          environment,
          play(counted(size), { repeat: counters, count: size / piece }),
          async (client) => {
            client.request(GET, '/', []);
            await awaitAnswer(client);
            let read = 0;
            await until('the download', () => {
              client.poll();
              for (;;) {
                const chunk = client.read_response_body_chunk();
                if (chunk.length === 0) break;
                read += chunk.length;
              }
              return client.get_status() === BODY ? undefined : true;
            });
            assert.equal(read, size);
          },
        );
      },
    },
    {
      title: 'uploads megabytes, every byte in its place',
      run: async (environment) => {
        const body = new Uint8Array(3_000_000).map((_, i) => i * 7);
        const kept = text(body);
        await withServer(environment, play(hello), async (client, server) => {
          client.request_raw(HTTPClient.METHOD_PUT, '/', [], body);
          assert.equal(await awaitAnswer(client), BODY);
          const [request] = await server.requests();
          const sent = request!.slice(request!.indexOf('\r\n\r\n') + 4);
          assert.equal(sent.length, kept.length);
          assert.ok(sent === kept);
        });
      },
    },
    {
      title: 'delivers an answer that comes before the upload has ended, and drops the connection then',
      notOnTheWeb: 'browsers send the whole request before they show an answer',
      run: async (environment) => {
        const refusal = 'HTTP/1.1 413 Content Too Large\r\nContent-Length: 5\r\n\r\nhello';
        await withServer(environment, [{ expect: 'head' }, { pause: true }, { send: refusal }], async (client) => {
          client.request_raw(POST, '/', [], new Uint8Array(64 * 1024 * 1024));
          assert.equal(await awaitAnswer(client), BODY);
          assert.equal(client.get_response_code(), 413);
          assert.equal(text(await readBody(client)), 'hello');
          assert.equal(client.get_status(), DISCONNECTED);
        });
      },
    },
    {
      title: 'delivers an answer although the server then slams the door on the upload',
      notOnTheWeb: 'browsers give up a request whose upload fails',
      run: async (environment) => {
        const refusal = 'HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello';
        const steps: ServerStep[] = [
          { expect: 'head' },
          { send: refusal },
          { end: true },
          { delay: 30 },
          { destroy: true },
        ];
        await withServer(environment, steps, async (client) => {
          client.request_raw(POST, '/', [], new Uint8Array(8 * 1024 * 1024));
          assert.equal(await awaitAnswer(client), BODY);
          assert.equal(text(await readBody(client)), 'hello');
        });
      },
    },
    {
      title: 'serves 200 clients at once',
      run: async (environment) => {
        const server = await environment.serve(play(hello));
        const clients = Array.from({ length: 200 }, () => new HTTPClient());
        const texts = await Promise.all(
          clients.map(async (client) => {
            assert.equal(await connect(client, server.port), CONNECTED);
            client.request(GET, '/', []);
            assert.equal(await awaitAnswer(client), BODY);
            return text(await readBody(client));
          }),
        );
        assert.deepEqual([...new Set(texts)], ['hello']);
        for (const client of clients) client.close();
        await server.close();
      },
    },
  ],
};
