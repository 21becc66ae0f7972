import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recordingPath } from '../../native-models/reference/recording.ts';
import { temporaryFolder } from '../../native-models/reference/temporary-folder.ts';
import type { RunSettings } from '../../preload/contract/run-settings.ts';
import { isOf } from '../../preload/contract/task-kinds.ts';
import { RECORD_KEYWORD } from '../pictures/picture-record.ts';
import { readCarried } from '../pictures/carried-texts.ts';
import { storageProblem } from '../base/storage-problem.ts';
import { openClient, tinySettings, settled } from './studio.fixture.ts';

test('a run with its baseline: queued, made by the engine, recorded, measured; the baseline is made once', async () => {
  const { client, errors } = await openClient(await temporaryFolder());
  const settings = await tinySettings(client);
  const first = await client.tasks.submit({ settings, count: 2, baseline: true });
  expect(
    first.tasks.filter(isOf('generate')).map(({ work }) => [work.purpose, work.settings.seed - settings.seed]),
  ).toEqual([
    ['baseline', 0],
    ['run', 0],
    ['baseline', 1],
    ['run', 1],
  ]);
  const tasks = await settled(
    client,
    first.tasks.map(({ id }) => id),
  );
  expect(tasks.map(({ state, problem }) => problem?.message ?? state)).toEqual(['done', 'done', 'done', 'done']);

  const { runs, total } = await client.runs.page({ filter: { group: first.group }, cursor: null, limit: 10 });
  expect(total).toBe(4);
  const inherited = runs.filter(({ purpose }) => purpose === 'run');
  for (const run of inherited) {
    expect(run.strategyLabel).toBe('CO6 P5');
    expect(run.timings.filter(({ step }) => step === 'full')).toHaveLength(5);
    expect(run.speedup).toBeGreaterThan(0);
    expect(run.fidelity!.values.psnr).toBeGreaterThan(5);
    expect(run.baselineId).not.toBeNull();
  }
  const again = await client.tasks.submit({ settings, count: 1, baseline: true });
  expect(again.tasks.filter(isOf('generate')).map(({ work }) => work.purpose)).toEqual(['run']);
  await settled(
    client,
    again.tasks.map(({ id }) => id),
  );
  expect(errors).toEqual([]);
});

test('a paused queue begins nothing, also after a restart, until it is resumed; who watches is told', async () => {
  const folder = await temporaryFolder();
  const before = await openClient(folder);
  await before.client.tasks.setPaused({ paused: true });
  const settings = await tinySettings(before.client);
  const { tasks } = await before.client.tasks.submit({ settings, count: 1, baseline: false });
  await before.close();

  const { client, studio } = await openClient(folder);
  const paused = await client.tasks.watchPaused();
  expect((await paused.next()).value).toBe(true);
  expect(await studio.dispatcher.health(1000)).toEqual([]);
  expect((await client.tasks.list({})).map(({ state }) => state)).toEqual(['queued']);
  await client.tasks.setPaused({ paused: false });
  expect((await paused.next()).value).toBe(false);
  const [done] = await settled(
    client,
    tasks.map(({ id }) => id),
  );
  expect(done).toMatchObject({ state: 'done' });
});

test('a run that is to be made now sends what runs back to the queue; what was cancelled together is restored in its order', async () => {
  const { client } = await openClient(await temporaryFolder());
  const settings = { ...(await tinySettings(client)), strategy: null };
  const long = await client.tasks.submit({ settings: { ...settings, steps: 500 }, count: 2, baseline: false });
  const [first, second] = long.tasks.map(({ id }) => id) as [number, number];
  for await (const { taskId, event } of await client.tasks.watch({ since: 0 })) {
    if (taskId === first && event.kind === 'call') break;
  }
  const now = await client.tasks.submit({
    settings: { ...settings, steps: 3 },
    count: 1,
    baseline: false,
    place: 'now',
  });
  const [made] = await settled(client, [now.tasks[0]!.id]);
  expect(made).toMatchObject({ state: 'done' });
  await client.tasks.setPaused({ paused: true });
  await client.tasks.cancel({ ids: [first] });
  await settled(client, [first]);
  const restored = await client.tasks.restore({ ids: [first] });
  expect(restored).toMatchObject([{ id: first, state: 'queued', attempts: 0 }]);
  const order = async () => (await client.tasks.list({ states: ['queued'] })).map(({ id }) => id);
  expect(await order()).toEqual([first, second]);
  await client.tasks.move({ ids: [first], before: null });
  expect(await order()).toEqual([second, first]);
});

test('a queue that can keep nothing says so and waits; it goes on when it is asked to try again', async () => {
  const { client, studio, errors } = await openClient(await temporaryFolder());
  const settings = await tinySettings(client);
  const { queue } = studio.history;
  const settle = queue.settle.bind(queue);
  queue.settle = async () => {
    throw storageProblem('history.sqlite', Object.assign(new Error('refused'), { code: 'ENOSPC' }));
  };
  const held = await client.tasks.watchHeld();
  expect((await held.next()).value).toBeNull();
  const { tasks } = await client.tasks.submit({ settings, count: 1, baseline: false });
  expect((await held.next()).value).toEqual({
    message: 'history.sqlite: the disk is full (ENOSPC)',
    advice: 'Make room on it.',
  });
  expect((await client.tasks.list({})).map(({ state }) => state)).toEqual(['running']);
  queue.settle = settle;
  await client.tasks.tryAgain();
  const [done] = await settled(client, [tasks[0]!.id]);
  expect(done).toMatchObject({ state: 'done', attempts: 1 });
  expect((await held.next()).value).toBeNull();
  expect(errors).toHaveLength(1);
});

