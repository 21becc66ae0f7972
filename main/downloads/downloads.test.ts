/** Downloads from a hub of our own on this machine, well-behaved and not. What arrives is compared with what it has. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect as connectTo } from 'node:net';
import { existsSync, readdirSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { recordingPath } from '../../native-models/reference/recording.ts';
import { temporaryFolder } from '../../native-models/reference/temporary-folder.ts';
import type { Download } from '../../preload/contract/download.ts';
import { describeModel } from '../models/describe-model.ts';
import type { NetworkSettings } from './connection.ts';
import { Downloads } from './downloads.ts';
import { type FakeRepository, filesOf, startHub } from './hub.fixture.ts';

const MODEL = filesOf(recordingPath('sd1/model'));
const UNET = 'unet/diffusion_pytorch_model.safetensors';
const UNET_BYTES = MODEL[UNET]!.length;
const NO_PAUSES = [1, 1, 1];

async function hubOf(repositories: Record<string, FakeRepository>) {
  const hub = await startHub(repositories);
  onTestFinished(() => hub.close());
  return hub;
}

function openDownloads(models: string, hub: string, network: Partial<NetworkSettings> = {}, env = {}) {
  const errors: unknown[] = [];
  const downloads = new Downloads({
    models,
    network: () => ({ hub, proxy: null, token: null, ...network }),
    onError: (error) => errors.push(error),
    env,
    pausesMs: NO_PAUSES,
  });
  onTestFinished(() => downloads.close());
  return { downloads, errors };
}

/** Until a download is as asked for. */
async function become(downloads: Downloads, wanted: (download: Download) => boolean): Promise<Download> {
  for await (const all of downloads.watch()) {
    const found = all.find(wanted);
    if (found) return found;
  }
  throw new Error('the downloads were closed');
}
const settled = ({ state }: Download) => state === 'done' || state === 'failed';

async function expectModel(folder: string, files: Readonly<Record<string, Buffer>> = MODEL) {
  for (const [path, bytes] of Object.entries(files)) {
    expect((await readFile(join(folder, path))).equals(bytes), path).toBe(true);
  }
}

test('a repository: looked up, fetched, proved, moved to the models, and it opens', async () => {
  const models = await temporaryFolder();
  const hub = await hubOf({
    'tiny/sd': { files: { ...MODEL, 'unet/old.bin': Buffer.from('pickle'), 'a.md': Buffer.from('') } },
  });
  const { downloads, errors } = openDownloads(models, hub.address);
  const plan = await downloads.plan('tiny/sd');
  expect(plan).toMatchObject({ title: 'tiny/sd', from: new URL(hub.address).host, pickles: ['unet/old.bin'] });
  expect(plan.choices.map(({ id }) => id)).toEqual(['']);
  expect(plan.choices[0]!.bytes).toBe(Object.values(MODEL).reduce((sum, { length }) => sum + length, 0));
  expect(plan.freeBytes).toBeGreaterThan(0);
  await downloads.start('tiny/sd', '');
  expect(await become(downloads, settled)).toMatchObject({ state: 'done', problem: null });
  const folder = join(models, 'tiny', 'sd');
  await expectModel(folder);
  expect(existsSync(join(folder, 'unet', 'old.bin'))).toBe(false);
  expect(readdirSync(join(models, '.downloads'))).toEqual([]);
  expect((await describeModel(folder, models)).format).toBe('diffusers');
  await expect(downloads.start('tiny/sd', '')).rejects.toThrow(/is here already/);
  expect(errors).toEqual([]);
});

test('a line that breaks twice is taken up where it broke', async () => {
  const models = await temporaryFolder();
  const hub = await hubOf({ 'tiny/sd': { files: MODEL } });
  const { downloads } = openDownloads(models, hub.address);
  hub.manners.breakAfter = [100_000, 50_000];
  await downloads.start('tiny/sd', '');
  expect(await become(downloads, settled)).toMatchObject({ state: 'done' });
  await expectModel(join(models, 'tiny', 'sd'));
  const ranges = hub.asked.filter(({ url }) => url.startsWith('/store/')).map(({ range }) => range);
  expect(ranges.filter(Boolean)).toHaveLength(2);
  for (const range of ranges.filter(Boolean)) expect(range).toMatch(/^bytes=\d{2,}-$/);
});

