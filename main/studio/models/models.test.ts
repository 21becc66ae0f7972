/** Models of every kind through the contract: added, downloaded from a hub of our own, gone, deleted. */
import { cp, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { expect, onTestFinished, test } from 'vitest';
import { recordingPath } from '../../../native-models/reference/recording.ts';
import { temporaryFolder } from '../../../native-models/reference/temporary-folder.ts';
import { filesOf, startHub } from '../../downloads/hub.fixture.ts';
import { settingsLike } from '../../history/history.fixture.ts';
import { studioRouter } from '../router.ts';
import { openStudio } from '../studio.ts';

async function openClient(folder: string) {
  const errors: unknown[] = [];
  const studio = openStudio({ dataFolder: folder, onError: (error) => errors.push(error) });
  onTestFinished(() => studio.close());
  return { client: createRouterClient(studioRouter(studio, 'server')), studio, errors };
}

const TINY = recordingPath('sd1/model');

async function aModel(folder: string): Promise<string> {
  await cp(TINY, folder, { recursive: true });
  return folder;
}

test('a repository is downloaded, is in the list, survives a move of the data folder, and is deleted with all that it was', async () => {
  const place = await temporaryFolder();
  const folder = join(place, 'data');
  await mkdir(folder);
  const hub = await startHub({ 'tiny/sd': { files: filesOf(TINY) } });
  onTestFinished(() => hub.close());
  const { client, studio } = await openClient(folder);
  await client.network.set({ hub: hub.address });
  const events = await client.downloads.watch();
  expect((await events.next()).value).toEqual([]);
  const offer = await client.downloads.offer({ source: `${hub.address}/tiny/sd` });
  await client.downloads.start({ source: offer.source, choice: offer.choices[0]!.id });
  for await (const [download] of events) if (download?.state === 'done') break;

  const [embedded, model] = await client.models.list();
  expect(embedded).toMatchObject({ embedded: true, downloaded: false, missing: false });
  expect(model).toMatchObject({ name: 'sd', downloaded: true, missing: false, problem: null, format: 'diffusers' });
  expect(model!.family?.name).toBe('Stable Diffusion 1.x');
  await expect(client.models.remove({ modelId: model!.id })).rejects.toThrow(/kept in the data folder/);
  await studio.close();

  await rename(folder, join(place, 'moved'));
  const moved = await openClient(join(place, 'moved'));
  expect((await moved.client.models.list()).map(({ id }) => id)).toEqual([embedded!.id, model!.id]);
  await moved.client.models.delete({ modelId: model!.id });
  expect(await moved.client.models.list()).toHaveLength(1);
  expect(await readdir(join(place, 'moved', 'models'))).not.toContain('tiny');
});

test('a model that is in the queue is not deleted', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'models', 'a'), { recursive: true });
  await aModel(join(folder, 'models', 'a', 'b'));
  const { client, studio } = await openClient(folder);
  studio.dispatcher.pause();
  const { id } = (await client.models.list())[1]!;
  const settings = settingsLike({ modelId: id, strategy: null });
  const { tasks } = await client.tasks.submit({ settings, count: 1, baseline: false });
  await expect(client.models.delete({ modelId: id })).rejects.toThrow(/1 in the queue is to be made with this model/);
  await client.tasks.cancel({ ids: [tasks[0]!.id] });
  await client.models.delete({ modelId: id });
  expect(existsSync(join(folder, 'models', 'a'))).toBe(false);
});

test("a person's own files are never deleted; a model whose folder is gone stays in the list and comes back with it", async () => {
  const outside = await aModel(join(await temporaryFolder(), 'mine'));
  const { client } = await openClient(await temporaryFolder());
  const { id } = await client.models.add({ path: outside });
  await expect(client.models.delete({ modelId: id })).rejects.toThrow(/its files are yours/);
  await expect(client.models.delete({ modelId: 'embedded' })).rejects.toThrow(/its files are yours/);
  await rename(outside, `${outside}-away`);
  expect((await client.models.list())[1]).toMatchObject({
    id,
    missing: true,
    problem: expect.stringMatching(/is not there any more/),
  });
  await rename(`${outside}-away`, outside);
  expect((await client.models.list())[1]).toMatchObject({ id, missing: false, problem: null });
  await client.models.remove({ modelId: id });
  expect(await client.models.list()).toHaveLength(1);
  expect(existsSync(join(outside, 'model_index.json'))).toBe(true);
});

