/** docs/compatibility.md names every function that the Steam interface has beside GodotSteam's document. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { SteamHTTP } from '#src/steam/index.js';

const documented: ReadonlySet<string> = new Set([
  'createCookieContainer',
  'createHTTPRequest',
  'deferHTTPRequest',
  'getHTTPDownloadProgressPct',
  'getHTTPRequestWasTimedOut',
  'getHTTPResponseBodyData',
  'getHTTPResponseBodySize',
  'getHTTPResponseHeaderSize',
  'getHTTPResponseHeaderValue',
  'getHTTPStreamingResponseBodyData',
  'prioritizeHTTPRequest',
  'releaseCookieContainer',
  'releaseHTTPRequest',
  'sendHTTPRequest',
  'sendHTTPRequestAndStreamResponse',
  'setHTTPCookie',
  'setHTTPRequestAbsoluteTimeoutMS',
  'setHTTPRequestContextValue',
  'setHTTPRequestCookieContainer',
  'setHTTPRequestGetOrPostParameter',
  'setHTTPRequestHeaderValue',
  'setHTTPRequestNetworkActivityTimeout',
  'setHTTPRequestRawPostBody',
  'setHTTPRequestRequiresVerifiedCertificate',
  'setHTTPRequestUserAgentInfo',
  'run_callbacks',
]);

it('docs/compatibility.md has every addition of the Steam interface', () => {
  const functions = Object.getOwnPropertyNames(SteamHTTP.prototype).filter((name) => name !== 'constructor');
  const additions = functions.filter((name) => !documented.has(name));
  assert.equal(functions.length - additions.length, documented.size);
  const paragraphs = readFileSync('docs/compatibility.md', 'utf8').split('\n\n');
  const paragraph = paragraphs.find((text) => text.startsWith('Beside the document there are ')) ?? '';
  const named = [...paragraph.matchAll(/`(\w+)`/g)].map(([, name]) => name!);
  assert.deepEqual(named.filter((name) => name !== 'run_callbacks' && name !== 'SteamHTTP').sort(), additions.sort());
});
