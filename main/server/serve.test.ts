import { EventEmitter, once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { os } from '@orpc/server';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { temporaryFolder } from '../../native-models/reference/temporary-folder.ts';
import { keepAlive } from './keep-alive.ts';
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
  const { origin, port, searchParams } = new URL(server.address);
  return { origin, host: new URL(origin).host, cookie: `heirloom_token_${port}=${searchParams.get('token')}`, server };
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
  expect((await get(`/picture/${PICTURE}`)).headers.get('cross-origin-resource-policy')).toBe('same-origin');
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

/** Sends what a browser never would, and waits until the server has closed. @returns the answer. */
function sendRaw(host: string, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port: Number(host.split(':')[1]) }, () => socket.write(text));
    let answer = '';
    socket.setEncoding('utf8').on('data', (part: string) => (answer += part));
    socket.on('error', () => {}).on('close', () => resolve(answer));
  });
}

test.each(['//', '//evil.example/', '/%', '*', 'http://evil.example/'])(
  'a request for %j is answered, upgraded or not, and the server lives on',
  async (target) => {
    const { origin, host, cookie } = await serving();
    const head = `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\nConnection: close\r\n`;
    expect(await sendRaw(host, `${head}\r\n`)).toMatch(/^HTTP\/1.1 404/);
    const upgrade = head.replace('Connection: close', 'Connection: Upgrade\r\nUpgrade: websocket');
    expect(await sendRaw(host, `${upgrade}\r\n`)).toMatch(/^HTTP\/1.1 404/);
    expect((await fetch(origin, { headers: { cookie } })).status).toBe(200);
  },
);

test('a message that is too large ends its own socket, and no other', async () => {
  const { origin, cookie } = await serving();
  const open = () =>
    new Promise<WebSocket>((resolve) => {
      const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, { headers: { cookie, origin } });
      socket.on('error', () => {}).once('open', () => resolve(socket));
    });
  const [greedy, other] = await Promise.all([open(), open()]);
  const closed = once(greedy, 'close');
  greedy.send(Buffer.alloc(64 * 1024 * 1024 + 1));
  await closed;
  expect(other.readyState).toBe(WebSocket.OPEN);
  other.close();
});

test('a client that answers no more is let go, one that does is kept', async () => {
  const clients = [new FakeClient(true), new FakeClient(false)] as const;
  const sockets = Object.assign(new EventEmitter(), { clients: new Set(clients) });
  const stop = keepAlive(sockets as never, 5);
  for (const client of clients) sockets.emit('connection', client);
  await expect.poll(() => clients[1].ended).toBe(true);
  expect(clients[0].ended).toBe(false);
  stop();
});

class FakeClient extends EventEmitter {
  ended = false;
  readonly answers: boolean;
  constructor(answers: boolean) {
    super();
    this.answers = answers;
  }
  ping() {
    if (this.answers) this.emit('pong');
  }
  terminate() {
    this.ended = true;
  }
}
