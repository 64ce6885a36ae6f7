/** What the compiler knows: constants are literal types, unions are closed, wrong JavaScript types are refused. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { GodotError } from '#src/godot/error.js';
import type { HTTPClientConstants, ResponseCode, Status } from '#src/godot/http-client-constants.js';
import { httpClientConstants, Method } from '#src/godot/http-client-constants.js';
import type { HostArgument, parseHostArgument } from '#src/godot/host-argument.js';
import { StreamPeer } from '#src/godot/stream-peer.js';
import type { StreamPeerBuffer } from '#src/godot/stream-peer-buffer.js';

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the usual trick: T makes it invariant
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Expect<T extends true> = T;

/** Each member is checked by the compiler; the test below only keeps them referenced. */
export type Checks = [
  Expect<Equal<(typeof GodotError)['ERR_INVALID_PARAMETER'], 31>>,
  Expect<Equal<Extract<GodotError, 0 | 48 | 49>, 0 | 48>>,
  Expect<Equal<typeof Method.METHOD_POST, 2>>,
  Expect<Equal<Method, 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9>>,
  Expect<Equal<Status, 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9>>,
  Expect<Equal<Extract<ResponseCode, 418 | 103 | 425>, 418>>,
  Expect<Equal<typeof httpClientConstants, HTTPClientConstants>>,
  Expect<Equal<HTTPClientConstants['STATUS_BODY'], 7>>,
  Expect<Equal<HTTPClientConstants['RESPONSE_OK'], 200>>,
  Expect<Equal<ReturnType<StreamPeer['get_data']>, [GodotError, Uint8Array]>>,
  Expect<Equal<ReturnType<StreamPeer['put_partial_data']>, [GodotError, number]>>,
  Expect<Equal<ReturnType<StreamPeer['get_u64']>, bigint>>,
  Expect<Equal<ReturnType<StreamPeer['get_u32']>, number>>,
  Expect<Equal<ReturnType<typeof parseHostArgument>, HostArgument | string>>,
];

const neverCalled = (peer: StreamPeerBuffer, parse: typeof parseHostArgument): unknown[] => {
  // @ts-expect-error a constant is read-only
  httpClientConstants.METHOD_GET = 1;
  // @ts-expect-error 10 is no method
  const method: Method = 10;
  // @ts-expect-error 64-bit integers are bigints
  const exact: number = peer.get_64();
  // @ts-expect-error bytes are a Uint8Array
  peer.put_data('text');
  // @ts-expect-error only the 64-bit writers take a bigint
  peer.put_u32(1n);
  // @ts-expect-error the hooks are for subclasses
  peer._get_partial_data(1);
  return [
    method,
    exact,
    // @ts-expect-error there is no such method
    Method.METHOD_PROPFIND,
    // @ts-expect-error StreamPeer itself is no stream
    new StreamPeer(),
    // @ts-expect-error the result may be a sentence
    parse('a', 80, null).host,
  ];
};

it('is checked by the compiler', () => {
  assert.equal(typeof neverCalled, 'function');
});
