/**
 * Small programs that use the installed package: all doors, both module systems, the types, the command, and each
 * dependency through what it is there for.
 */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run } from '../../test/docs/running.js';

/** By file name. `$SITE` is the address of a server. */
const programs = {
  'all-doors.mjs': `
import * as both from 'tickwire';
import { HTTPClient } from 'tickwire/godot';
import { Steam } from 'tickwire/steam';
if (both.HTTPClient !== HTTPClient || both.Steam !== Steam) throw new Error('the doors differ');
`,
  'cookies-and-cache.mjs': `
import assert from 'node:assert/strict';
import { SteamHTTP } from 'tickwire/steam';

async function ask(steam, container) {
  const request = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_GET, '$SITE/scores');
  if (container !== 0) steam.setHTTPRequestCookieContainer(request, container);
  steam.sendHTTPRequest(request);
  await steam.whenCompleted(request);
  return steam.getHTTPResponseCacheStatus(request);
}

for (const expected of ['miss', 'hit']) {
  const steam = new SteamHTTP({ cacheDirectory: 'cache' });
  assert.equal(await ask(steam, 0), expected);
  await steam.flushHTTPCache();
  steam.close();
}
const steam = new SteamHTTP();
const container = steam.createCookieContainer(false);
assert.equal(steam.setHTTPCookie(container, 'example.com', '/', 'a=b'), true);
assert.equal(steam.setHTTPCookie(container, 'example.com', '/', 'a=b; Domain=com'), false);
assert.equal(await ask(steam, container), 'miss');
`,
  'required.cjs': `
const { HTTPClient, Steam } = require('tickwire');
if (require('tickwire/godot').HTTPClient !== HTTPClient || require('tickwire/steam').Steam !== Steam) throw new Error();
`,
  'strict.mts': `
import { HTTPClient, type Status } from 'tickwire/godot';
import { Steam, type HTTPRequestError } from 'tickwire/steam';
export const status: Status = new HTTPClient().get_status();
export const error: HTTPRequestError | null = Steam.getHTTPRequestError(1);
`,
};

/** Types alone, for programs without Node's types, in both ways in which a project resolves modules. */
const typeChecks = {
  nodenext: { module: 'nodenext' },
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
};

/**
 * @param folder - The project.
 * @param site - The address of a server.
 * @returns What does not work.
 */
export async function checkUse(folder: string, site: string): Promise<string[]> {
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(folder, name), text.replaceAll('$SITE', site));
  }
  for (const [name, options] of Object.entries(typeChecks)) {
    const compilerOptions = { ...options, noEmit: true, strict: true, target: 'es2022', lib: ['es2022'], types: [] };
    const tsconfig = { compilerOptions, files: ['strict.mts'] };
    writeFileSync(join(folder, `tsconfig.${name}.json`), JSON.stringify(tsconfig));
  }
  const faults: string[] = [];
  for (const [title, command] of Object.entries(attempts(site))) {
    const { code, output, complaints } = await run(command, folder);
    if (code !== 0 || complaints !== '') faults.push(`${title} (exit code ${code}):\n${output}${complaints}`);
  }
  return faults;
}

function attempts(site: string): Record<string, string[]> {
  const node = process.execPath;
  const tsc = resolve('node_modules/typescript/bin/tsc');
  const canRequire = (process.features as { readonly require_module?: boolean }).require_module === true;
  if (!canRequire) console.log(`Node ${process.versions.node} cannot require() ES modules: not tried`);
  return {
    import: [node, 'all-doors.mjs'],
    'cookies and cache': [node, 'cookies-and-cache.mjs'],
    ...(canRequire ? { require: [node, 'required.cjs'] } : {}),
    'the command': [join('node_modules', '.bin', 'tickwire'), 'get', `${site}/scores`],
    'types with nodenext': [node, tsc, '-p', 'tsconfig.nodenext.json'],
    'types with bundler': [node, tsc, '-p', 'tsconfig.bundler.json'],
  };
}
