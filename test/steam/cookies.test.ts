/** Cookie containers, through requests to servers on loopback. The rules for single cookies have their tests in cookies/. */
import assert from 'node:assert/strict';
import type http from 'node:http';
import { it } from 'node:test';
import { SteamHTTP } from '#src/steam/index.js';
import { until } from '../support/polling.js';
import { get, onEachPlatform, untilCompleted, withServer, withSteam } from './platforms.js';

/** A GET with a container; gives the body. */
async function fetchWith(steam: SteamHTTP, container: number, url: string, cookie?: string): Promise<string> {
  const handle = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_GET, url);
  if (container !== 0) assert.equal(steam.setHTTPRequestCookieContainer(handle, container), true);
  if (cookie !== undefined) steam.setHTTPRequestHeaderValue(handle, 'Cookie', cookie);
  steam.sendHTTPRequest(handle);
  const [ended] = await untilCompleted(steam, handle);
  assert.equal(steam.getHTTPRequestError(handle), null);
  const body = Buffer.from(steam.getHTTPResponseBodyData(handle, ended!.size)).toString();
  steam.releaseHTTPRequest(handle);
  return body;
}

/** Answers with the cookies it was sent. `/set?cookie` sets one, `/to?place` redirects. */
const mirror: http.RequestListener = (request, response) => {
  const [path = '', query = ''] = request.url!.split('?');
  const text = decodeURIComponent(query);
  if (path.startsWith('/set')) response.setHeader('Set-Cookie', text.split('|'));
  if (path.endsWith('/to')) {
    const [place = '', ...cookies] = text.split('|');
    response.writeHead(302, { Location: place, 'Set-Cookie': cookies });
  }
  response.end(request.headers.cookie ?? '');
};

