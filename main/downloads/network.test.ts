/** Tokens, proxies and servers that are no hub: who is told what, and what a person is told. */
import { readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { type AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../../native-models/reference/temporary-folder.ts';
import { MODEL, hubOf, openDownloads, become, freePort, proxyFor, settled } from './downloads.fixture.ts';

test('a gated repository wants a token; the hub gets it, and the storage it sends to does not', async () => {
  const models = await temporaryFolder();
  const hub = await hubOf({ 'tiny/sd': { files: MODEL, gated: 'hf_secret' } });
  const without = openDownloads(models, hub.address).downloads;
  await expect(without.offer('tiny/sd')).rejects.toMatchObject({
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
  await expect(downloads.offer(source)).rejects.toThrow(words);
});

test('what a repository calls its file is a name on every system', async () => {
  const hub = await hubOf({ 'tiny/nul.': { files: { 'con.safetensors': Buffer.from('a') } } });
  const models = await temporaryFolder();
  const { downloads } = openDownloads(models, hub.address);
  await downloads.start('tiny/nul.', 'con.safetensors');
  expect(await become(downloads, settled)).toMatchObject({ state: 'done', problem: null });
  expect(readdirSync(join(models, 'tiny'), { recursive: true, encoding: 'utf8' }).toSorted()).toEqual([
    '_nul',
    join('_nul', '_con.safetensors'),
  ]);
});

test('no network, and a proxy that is not there, are told apart', async () => {
  const models = await temporaryFolder();
  const nowhere = `http://127.0.0.1:${await freePort()}`;
  await expect(openDownloads(models, nowhere).downloads.offer('tiny/sd')).rejects.toThrow(
    /does not take the connection/,
  );
  const hub = await hubOf({ 'tiny/sd': { files: MODEL } });
  const behind = openDownloads(models, hub.address, { proxy: nowhere }).downloads;
  await expect(behind.offer('tiny/sd')).rejects.toThrow(`The proxy ${nowhere} does not take the connection`);
  const unknown = openDownloads(models, 'http://no-such-host.invalid').downloads;
  await expect(unknown.offer('tiny/sd')).rejects.toThrow(/no-such-host.invalid cannot be found/);
});

test('a server that is no hub, and a network that wants a log-in, are told from a hub', async () => {
  const server = createServer((_, response) => void response.writeHead(200).end('<html>Log in</html>'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { downloads } = openDownloads(await temporaryFolder(), address);
  await expect(downloads.offer('tiny/sd')).rejects.toThrow(/does not answer as a hub does/);
});

test('a proxy carries it, with the name and password that it wants; without them it says so', async () => {
  const models = await temporaryFolder();
  const hub = await hubOf({ 'tiny/sd': { files: MODEL } });
  const proxy = await proxyFor('me:secret');
  const refused = openDownloads(models, hub.address, { proxy: proxy.address }).downloads;
  await expect(refused.offer('tiny/sd')).rejects.toThrow(/407/);
  const address = proxy.address.replace('//', '//me:secret@');
  const { downloads } = openDownloads(models, hub.address, { proxy: address });
  await downloads.start('tiny/sd', '');
  expect(await become(downloads, settled)).toMatchObject({ state: 'done' });
  expect(proxy.carried()).toBeGreaterThan(0);
  await proxy.stop();
  await expect(downloads.offer('tiny/sd')).rejects.toSatisfy((error: Error) => !error.message.includes('secret'));
});

test('the proxy of the environment is used, but not for this machine', async () => {
  const hub = await hubOf({ 'tiny/sd': { files: MODEL } });
  const env = { HTTPS_PROXY: 'http://127.0.0.1:9', HTTP_PROXY: 'http://127.0.0.1:9' };
  const models = await temporaryFolder();
  expect(await openDownloads(models, hub.address, {}, env).downloads.offer('tiny/sd')).toMatchObject({
    title: 'tiny/sd',
  });
  const elsewhere = openDownloads(models, 'http://hub.example', {}, env).downloads;
  await expect(elsewhere.offer('tiny/sd')).rejects.toThrow(/The proxy http:\/\/127.0.0.1:9 does not take/);
});

test.each(['hub', 'ftp://hub.example', '//'])(
  'HF_ENDPOINT %s is no hub: it is named, with where to write another',
  async (hub) => {
    const env = { HF_ENDPOINT: hub };
    const { downloads } = openDownloads(await temporaryFolder(), null, {}, env);
    await expect(downloads.offer('owner/name')).rejects.toMatchObject({
      message: expect.stringMatching(/ is no address of a hub$/),
      remedy: expect.stringContaining('HF_ENDPOINT'),
    });
  },
);

test.each([
  ['a size below nothing', { type: 'file', path: 'model.safetensors', size: -1 }],
  ['a size that is no number', { type: 'file', path: 'model.safetensors', size: '9' }],
  ['a name that is none', { type: 'file', path: 7, size: 9 }],
  ['a large file of no size', { type: 'file', path: 'model.safetensors', size: 9, lfs: { oid: 'e' } }],
])('a hub that lists %s does not answer as a hub does', async (_, entry) => {
  const server = createServer(({ url = '' }, response) => {
    const answer = url.includes('/tree/') ? [entry] : { _id: '1', id: 'a/b', sha: 'c'.repeat(40) };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { downloads } = openDownloads(
    await temporaryFolder(),
    `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  );
  await expect(downloads.offer('a/b')).rejects.toThrow(/does not answer as a hub does/);
});