test('a line that is gone for good fails in words; resumed later, only what is missing is fetched', async () => {
  const models = await temporaryFolder();
  const hub = await hubOf({ 'tiny/sd': { files: { ...MODEL } } });
  const { downloads, errors } = openDownloads(models, hub.address);
  hub.manners.breakAfter = [0, 0, 0, 0, 0];
  const { id } = await downloads.start('tiny/sd', '');
  const failed = await become(downloads, settled);
  expect(failed.problem?.message).toMatch(/broke/);
  expect(failed.problem?.advice).toMatch(/Go on/);
  expect(errors).toHaveLength(1);
  hub.manners.breakAfter = [];
  await downloads.resume(id);
  expect(await become(downloads, settled)).toMatchObject({ state: 'done', problem: null });
  await expectModel(join(models, 'tiny', 'sd'));
});

test('paused and closed half way, the next program goes on from there, and a running one by itself', async () => {
  const models = await temporaryFolder();
  const hub = await hubOf({ 'tiny/sd': { files: MODEL } });
  hub.manners.slowMs = 100;
  const first = openDownloads(models, hub.address).downloads;
  const { id } = await first.start('tiny/sd', '');
  await become(first, ({ file, doneBytes }) => file === UNET && doneBytes > 150_000);
  await first.pause(id);
  expect(first.list()[0]).toMatchObject({ state: 'paused', bytesPerSecond: null });
  await first.close();

  const second = openDownloads(models, hub.address).downloads;
  const paused = await become(second, ({ state }) => state === 'paused');
  expect(paused.doneBytes).toBeGreaterThan(150_000);
  await second.resume(id);
  await become(second, ({ state }) => state === 'running');
  await second.close();

  hub.manners.slowMs = 0;
  hub.asked.length = 0;
  const third = openDownloads(models, hub.address).downloads;
  expect(await become(third, settled)).toMatchObject({ id, state: 'done' });
  await expectModel(join(models, 'tiny', 'sd'));
  const unets = hub.asked.filter(({ url }) => url.startsWith('/store/') && url.includes('unet'));
  expect(unets).toHaveLength(1);
  expect(Number(/\d+/.exec(unets[0]!.range!)![0])).toBeGreaterThan(100_000);
});

test('a server without ranges: it begins again, says so, and is done', async () => {
  const models = await temporaryFolder();
  const hub = await hubOf({ 'tiny/sd': { files: MODEL } });
  const { downloads } = openDownloads(models, hub.address);
  hub.manners.ignoreRange = true;
  hub.manners.breakAfter = [UNET_BYTES / 2];
  await downloads.start('tiny/sd', '');
  const done = await become(downloads, settled);
  expect(done).toMatchObject({ state: 'done' });
  expect(done.note).toMatch(/cannot go on in the middle/);
  await expectModel(join(models, 'tiny', 'sd'));
});

test('what comes out wrong is fetched once more; wrong again, it fails with both checksums and keeps nothing of it', async () => {
  const models = await temporaryFolder();
  const hub = await hubOf({ 'tiny/sd': { files: MODEL } });
  const { downloads } = openDownloads(models, hub.address);
  hub.manners.corrupt = 2;
  const { id } = await downloads.start('tiny/sd', '');
  const failed = await become(downloads, settled);
  expect(failed.problem?.message).toMatch(/its checksum is [0-9a-f]{12}…, announced was [0-9a-f]{12}…/);
  hub.manners.corrupt = 1;
  await downloads.resume(id);
  expect(await become(downloads, settled)).toMatchObject({ state: 'done' });
  await expectModel(join(models, 'tiny', 'sd'));
});

test('small files are proved by the name that Git gives them', async () => {
  const models = await temporaryFolder();
  const files: Record<string, Buffer> = { ...MODEL };
  const hub = await hubOf({ 'tiny/sd': { files } });
  const { downloads } = openDownloads(models, hub.address);
  await downloads.plan('tiny/sd');
  // Changed after it was listed, and as long as before.
  files['tokenizer/merges.txt'] = Buffer.from(String(MODEL['tokenizer/merges.txt']).replace('version', 'VERSION'));
  await downloads.start('tiny/sd', '');
  expect((await become(downloads, settled)).problem?.message).toMatch(/^tokenizer\/merges\.txt: its checksum/);
});

test('a busy server is asked again', async () => {
  const models = await temporaryFolder();
  const hub = await hubOf({ 'tiny/sd': { files: MODEL } });
  const { downloads } = openDownloads(models, hub.address);
  hub.manners.busy = 2;
  await downloads.start('tiny/sd', '');
  expect(await become(downloads, settled)).toMatchObject({ state: 'done' });
});

