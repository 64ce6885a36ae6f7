/**
 * How old a response is (RFC 9111 section 4.2.3). The library counts from `Age` alone and leaves out the clock of the
 * origin and the time the response was under way.
 */
import { combined } from './fields.js';
import { parseHttpDate } from './http-date.js';
import type { ReceivedHead } from './stored-response.js';

/** When the origin made the response; where it does not say, when it was received (RFC 9110 section 6.6.1). */
export function dateOf(response: ReceivedHead): number {
  return parseHttpDate(combined(response, 'date'), response.responseTime) ?? response.responseTime;
}

/** Reading a date takes longer than the rest of an answer from the cache. */
const births = new WeakMap<ReceivedHead, number>();

/** The moment at which the response was of age 0. */
export function bornAt(response: ReceivedHead): number {
  let birth = births.get(response);
  if (birth === undefined) {
    const { requestTime, responseTime } = response;
    const apparentAge = Math.max(0, responseTime - dateOf(response));
    const correctedAge = ageValue(response) * 1000 + (responseTime - requestTime);
    birth = responseTime - Math.max(apparentAge, correctedAge);
    births.set(response, birth);
  }
  return birth;
}

/** The value `Age` has now, in whole seconds. */
export function ageOf(response: ReceivedHead, now: number): number {
  return Math.max(0, Math.floor((now - bornAt(response)) / 1000));
}

/** Section 5.1: of a list the first counts; what is no number is not there. */
function ageValue(response: ReceivedHead): number {
  const first = combined(response, 'age')?.split(',')[0]?.trim() ?? '';
  return /^\d+$/.test(first) ? Math.min(Number(first), 2 ** 31) : 0;
}
