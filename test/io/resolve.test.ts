import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { interleaveFamilies, resolve, type Address } from '#src/io/resolve.js';

const v4 = (n: number): Address => ({ address: `192.0.2.${n}`, family: 4 });
const v6 = (n: number): Address => ({ address: `2001:db8::${n}`, family: 6 });

describe('the order of addresses', () => {
  it('alternates families, beginning with the preferred one (RFC 8305 section 4)', () => {
    assert.deepEqual(interleaveFamilies([v6(1), v6(2), v6(3), v4(1)]), [v6(1), v4(1), v6(2), v6(3)]);
    assert.deepEqual(interleaveFamilies([v4(1), v6(1), v6(2)]), [v4(1), v6(1), v6(2)]);
    assert.deepEqual(interleaveFamilies([v4(2), v4(1)]), [v4(2), v4(1)]);
    assert.deepEqual(interleaveFamilies([]), []);
  });
});

describe('resolving', () => {
  it('takes an address literal as it is, at once', () => {
    let seen: Address[] | null = null;
    resolve('::1', (_, addresses) => (seen = addresses));
    assert.deepEqual(seen, [{ address: '::1', family: 6 }]);
  });

  it('gives addresses for a name of this machine', async () => {
    const addresses = await new Promise<Address[]>((done) => {
      resolve('localhost', (_, found) => {
        done(found);
      });
    });
    assert.ok(addresses.some(({ address }) => address === '127.0.0.1' || address === '::1'));
  });

  it('gives the reason for a name that does not exist', async () => {
    const error = await new Promise<NodeJS.ErrnoException | null>((done) => {
      resolve('name.invalid', (failure) => {
        done(failure);
      });
    });
    assert.match(error?.code ?? '', /ENOTFOUND|EAI_AGAIN/);
  });
});