test('the equal-time rival: fewer plain steps, measured against the same baseline', async () => {
  const { client } = await openClient(await temporaryFolder());
  const settings = await tinySettings(client);
  const { tasks } = await client.tasks.submit({ settings, count: 1, baseline: true });
  const done = await settled(
    client,
    tasks.map(({ id }) => id),
  );
  const inherited = await client.runs.get({
    id: done.filter(isOf('generate')).find(({ work }) => work.purpose === 'run')!.runId!,
  });
  const rival = await client.tasks.submitRival({ id: inherited.id });
  expect(rival.work.settings.strategy).toBeNull();
  expect(rival.work.settings.steps).toBeLessThanOrEqual(settings.steps);
  const [end] = await settled(client, [rival.id]);
  const run = await client.runs.get({ id: end!.runId! });
  expect(run.baselineId).toBe(inherited.baselineId);
  expect(run.speedup).toBeGreaterThan(0);
});

test('a picture from the history, read back, gives its settings', async () => {
  const folder = await temporaryFolder();
  const { client, studio } = await openClient(folder);
  const settings = await tinySettings(client);
  const { tasks } = await client.tasks.submit({ settings, count: 1, baseline: false });
  const [done] = await settled(
    client,
    tasks.map(({ id }) => id),
  );
  const run = await client.runs.get({ id: done!.runId! });
  const bytes = await studio.history.pictures.read(run.picture);
  const read = await client.pictures.read({ file: new Blob([new Uint8Array(bytes)]) });
  expect(read.picture).toBe(run.picture);
  const { device: _device, ...carried } = settings;
  expect(read.settings).toEqual(carried);
});

test('a run that switched UNets, from a start picture, comes back from its file: models by id, the start picture kept', async () => {
  const { client, studio } = await openClient(await temporaryFolder());
  const settings = await tinySettings(client);
  const base = await client.models.add({ path: recordingPath('sd1/base-unet') });
  expect(base).toMatchObject({ format: 'unet', unet: { inChannels: 4, predicts: null } });
  const switching = [
    { unet: settings.modelId, calls: 3 },
    { unet: base.id, calls: 2 },
  ];
  const first = await client.tasks.submit({ settings: { ...settings, strategy: null }, count: 1, baseline: false });
  const [plain] = await settled(client, [first.tasks[0]!.id]);
  const { picture } = await client.runs.get({ id: plain!.runId! });
  const composed: RunSettings = {
    ...settings,
    steps: 10,
    strategy: { ...settings.strategy!, switching },
    initImage: { picture, strength: 0.5 },
    vaeTiling: true,
  };
  const { tasks } = await client.tasks.submit({ settings: composed, count: 1, baseline: false });
  const [done] = await settled(client, [tasks[0]!.id]);
  expect(done!.problem).toBeNull();
  const run = await client.runs.get({ id: done!.runId! });
  // Half of ten steps, and PNDM's one more; full at the first call and where the other UNet takes over.
  expect(run.timings.map(({ step }) => step)).toEqual(['full', 'inherit', 'inherit', 'full', 'inherit', 'full']);
  expect(run.warnings.join()).toContain('UNet base-unet has no dn');
  expect(run.warnings.join()).not.toContain(recordingPath('sd1/base-unet'));
  const { texts } = readCarried(await studio.history.pictures.read(run.picture));
  expect(JSON.parse(texts.get(RECORD_KEYWORD)!).warnings).toEqual(run.warnings);

  const read = await client.pictures.read({ file: new Blob([await studio.history.pictures.read(run.picture)]) });
  expect(read.notes).toEqual([]);
  expect(read.settings!.strategy!.switching).toEqual(switching);
  expect(read.settings!.initImage!.strength).toBe(0.5);
  expect(read.settings!.vaeTiling).toBe(true);
  const compared = await client.pictures.compare({ a: read.settings!.initImage!.picture, b: picture });
  expect(compared.identical).toBe(true);

  await client.models.remove({ modelId: base.id });
  const later = await client.pictures.read({ file: new Blob([await studio.history.pictures.read(run.picture)]) });
  expect(later.notes.join()).toContain('base-unet');
});

test('what is queued when the studio closes is done when it opens again', async () => {
  const folder = await temporaryFolder();
  const before = await openClient(folder);
  const settings = await tinySettings(before.client);
  const { tasks } = await before.client.tasks.submit({ settings, count: 3, baseline: false });
  await before.close();
  const after = await openClient(folder);
  const end = await settled(
    after.client,
    tasks.map(({ id }) => id),
  );
  expect(end.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
});

test('int8 is computed on the CPU alone, which is said before anything is queued', async () => {
  const { client } = await openClient(await temporaryFolder());
  const settings = { ...(await tinySettings(client)), device: 'webgpu' };
  const int8 = { ...settings.strategy!, precision: 'int8' as const };
  await expect(
    client.tasks.submit({ settings: { ...settings, strategy: int8 }, count: 1, baseline: true }),
  ).rejects.toThrow('int8 on device webgpu');
  await expect(
    client.tasks.submitGrid({ settings, axes: [{ kind: 'precision', values: ['float32', 'int8'] }] }),
  ).rejects.toThrow('int8 on device webgpu');
});

test('errors arrive in words: a model that is not there, a rival without a baseline', async () => {
  const { client } = await openClient(await temporaryFolder());
  await expect(client.models.add({ path: join('/nowhere', 'model') })).rejects.toThrow(
    /there is no such file or folder/,
  );
  await expect(client.runs.get({ id: 99 })).rejects.toThrow('Run 99 is not in the history');
});
