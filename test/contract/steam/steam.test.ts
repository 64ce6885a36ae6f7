/** The contract of the Steam interface in Node: with the I/O thread, and with the same code inline. */
import { after, before, describe, it } from 'node:test';
import { SteamHTTP, set_logger } from '#src/steam/index.js';
import { closedPort } from '../../support/scripted-server.js';
import { contractSite } from '../site.js';
import { serve, type WebServer } from '../../steam/platforms.js';
import { steamContracts } from './contracts.js';

let scopes = 0;

for (const ioThread of [true, false]) {
  describe(`the Steam interface ${ioThread ? 'on the I/O thread' : 'inline'}`, () => {
    let server: WebServer;
    const warnings: string[] = [];
    before(async () => {
      new SteamHTTP({ ioThread }).close();
      server = await serve(contractSite());
      set_logger(({ source, message }) => warnings.push(`${source}: ${message}`));
    });
    after(async () => {
      set_logger(null);
      await server.close();
    });
    for (const { title, cases } of steamContracts) {
      describe(title, () => {
        for (const { title, run } of cases) {
          it(title, async () => {
            warnings.length = 0;
            const nobody = `http://127.0.0.1:${await closedPort()}/`;
            await run({ web: false, url: `${server.url}/~${++scopes}`, nobody, warnings });
          });
        }
      });
    }
  });
}
