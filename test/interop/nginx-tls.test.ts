/** HTTPClient against a real nginx with TLS: each version by itself, keep-alive, resumption, long bodies both ways. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { HTTPClient, TLSOptions, set_logger } from 'tickwire/godot';
import { chainOf, testCertificates } from '../support/certificates.js';
import { awaiting, connect, exchange, unyielding } from './drive.js';
import { nginxMissing, startNginx, type Nginx } from './nginx.js';

const BIG = Buffer.alloc(12 << 20, 'a body of twelve megabytes, in lines of odd length\n');
const { METHOD_GET, METHOD_PUT, STATUS_CONNECTED, STATUS_TLS_HANDSHAKE_ERROR } = HTTPClient;

const site = {
  files: { 'big.bin': BIG, 'uploads/.keep': '' },
  server: `
    ssl_session_cache shared:tickwire:1m;
    client_max_body_size 64m;
    location /told { return 200 "$ssl_protocol $ssl_server_name $ssl_session_reused"; }
    location /uploads/ { dav_methods PUT; }
  `,
};

const reason = nginxMissing();
if (reason !== null) console.log(`skipped: ${reason}`);

for (const version of ['TLSv1.2', 'TLSv1.3']) {
  describe(`HTTPClient and nginx with ${version} alone`, { skip: reason ?? false }, () => {
    const options = TLSOptions.client(chainOf());
    let nginx: Nginx;
    before(async () => {
      nginx = await startNginx({ ...site, tls: { ...testCertificates().servers.chained, protocols: version } });
    });
    after(() => nginx.stop());

    for (const drive of [awaiting, unyielding]) {
      it(`exchanges requests on one connection, and resumes the session on the next, ${drive.name}`, async () => {
        const client = new HTTPClient();
        for (const resumed of [/[.r]/, /r/]) {
          await connect(drive, client, 'localhost', nginx.port, options);
          for (let i = 0; i < 3; i++) {
            const { code, body, status } = await exchange(drive, client, METHOD_GET, '/told');
            assert.deepEqual([code, status], [200, STATUS_CONNECTED]);
            const [protocol, name, reuse = ''] = body.toString().split(' ');
            assert.deepEqual([protocol, name], [version, 'localhost']);
            assert.match(reuse, resumed);
          }
        }
        client.close();
      });

      it(`reads and sends long bodies, ${drive.name}`, async () => {
        const client = new HTTPClient();
        client.read_chunk_size = 1 << 20;
        await connect(drive, client, '127.0.0.1', nginx.port, options);
        const { body } = await exchange(drive, client, METHOD_GET, '/big.bin');
        assert.ok(body.equals(BIG));
        const { code } = await exchange(drive, client, METHOD_PUT, '/uploads/big.bin', [], BIG);
        assert.ok(code === 201 || code === 204);
        const back = await exchange(drive, client, METHOD_GET, '/uploads/big.bin');
        assert.ok(back.body.equals(BIG));
        client.close();
      });
    }
  });
}

describe('HTTPClient and nginx with TLSv1.1 alone', { skip: reason ?? false }, () => {
  it('refuses, and says why', async () => {
    const nginx = await startNginx({ ...site, tls: { ...testCertificates().servers.valid, protocols: 'TLSv1.1' } });
    const warnings: string[] = [];
    set_logger(({ message }) => warnings.push(message));
    const client = new HTTPClient();
    client.connect_to_host('localhost', nginx.port, TLSOptions.client_unsafe());
    const { STATUS_RESOLVING, STATUS_CONNECTING } = HTTPClient;
    await awaiting.until(client, () => ![STATUS_RESOLVING, STATUS_CONNECTING].includes(client.get_status() as never));
    assert.equal(client.get_status(), STATUS_TLS_HANDSHAKE_ERROR);
    assert.match(warnings.join('\n'), /no version of TLS from 1\.2 on/);
    set_logger(null);
    await nginx.stop();
  });
});

describe('HTTPClient and nginx without TLS', { skip: reason ?? false }, () => {
  it('reports a failed handshake when it speaks TLS there', async () => {
    const nginx = await startNginx({ files: {}, server: '' });
    const warnings: string[] = [];
    set_logger(({ message }) => warnings.push(message));
    const client = new HTTPClient();
    client.connect_to_host('127.0.0.1', nginx.port, TLSOptions.client_unsafe());
    await awaiting.until(client, () => client.get_status() !== HTTPClient.STATUS_CONNECTING);
    assert.equal(client.get_status(), STATUS_TLS_HANDSHAKE_ERROR);
    assert.match(warnings.join('\n'), /does not speak TLS/);
    set_logger(null);
    await nginx.stop();
  });
});