test('a cancelled one leaves nothing; the next in line begins', async () => {
  const models = await temporaryFolder();
  const hub = await hubOf({ 'tiny/a': { files: MODEL }, 'tiny/b': { files: MODEL } });
  const { downloads } = openDownloads(models, hub.address);
  hub.manners.slowMs = 100;
  const a = await downloads.start('tiny/a', '');
  const b = await downloads.start('tiny/b', '');
  expect(b.state).toBe('waiting');
  await become(downloads, ({ id, doneBytes }) => id === a.id && doneBytes > 50_000);
  await downloads.cancel(a.id);
  hub.manners.slowMs = 0;
  expect(await become(downloads, settled)).toMatchObject({ id: b.id, state: 'done' });
  expect(downloads.list().map(({ id }) => id)).toEqual([b.id]);
  expect(readdirSync(models).toSorted()).toEqual(['.downloads', 'tiny']);
  expect(readdirSync(join(models, 'tiny'))).toEqual(['b']);
  expect(readdirSync(join(models, '.downloads'))).toEqual([]);
});

test('a gated repository wants a token; the hub gets it, and the storage it sends to does not', async () => {
  const models = await temporaryFolder();
  const hub = await hubOf({ 'tiny/sd': { files: MODEL, gated: 'hf_secret' } });
  const without = openDownloads(models, hub.address).downloads;
  await expect(without.plan('tiny/sd')).rejects.toMatchObject({
    message: expect.stringMatching(/tiny\/sd is gated/),
    remedy: expect.stringMatching(/Settings/),
  });
  const { downloads, errors } = openDownloads(models, hub.address, { token: 'hf_secret' });
  await downloads.start('tiny/sd', '');
  expect(await become(downloads, settled)).toMatchObject({ state: 'done' });
  const storage = hub.asked.filter(({ origin }) => origin === 'storage');
  expect(storage.length).toBeGreaterThan(0);
  expect(storage.map(({ authorization }) => authorization)).toEqual(storage.map(() => null));
  expect(JSON.stringify([downloads.list(), errors])).not.toContain('hf_secret');
});

test.each([
  ['nobody/nothing', /has no nobody\/nothing/],
  ['tiny/sd@other', /not in this revision/],
  ['tiny/pickles', /only as Python pickles/],
  ['tiny/xl', /is a StableDiffusionXLPipeline/],
  ['tiny/nothing', /no weights that Heirloom reads/],
])('%s is refused in words before anything is fetched', async (source, words) => {
  const index = (name: string) => Buffer.from(JSON.stringify({ _class_name: name }));
  const hub = await hubOf({
    'tiny/sd': { files: MODEL },
    'tiny/pickles': {
      files: {
        'model_index.json': index('StableDiffusionPipeline'),
        'unet/diffusion_pytorch_model.bin': Buffer.from('p'),
      },
    },
    'tiny/xl': { files: { ...MODEL, 'model_index.json': index('StableDiffusionXLPipeline') } },
    'tiny/nothing': { files: { 'README.md': Buffer.from('hello') } },
  });
  const { downloads } = openDownloads(await temporaryFolder(), hub.address);
  await expect(downloads.plan(source)).rejects.toThrow(words);
});

test('no network, and a proxy that is not there, are told apart', async () => {
  const models = await temporaryFolder();
  const nowhere = `http://127.0.0.1:${await freePort()}`;
  await expect(openDownloads(models, nowhere).downloads.plan('tiny/sd')).rejects.toThrow(
    /does not take the connection/,
  );
  const hub = await hubOf({ 'tiny/sd': { files: MODEL } });
  const behind = openDownloads(models, hub.address, { proxy: nowhere }).downloads;
  await expect(behind.plan('tiny/sd')).rejects.toThrow(`The proxy ${nowhere} does not take the connection`);
  const unknown = openDownloads(models, 'http://no-such-host.invalid').downloads;
  await expect(unknown.plan('tiny/sd')).rejects.toThrow(/no-such-host.invalid cannot be found/);
});