onEachPlatform('cookie containers', () => {
  const withMirror = (use: (steam: SteamHTTP, url: string) => Promise<void>, options = {}): Promise<void> =>
    withServer(mirror, (url) => withSteam((steam) => use(steam, url), options));

  it('send what the program put in, to requests that have them and no others', async () => {
    await withMirror(async (steam, url) => {
      const container = steam.createCookieContainer(true);
      assert.notEqual(container, 0);
      assert.equal(steam.setHTTPCookie(container, '127.0.0.1', '/', 'a=1; Path=/'), true);
      assert.equal(await fetchWith(steam, container, `${url}/`), 'a=1');
      assert.equal(steam.setHTTPCookie(container, '127.0.0.1', `${url}/x/`, 'b=2'), true);
      assert.equal(await fetchWith(steam, container, `${url}/x/y`), 'b=2; a=1');
      assert.equal(await fetchWith(steam, container, `${url}/`), 'a=1');
      assert.equal(await fetchWith(steam, 0, `${url}/`), '');
      assert.equal(await fetchWith(steam, steam.createCookieContainer(true), `${url}/`), '');
    });
  });

  it('keep what responses set, each Set-Cookie field for itself', async () => {
    await withMirror(async (steam, url) => {
      const container = steam.createCookieContainer(true);
      const cookies = 'a=1; Expires=Wed, 01 Jan 2098 00:00:00 GMT|b=2, c=3|bad; Secure|d=4; HttpOnly';
      await fetchWith(steam, container, `${url}/set?${encodeURIComponent(cookies)}`);
      assert.equal(await fetchWith(steam, container, `${url}/`), 'a=1; b=2, c=3; d=4');
      await fetchWith(steam, container, `${url}/set?${encodeURIComponent('a=; Max-Age=0')}`);
      assert.equal(await fetchWith(steam, container, `${url}/`), 'b=2, c=3; d=4');
    });
  });

  it('are not changed by responses if they were made so', async () => {
    await withMirror(async (steam, url) => {
      const container = steam.createCookieContainer(false);
      steam.setHTTPCookie(container, '127.0.0.1', '/', 'a=1');
      await fetchWith(steam, container, `${url}/set?a=2|b=3`);
      assert.equal(await fetchWith(steam, container, `${url}/`), 'a=1');
    });
  });

  it("come behind the program's own Cookie header", async () => {
    await withMirror(async (steam, url) => {
      const container = steam.createCookieContainer(true);
      steam.setHTTPCookie(container, '127.0.0.1', '/', 'a=1');
      assert.equal(await fetchWith(steam, container, `${url}/`, 'mine=0; too=0'), 'mine=0; too=0; a=1');
    });
  });

  it('apply at each hop of a redirect, by the rules of that hop', async () => {
    await withMirror(async (steam, url) => {
      const container = steam.createCookieContainer(true);
      steam.setHTTPCookie(container, '127.0.0.1', '/', 'here=1');
      steam.setHTTPCookie(container, 'localhost', '/', 'there=1');
      const there = `${url.replace('127.0.0.1', 'localhost')}/x`;
      const target = `${url}/to?${encodeURIComponent(`${there}|late=2`)}`;
      assert.equal(await fetchWith(steam, container, target, 'mine=0'), 'there=1', 'nothing crosses to another host');
      assert.equal(
        await fetchWith(steam, container, `${url}/to?${encodeURIComponent('/x|later=3')}`),
        'here=1; late=2; later=3',
      );
    });
  });

  it('hold for requests that wait while another response changes them', async () => {
    await withMirror(
      async (steam, url) => {
        const container = steam.createCookieContainer(true);
        const [login, next] = [`${url}/set?sid=42`, `${url}/`].map((place) => {
          const handle = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_GET, place);
          steam.setHTTPRequestCookieContainer(handle, container);
          steam.sendHTTPRequest(handle);
          return handle;
        }) as [number, number];
        await untilCompleted(steam, login, next);
        assert.equal(Buffer.from(steam.getHTTPResponseBodyData(next, 6)).toString(), 'sid=42');
      },
      { maxConnections: 1 },
    );
  });

  it('that are released go on serving what was sent with them', async () => {
    let held: http.ServerResponse | null = null;
    let cookie = '';
    await withServer(
      (request, response) => {
        cookie = request.headers.cookie ?? '';
        if (request.url === '/held') held = response;
        else response.end();
      },
      (url) =>
        withSteam(
          async (steam) => {
            const container = steam.createCookieContainer(true);
            steam.setHTTPCookie(container, '127.0.0.1', '/', 'a=1');
            const [one, two] = ['held', 'waiting'].map((name) => {
              const handle = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_GET, `${url}/${name}`);
              steam.setHTTPRequestCookieContainer(handle, container);
              steam.sendHTTPRequest(handle);
              return handle;
            }) as [number, number];
            await until('the first request', () => {
              steam.run_callbacks();
              return held ?? undefined;
            });
            assert.equal(steam.releaseCookieContainer(container), true);
            assert.equal(steam.setHTTPCookie(container, '127.0.0.1', '/', 'a=2'), false);
            cookie = '';
            held?.end();
            await untilCompleted(steam, one, two);
            assert.equal(cookie, 'a=1');
          },
          { maxConnections: 1 },
        ),
    );
  });
});

it('cookie handles: the forms of the document mean the container created last of those alive', async () => {
  await withSteam(async (steam) => {
    assert.equal(steam.setHTTPCookie('example.com', '/', 'a=1'), false, 'there is none');
    assert.equal(steam.releaseCookieContainer(), false);
    const [one, two] = [steam.createCookieContainer(true), steam.createCookieContainer(true)];
    assert.notEqual(one, two);
    assert.equal(steam.setHTTPCookie('example.com', '/', 'a=1'), true);
    assert.equal(steam.releaseCookieContainer(), true);
    assert.equal(steam.releaseCookieContainer(two), false, 'that was the second');
    assert.equal(steam.releaseCookieContainer(undefined), true);
    assert.equal(steam.releaseCookieContainer(one), false);
    assert.equal(steam.releaseCookieContainer(), false);
    await Promise.resolve();
  });
});