test('a network that its tensors cannot fill is not added, and says so in the list where it lies there', async () => {
  const folder = await temporaryFolder();
  const hostile = await aModel(join(folder, 'models', 'a', 'b'));
  const config = JSON.parse(await readFile(join(hostile, 'unet/config.json'), 'utf8'));
  const says: [change: object, problem: RegExp][] = [
    [
      { layers_per_block: 1_000_000 },
      /^unet\/config\.json: layers_per_block is 1000000; expected a whole number from 1 to 64/,
    ],
    [
      { layers_per_block: 5 },
      /^unet\/.*\.safetensors: down_blocks\.0\.resnets\.2\.norm1\.weight: expected \[8\], found no such tensor/,
    ],
  ];
  for (const [change, problem] of says) {
    await writeFile(join(hostile, 'unet/config.json'), JSON.stringify({ ...config, ...change }));
    const { client, studio } = await openClient(folder);
    await expect(client.models.add({ path: hostile })).rejects.toThrow(problem);
    const [, listed] = await client.models.list();
    expect(listed).toMatchObject({ problem: expect.stringMatching(problem) });
    await expect(client.models.cost({ modelId: listed!.id, width: 64, height: 64 })).rejects.toThrow(problem);
    await studio.close();
  }
});

test('a link in the data folder is listed, and neither it nor what it leads to is touched', async () => {
  const outside = await aModel(join(await temporaryFolder(), 'mine'));
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'models', 'a'), { recursive: true });
  await symlink(outside, join(folder, 'models', 'a', 'link'), 'junction');
  const { client } = await openClient(folder);
  const { id, downloaded, problem } = (await client.models.list())[1]!;
  expect([downloaded, problem]).toEqual([false, null]);
  await expect(client.models.delete({ modelId: id })).rejects.toThrow(/its files are yours/);
  await expect(client.models.remove({ modelId: id })).rejects.toThrow(/is a link/);
  expect(existsSync(join(outside, 'model_index.json'))).toBe(true);
});

test('what was converted is listed with its model, and can be removed', async () => {
  const folder = await temporaryFolder();
  const { client } = await openClient(folder);
  const sha256 = 'a'.repeat(64);
  const file = join(folder, 'weights-f32', `${sha256}.safetensors`);
  await mkdir(dirname(file), { recursive: true });
  const header = JSON.stringify({ __metadata__: { 'heirloom.format': '1', source: join(TINY, 'unet/x.safetensors') } });
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  await writeFile(file, Buffer.concat([length, Buffer.from(header)]));
  expect(await client.models.converted()).toMatchObject([
    { kind: 'float32', sha256, model: null, bytes: 8 + header.length },
  ]);
  await client.models.add({ path: TINY });
  expect(await client.models.converted()).toMatchObject([{ sha256, model: 'model' }]);
  await client.models.removeConverted({ kind: 'float32', sha256 });
  expect(await client.models.converted()).toEqual([]);
});

test('folders of this machine can be looked through: names only, models first, nothing hidden', async () => {
  const folder = await temporaryFolder();
  await aModel(join(folder, 'z-model'));
  await mkdir(join(folder, 'folder'));
  await mkdir(join(folder, '.hidden'));
  await writeFile(join(folder, 'a.safetensors'), 'four');
  await writeFile(join(folder, 'secret.txt'), 'not told');
  const { client } = await openClient(await temporaryFolder());
  const found = await client.models.browse({ path: folder });
  expect(found.entries.map(({ name, kind, bytes }) => [name, kind, bytes])).toEqual([
    ['z-model', 'model', null],
    ['folder', 'folder', null],
    ['a.safetensors', 'file', 4],
  ]);
  expect((await client.models.browse({ path: join(folder, 'z-model') })).isModel).toBe(true);
  await expect(client.models.browse({ path: join(folder, 'nowhere') })).rejects.toThrow(/no such folder/);
  await rm(folder, { recursive: true });
});

test('how engines run is remembered; the token is in no setting and in no answer', async () => {
  const folder = await temporaryFolder();
  const first = await openClient(folder);
  const { settings, defaultBudgetBytes, memoryBytes } = await first.client.engines.settings();
  expect(settings).toEqual({ threads: 0, memory: 'fast', memoryBudgetBytes: null, precision: {} });
  expect(defaultBudgetBytes).toBe(Math.floor(memoryBytes / 2));
  await first.client.engines.setSettings({ memory: 'small', memoryBudgetBytes: 3e9, precision: { webgpu: 'float32' } });
  await first.client.network.set({ token: 'hf_secret' });
  expect(JSON.stringify([await first.client.app.settings(), await first.client.network.get()])).not.toContain(
    'hf_secret',
  );
  await first.studio.close();
  const second = await openClient(folder);
  expect((await second.client.engines.settings()).settings).toEqual({
    threads: 0,
    memory: 'small',
    memoryBudgetBytes: 3e9,
    precision: { webgpu: 'float32' },
  });
  expect([second.studio.tuning.precisionOf('webgpu'), second.studio.tuning.precisionOf('cuda')]).toEqual([
    'float32',
    'auto',
  ]);
  expect(second.studio.tuning.present.memoryBudgetBytes).toBe(3e9);
  expect((await second.client.network.get()).tokenIn).toBe('file');
  expect(await second.client.engines.state()).toEqual([]);
});