test('a server that is no hub, and a network that wants a log-in, are told from a hub', async () => {
  const server = createServer((_, response) => void response.writeHead(200).end('<html>Log in</html>'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { downloads } = openDownloads(await temporaryFolder(), address);
  await expect(downloads.plan('tiny/sd')).rejects.toThrow(/does not answer as a hub does/);
});

test('a proxy carries it, with the name and password that it wants; without them it says so', async () => {
  const models = await temporaryFolder();
  const hub = await hubOf({ 'tiny/sd': { files: MODEL } });
  const proxy = await proxyFor('me:secret');
  const refused = openDownloads(models, hub.address, { proxy: proxy.address }).downloads;
  await expect(refused.plan('tiny/sd')).rejects.toThrow(/407/);
  const address = proxy.address.replace('//', '//me:secret@');
  const { downloads } = openDownloads(models, hub.address, { proxy: address });
  await downloads.start('tiny/sd', '');
  expect(await become(downloads, settled)).toMatchObject({ state: 'done' });
  expect(proxy.carried()).toBeGreaterThan(0);
  await proxy.stop();
  await expect(downloads.plan('tiny/sd')).rejects.toSatisfy((error: Error) => !error.message.includes('secret'));
});

test('the proxy of the environment is used, but not for this machine', async () => {
  const hub = await hubOf({ 'tiny/sd': { files: MODEL } });
  const env = { HTTPS_PROXY: 'http://127.0.0.1:9', HTTP_PROXY: 'http://127.0.0.1:9' };
  const models = await temporaryFolder();
  expect(await openDownloads(models, hub.address, {}, env).downloads.plan('tiny/sd')).toMatchObject({
    title: 'tiny/sd',
  });
  const elsewhere = openDownloads(models, 'http://hub.example', {}, env).downloads;
  await expect(elsewhere.plan('tiny/sd')).rejects.toThrow(/The proxy http:\/\/127.0.0.1:9 does not take/);
});

test('a file by its address: named by its server, resumed while it is the same', async () => {
  const models = await temporaryFolder();
  const bytes = await readFile(recordingPath('single-file/sd1-ldm.safetensors'));
  const hub = await hubOf({ 'any/store': { files: { 'sd1.safetensors': bytes } } });
  const { downloads } = openDownloads(models, 'http://hub.example');
  const { origin } = new URL((await fetch(`${hub.address}/any/store/resolve/main/sd1.safetensors`)).url);
  const address = `${origin}/store/any/store/sd1.safetensors`;
  hub.manners.breakAfter = [];
  const plan = await downloads.plan(address);
  expect(plan.choices[0]).toMatchObject({ title: 'sd1.safetensors', bytes: bytes.length });
  hub.manners.breakAfter = [70_000];
  await downloads.start(address, 'sd1.safetensors');
  expect(await become(downloads, settled)).toMatchObject({ state: 'done' });
  const file = join(models, new URL(origin).host.replace(':', '-'), 'sd1.safetensors');
  expect((await readFile(file)).equals(bytes)).toBe(true);
  expect((await describeModel(file, models)).format).toBe('single-file');
});

test('what was asked for is nobody else’s to read, and watching gives the present first', async () => {
  const models = await temporaryFolder();
  const hub = await hubOf({ 'tiny/sd': { files: MODEL } });
  hub.manners.slowMs = 100;
  const { downloads } = openDownloads(models, hub.address);
  const { id } = await downloads.start('tiny/sd', '');
  const record = join(models, '.downloads', id, 'job.json');
  if (process.platform !== 'win32') expect((await stat(record)).mode & 0o077).toBe(0);
  const { value } = await downloads.watch().next();
  expect((value as Download[]).map((each) => each.id)).toEqual([id]);
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** An HTTP proxy that tunnels, for whoever has the password. */
async function proxyFor(password: string) {
  let carried = 0;
  const wanted = `Basic ${Buffer.from(password).toString('base64')}`;
  const server: Server = createServer((request, response) => {
    if (request.headers['proxy-authorization'] !== wanted) return void response.writeHead(407).end();
    carried += 1;
    void pass(request.url!, request.headers.range, response);
  });
  server.on('connect', (request, socket, head) => {
    if (request.headers['proxy-authorization'] !== wanted) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    carried += 1;
    const [host, port] = request.url!.split(':');
    const target = connectTo(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      target.write(head);
      target.pipe(socket).pipe(target);
    });
    for (const end of [target, socket]) end.on('error', () => (target.destroy(), socket.destroy()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  onTestFinished(stop);
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, carried: () => carried, stop };
}

async function pass(url: string, range: string | undefined, response: ServerResponse): Promise<void> {
  const answer = await fetch(url, { headers: range ? { range } : {}, redirect: 'manual' });
  const body = Buffer.from(await answer.arrayBuffer());
  response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(body);
}