it('cookie handles that are bad are answered with false', async () => {
  await withSteam(async (steam) => {
    const request = steam.createHTTPRequest(SteamHTTP.HTTP_METHOD_GET, 'http://example.com/');
    const container = steam.createCookieContainer(true);
    for (const bad of [0, -1, 0.5, NaN, container + 1, 2 ** 40]) {
      assert.equal(steam.setHTTPCookie(bad, 'example.com', '/', 'a=1'), false);
      assert.equal(steam.releaseCookieContainer(bad), false);
      assert.equal(steam.setHTTPRequestCookieContainer(request, bad), false);
      assert.equal(steam.setHTTPRequestCookieContainer(bad, container), bad === request);
    }
    await Promise.resolve();
  });
});

it('a cookie is answered for at once: before any request, and by the rules', async () => {
  await withSteam(async (steam) => {
    steam.createCookieContainer(true);
    assert.equal(steam.setHTTPCookie('example.com', 'http://example.com/', 'a=1; Secure'), false);
    assert.equal(steam.setHTTPCookie('example.com', 'https://example.com/', 'a=1; Secure'), true);
    assert.equal(steam.setHTTPCookie('example.com', '/', 'a=1; Domain=com'), false);
    assert.equal(steam.setHTTPCookie('example.com', 'https://example.org/', 'a=1'), false);
    assert.equal(steam.setHTTPCookie('example.com', '/', 'nameless'), false);
    assert.equal(steam.setHTTPCookie('example.com', '/', '__Host-a=1'), false);
    await Promise.resolve();
  });
});

it('cookie functions throw for wrong types, naming the argument', async () => {
  await withSteam(async (steam) => {
    const loose = steam as unknown as Record<string, (...args: unknown[]) => unknown>;
    const throws = (name: string, args: unknown[], message: RegExp): void => {
      assert.throws(() => loose[name]!(...args), message, name);
    };
    throws('createCookieContainer', [1], /allow_responses_to_modify must be true or false/);
    throws('releaseCookieContainer', [null], /cookie_handle must be a number/);
    throws('setHTTPCookie', [1, 2, '/', 'a=1'], /host must be a string/);
    throws('setHTTPCookie', ['example.com', '/'], /cookie must be a string/);
    throws('setHTTPCookie', ['1', 'example.com', '/', 'a=1'], /cookie_handle must be a number/);
    throws('setHTTPRequestCookieContainer', [1, '1'], /cookie_handle must be a number/);
    await Promise.resolve();
  });
});

it('a container is gone after close()', async () => {
  await withServer(mirror, async (url) => {
    await withSteam(async (steam) => {
      const container = steam.createCookieContainer(true);
      steam.setHTTPCookie(container, '127.0.0.1', '/', 'a=1');
      steam.close();
      assert.equal(steam.releaseCookieContainer(container), false);
      const { success } = await get(steam, `${url}/`);
      assert.equal(success, true);
    });
  });
});

it('a cookie lives from when it was set, however late the far end hears of it', async (context) => {
  await withServer(mirror, async (url) => {
    await withSteam(
      async (steam) => {
        context.mock.timers.enable({ apis: ['Date'], now: Date.now() });
        const container = steam.createCookieContainer(true);
        steam.setHTTPCookie(container, '127.0.0.1', '/', 'brief=1; Max-Age=10');
        steam.setHTTPCookie(container, '127.0.0.1', '/', 'long=2; Max-Age=60');
        context.mock.timers.tick(10_000);
        assert.equal(await fetchWith(steam, container, `${url}/`), 'long=2', 'nothing was told before this request');
        context.mock.timers.tick(50_000);
        assert.equal(await fetchWith(steam, container, `${url}/`), '');
      },
      { ioThread: false },
    );
  });
});
