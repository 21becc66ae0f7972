/** Downloads from a hub of our own on this machine, well-behaved and not. What arrives is compared with what it has. */
import { existsSync, readdirSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSafetensors } from '../../native-models/checkpoint/formats/safetensors.ts';
import { recordingPath } from '../../native-models/reference/recording.ts';
import { temporaryFolder } from '../../native-models/reference/temporary-folder.ts';
import type { Download } from '../../preload/contract/download.ts';
import { describeModel } from '../models/describe-model.ts';
import { MODEL, UNET, UNET_BYTES, hubOf, openDownloads, become, expectModel, settled } from './downloads.fixture.ts';

test('a repository: looked up, fetched, proved, moved to the models, and it opens', async () => {
  const models = await temporaryFolder();
  const hub = await hubOf({
    'tiny/sd': { files: { ...MODEL, 'unet/old.bin': Buffer.from('pickle'), 'a.md': Buffer.from('') } },
  });
  const { downloads, errors } = openDownloads(models, hub.address);
  const offer = await downloads.offer('tiny/sd');
  expect(offer).toMatchObject({ title: 'tiny/sd', from: new URL(hub.address).host, pickles: ['unet/old.bin'] });
  expect(offer.choices.map(({ id }) => id)).toEqual(['']);
  expect(offer.choices[0]!.bytes).toBe(Object.values(MODEL).reduce((sum, { length }) => sum + length, 0));
  expect(offer.freeBytes).toBeGreaterThan(0);
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
  await downloads.offer('tiny/sd');
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

test('a file by its address: named by its server, resumed while it is the same', async () => {
  const models = await temporaryFolder();
  const bytes = await readFile(recordingPath('single-file/sd1-ldm.safetensors'));
  const hub = await hubOf({ 'any/store': { files: { 'sd1.safetensors': bytes } } });
  const { downloads } = openDownloads(models, 'http://hub.example');
  const { origin } = new URL((await fetch(`${hub.address}/any/store/resolve/main/sd1.safetensors`)).url);
  const address = `${origin}/store/any/store/sd1.safetensors`;
  hub.manners.breakAfter = [];
  const offer = await downloads.offer(address);
  expect(offer.choices[0]).toMatchObject({ title: 'sd1.safetensors', bytes: bytes.length });
  hub.manners.breakAfter = [70_000];
  await downloads.start(address, 'sd1.safetensors');
  expect(await become(downloads, settled)).toMatchObject({ state: 'done' });
  const file = join(models, new URL(origin).host.replace(':', '-'), 'sd1.safetensors');
  expect((await readFile(file)).equals(bytes)).toBe(true);
  expect((await readSafetensors(file, 'sd1.safetensors')).tensors.size).toBeGreaterThan(0);
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
