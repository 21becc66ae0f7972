import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { os } from '@orpc/server';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { temporaryFolder } from '../../native-models/reference/temporary-folder.ts';
import { serve } from './serve.ts';

const PICTURE = 'ab'.repeat(32);

async function serving() {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'pages'));
  await writeFile(join(folder, 'pages', 'index.html'), '<!doctype html><title>Heirloom</title>');
  await writeFile(join(folder, 'secret.txt'), 'not for the page');
  await writeFile(join(folder, `${PICTURE}.png`), 'png');
  await writeFile(join(folder, `${PICTURE}256.png`), 'small');
  const server = await serve({
    router: { echo: os.handler(({ input }) => input) },
    pages: join(folder, 'pages'),
    pictureFile: async (id, size) => (id === PICTURE ? { folder, path: `${id}${size ?? ''}.png` } : null),
    host: '127.0.0.1',
    port: 0,
  });
  onTestFinished(() => server.close());
  const { origin, searchParams } = new URL(server.address);
  return { origin, host: new URL(origin).host, cookie: `heirloom_token=${searchParams.get('token')}`, server };
}

/** The status that a WebSocket handshake was answered with; 101 when it was taken. */
function handshake(origin: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, { headers });
    socket.once('open', () => (socket.close(), resolve(101)));
    socket.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
    socket.once('error', reject);
  });
}

test('without the token everything is 401, and says how to get in', async () => {
  const { origin } = await serving();
  for (const path of ['/', '/index.html', `/picture/${PICTURE}`, '/?token=wrong']) {
    const response = await fetch(origin + path, { redirect: 'manual' });
    expect(response.status, path).toBe(401);
    expect(await response.text()).toContain('Open the address that Heirloom printed');
  }
  expect(await handshake(origin, {})).toBe(401);
});

test('a picture comes in the sizes that there are, and in no other', async () => {
  const { origin, cookie } = await serving();
  const get = (query: string) => fetch(`${origin}/picture/${PICTURE}${query}`, { headers: { cookie } });
  expect(await (await get('')).text()).toBe('png');
  expect(await (await get('?size=256')).text()).toBe('small');
  for (const query of ['?size=257', '?size=', '?size=../256']) expect((await get(query)).status, query).toBe(404);
});

test('the address with the token becomes a cookie that scripts cannot read, and an address without it', async () => {
  const { server, origin, cookie } = await serving();
  const response = await fetch(server.address, { redirect: 'manual' });
  expect(response.status).toBe(303);
  expect(response.headers.get('location')).toBe('/');
  expect(response.headers.get('set-cookie')).toBe(`${cookie}; Path=/; HttpOnly; SameSite=Strict`);
  const page = await fetch(origin, { headers: { cookie } });
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('Heirloom');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
});

test('a page from elsewhere gets nowhere, token or not', async () => {
  const { origin, cookie } = await serving();
  expect(await handshake(origin, { cookie, origin: 'http://evil.example' })).toBe(403);
  expect((await fetch(origin, { headers: { cookie, origin: 'http://evil.example' } })).status).toBe(403);
  expect(await handshake(origin, { cookie, origin })).toBe(101);
  expect(await handshake(origin, { cookie, host: 'evil.example' })).toBe(403);
});

test('pages and pictures are served, and nothing outside their folders', async () => {
  const { origin, cookie } = await serving();
  const get = (path: string) => fetch(origin + path, { headers: { cookie } });
  expect(await (await get(`/picture/${PICTURE}`)).text()).toBe('png');
  expect((await get(`/picture/${PICTURE}`)).headers.get('cache-control')).toContain('immutable');
  expect((await get(`/picture/${'cd'.repeat(32)}`)).status).toBe(404);
  expect((await get('/..%2fsecret.txt')).status).toBe(404);
  expect((await get('/%2e%2e/secret.txt')).status).toBe(404);
});

test('the router answers over the socket', async () => {
  const { origin, cookie } = await serving();
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, { headers: { cookie, origin } });
  onTestFinished(() => socket.close());
  const client = createORPCClient<{ echo: (input: string) => Promise<string> }>(
    new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }),
  );
  expect(await client.echo('hello')).toBe('hello');
});

test('a port that is taken is said, with what to do', async () => {
  const { host } = await serving();
  const again = serve({
    router: {},
    pages: '.',
    pictureFile: async () => null,
    host: '127.0.0.1',
    port: Number(host.split(':')[1]),
  });
  await expect(again).rejects.toThrow(/port \d+ is taken/);
});
