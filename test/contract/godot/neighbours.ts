/** The classes and functions around HTTPClient, as far as they are the same everywhere. */
import assert from 'node:assert/strict';
import {
  CryptoKey,
  GodotError,
  HTTPClient,
  Method,
  ResponseCode,
  Status,
  StreamPeerBuffer,
  StreamPeerTCP,
  StreamPeerTLS,
  TLSOptions,
  X509Certificate,
  configureIo,
  errorName,
  set_logger,
  version,
} from '#src/godot/index.js';
import { layouts, write } from '../../godot/number-layouts.js';
import type { Contract, ContractCase } from '../contract.js';
import { text, type GodotEnvironment } from './environment.js';

export const neighbours: Contract<GodotEnvironment> = {
  title: 'neighbours',
  cases: [
    {
      title: 'carries its constants on the class and on instances',
      run: () => {
        const client = new HTTPClient();
        for (const constants of [Method, Status, ResponseCode]) {
          for (const [name, number] of Object.entries(constants)) {
            assert.equal(HTTPClient[name as 'METHOD_GET'], number as 0);
            assert.equal(client[name as 'METHOD_GET'], number as 0);
          }
        }
      },
    },
    {
      title: 'makes the query strings of the manual',
      run: () => {
        const client = new HTTPClient();
        const login = { username: 'user', password: 'pass' };
        assert.equal(client.query_string_from_dict(login), 'username=user&password=pass');
        const fields = { single: 123, not_valued: null, multiple: [22, 33, 44] };
        const made = client.query_string_from_dict(fields);
        assert.equal(made, 'single=123&not_valued&multiple=22&multiple=33&multiple=44');
        assert.equal(client.query_string_from_dict(new Map([['ü &', 'a+b €']])), '%C3%BC%20%26=a%2Bb%20%E2%82%AC');
      },
    },
    ...layouts.map(([reader, value, bytes], index): ContractCase<GodotEnvironment> => ({
      title: `StreamPeerBuffer keeps what ${reader} reads (layout ${index + 1}) in both byte orders`,
      run: () => {
        for (const bigEndian of [true, false]) {
          const buffer = new StreamPeerBuffer();
          buffer.big_endian = bigEndian;
          write(buffer, reader, value);
          assert.equal(text(buffer.data_array), text(bigEndian ? bytes : bytes.slice().reverse()));
          buffer.seek(0);
          const read = buffer[reader]();
          assert.ok(Object.is(read, value), `${read} instead of ${value}`);
        }
      },
    })),
    {
      title: 'StreamPeerBuffer keeps texts and bytes',
      run: () => {
        const buffer = new StreamPeerBuffer();
        buffer.put_utf8_string('Grüße €');
        buffer.put_string('plain');
        assert.equal(buffer.put_data(new Uint8Array([1, 2, 3])), GodotError.OK);
        buffer.seek(0);
        assert.equal(buffer.get_utf8_string(), 'Grüße €');
        assert.equal(buffer.get_string(), 'plain');
        assert.deepEqual(buffer.get_data(3), [GodotError.OK, new Uint8Array([1, 2, 3])]);
        assert.equal(buffer.get_partial_data(1)[0], GodotError.ERR_FILE_EOF);
      },
    },
    {
      title: 'TLSOptions keep what they were made of',
      run: () => {
        const chain = new X509Certificate();
        const options = TLSOptions.client(chain, 'example.com');
        assert.equal(options.get_trusted_ca_chain(), chain);
        assert.equal(options.get_common_name_override(), 'example.com');
        assert.equal(options.is_unsafe_client(), false);
        assert.equal(TLSOptions.client_unsafe().is_unsafe_client(), true);
        assert.equal(TLSOptions.server(new CryptoKey(), chain).is_server(), true);
      },
    },
    {
      title: 'refuses the TLS options of a server',
      run: (environment) => {
        const client = new HTTPClient();
        const options = TLSOptions.server(new CryptoKey(), new X509Certificate());
        assert.equal(client.connect_to_host('localhost', 443, options), GodotError.ERR_INVALID_PARAMETER);
        assert.equal(client.get_status(), HTTPClient.STATUS_DISCONNECTED);
        assert.equal(environment.warnings.length, 1);
      },
    },
    {
      title: 'StreamPeerTCP and StreamPeerTLS are not connected at first',
      run: () => {
        const tcp = new StreamPeerTCP();
        assert.equal(tcp.get_status(), StreamPeerTCP.STATUS_NONE);
        assert.equal(tcp.poll(), GodotError.OK);
        assert.equal(tcp.get_available_bytes(), 0);
        assert.equal(tcp.get_connected_host(), '');
        assert.notEqual(tcp.put_partial_data(new Uint8Array(1))[0], GodotError.OK);
        tcp.disconnect_from_host();
        const tls = new StreamPeerTLS();
        assert.equal(tls.get_status(), StreamPeerTLS.STATUS_DISCONNECTED);
        assert.equal(tls.get_stream(), null);
        tls.disconnect_from_stream();
        assert.throws(() => tcp.connect_to_host(7 as unknown as string, 80), TypeError);
      },
    },
    {
      title: 'X509Certificate and CryptoKey are empty at first',
      run: (environment) => {
        assert.equal(new X509Certificate().save_to_string(), '');
        const key = new CryptoKey();
        assert.equal(key.is_public_only(), true);
        assert.equal(key.save_to_string(), '');
        assert.equal(environment.warnings.length, 1);
        assert.throws(() => new X509Certificate().load(7 as unknown as string), TypeError);
        assert.throws(() => new CryptoKey().load_from_string('', 7 as unknown as boolean), TypeError);
      },
    },
    {
      title: 'configureIo takes what it knows and throws for the rest',
      run: () => {
        configureIo({});
        assert.throws(() => {
          configureIo({ ioThread: 'yes' as unknown as boolean });
        }, TypeError);
        assert.throws(() => {
          configureIo({ threads: 3 } as unknown as { ioThread: boolean });
        }, TypeError);
      },
    },
    {
      title: 'names errors, and has a version',
      run: () => {
        assert.equal(errorName(GodotError.ERR_CANT_CONNECT), 'ERR_CANT_CONNECT');
        assert.match(version, /^\d+\.\d+\.\d+/);
        assert.throws(() => {
          set_logger('console' as unknown as null);
        }, TypeError);
      },
    },
  ],
};
