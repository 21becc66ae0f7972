import { EventEmitter, once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { os } from '@orpc/server';
import { expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { temporaryFolder } from '../../native-models/reference/temporary-folder.ts';
import { keepAlive } from './keep-alive.ts';
import { serve, type ServeOptions } from './serve.ts';

const PICTURE = 'ab'.repeat(32);

async function serving(options: Partial<ServeOptions> = {}) {
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
    ...options,
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

/** A connection that says nothing, and when it was closed. */
async function silent(origin: string): Promise<{ readonly closed: Promise<unknown> }> {
  const socket = createConnection({ host: '127.0.0.1', port: Number(new URL(origin).port) });
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => {}); // let go of: that is what is asked for
  const closed = once(socket, 'close');
  await once(socket, 'connect');
  return { closed };
}

test('two thousand connections that say nothing keep nobody out: the oldest make way', async () => {
  const most = 20;
  const { origin, cookie } = await serving({ strangers: { timeoutMs: 600_000, most } });
  const many = 2000;
  let closed = 0;
  for (let n = 0; n < many; n += 1) {
    const { closed: gone } = await silent(origin);
    void gone.then(() => (closed += 1));
  }
  expect((await fetch(origin, { headers: { cookie } })).status).toBe(200);
  expect(await handshake(origin, { cookie, origin })).toBe(101);
  await vi.waitFor(() => expect(closed).toBeGreaterThanOrEqual(many - most));
});

test('a connection without the token is closed after its time; one with it stays', async () => {
  const { origin, cookie } = await serving({ strangers: { timeoutMs: 50, most: 20 } });
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, { headers: { cookie, origin } });
  onTestFinished(() => socket.terminate());
  await once(socket, 'open');
  const { closed } = await silent(origin);
  await closed;
  expect(socket.readyState).toBe(WebSocket.OPEN);
});

test('who is refused is not kept on the line', async () => {
  const { origin, host } = await serving();
  const socket = createConnection({ host: '127.0.0.1', port: Number(new URL(origin).port) });
  const closed = once(socket, 'close');
  socket.write(`GET / HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
  socket.resume();
  await closed;
});

test('a token that is kept opens the same address after a restart', async () => {
  const token = 'a'.repeat(43);
  const { server, origin } = await serving({ token });
  expect(server.address).toBe(`${origin}/?token=${token}`);
});

test.each([
  ['arrays a million deep', '['.repeat(1_000_000) + ']'.repeat(1_000_000)],
  ['arrays that do not end', '['.repeat(1_000_000)],
  ['no JSON', 'hello'],
  [
    'a request whose input is a million deep',
    `{"i":"1","p":{"u":"/echo","b":{"json":${'['.repeat(1e6)}${']'.repeat(1e6)}}}}`,
  ],
  ['a prototype', '{"i":"1","p":{"u":"/__proto__/constructor","b":{}}}'],
])('a message that makes no sense ends nothing: %s', async (_what, text) => {
  const { origin, cookie } = await serving();
  const [odd, other] = [0, 1].map(() => {
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, { headers: { cookie, origin } });
    onTestFinished(() => socket.terminate());
    return socket;
  });
  await Promise.all([once(odd!, 'open'), once(other!, 'open')]);
  odd!.send(text);
  const client = createORPCClient<{ echo: (input: string) => Promise<string> }>(
    new RPCLink({ websocket: other as unknown as globalThis.WebSocket }),
  );
  expect(await client.echo('still here')).toBe('still here');
});
