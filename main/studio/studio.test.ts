import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { expect, onTestFinished, test } from 'vitest';
import { recordingPath, recordedJson } from '../../native-models/reference/recording.ts';
import { temporaryFolder } from '../../native-models/reference/temporary-folder.ts';
import { strategyFromPreset } from '../../native-models/strategy/presets.ts';
import { parseMode } from '../../native-models/strategy/sampling-mode.ts';
import type { RunSettings } from '../../preload/contract/run-settings.ts';
import { studioRouter } from './router.ts';
import { openStudio } from './studio.ts';

/** The whole studio without a host: real queue, real engine process, real database, the tiny recorded model. */
async function openClient(folder: string) {
  const errors: unknown[] = [];
  const studio = openStudio({ dataFolder: folder, onError: (error) => errors.push(error) });
  let open = true;
  const close = async () => {
    if (open) await studio.close();
    open = false;
  };
  onTestFinished(close);
  return { client: createRouterClient(studioRouter(studio, 'server')), studio, errors, close };
}

type Client = Awaited<ReturnType<typeof openClient>>['client'];

async function tinySettings(client: Client): Promise<RunSettings> {
  const { id, architecture } = await client.models.add({ path: recordingPath('sd1/model') });
  const recorded = recordedJson<{ prompt: string; negative_prompt: string; seed: number }>('sd1/text-to-image.json');
  const strategy = strategyFromPreset('CO6', architecture as never, parseMode('P5'));
  return {
    modelId: id,
    device: 'cpu',
    prompt: recorded.prompt,
    negativePrompt: recorded.negative_prompt,
    width: 64,
    height: 64,
    steps: 20,
    guidanceScale: 7.5,
    scheduler: 'pndm',
    seed: recorded.seed,
    strategy: {
      ...strategy,
      inherit: [...strategy.inherit],
      mode: { kind: 'periodic', period: 5, tail: 0 },
      switching: [],
      precision: 'float32' as const,
    },
    initImage: null,
    vaeTiling: false,
  };
}

async function settled(client: Client, ids: readonly number[]) {
  for await (const { taskId, event } of await client.tasks.watch({ since: 0 })) {
    if (!ids.includes(taskId) || event.kind !== 'state') continue;
    const tasks = (await client.tasks.list({})).filter(({ id }) => ids.includes(id));
    if (tasks.every(({ state }) => ['done', 'failed', 'cancelled'].includes(state))) return tasks;
  }
  throw new Error('the events ended');
}

test('a run with its baseline: queued, made by the engine, recorded, measured; the baseline is made once', async () => {
  const { client, errors } = await openClient(await temporaryFolder());
  const settings = await tinySettings(client);
  const first = await client.tasks.submit({ settings, count: 2, baseline: true });
  expect(first.tasks.map(({ purpose, settings: { seed } }) => [purpose, seed - settings.seed])).toEqual([
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
    expect(run.psnr).toBeGreaterThan(5);
    expect(run.baselineId).not.toBeNull();
  }
  const again = await client.tasks.submit({ settings, count: 1, baseline: true });
  expect(again.tasks.map(({ purpose }) => purpose)).toEqual(['run']);
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

test('the equal-time rival: fewer plain steps, measured against the same baseline', async () => {
  const { client } = await openClient(await temporaryFolder());
  const settings = await tinySettings(client);
  const { tasks } = await client.tasks.submit({ settings, count: 1, baseline: true });
  const done = await settled(
    client,
    tasks.map(({ id }) => id),
  );
  const inherited = await client.runs.get({ id: done.find(({ purpose }) => purpose === 'run')!.runId! });
  const rival = await client.tasks.submitRival({ id: inherited.id });
  expect(rival.settings.strategy).toBeNull();
  expect(rival.settings.steps).toBeLessThanOrEqual(settings.steps);
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

test('a grid: every combination once; its own full cells are the baselines of the others', async () => {
  const { client } = await openClient(await temporaryFolder());
  const settings = await tinySettings(client);
  const { group, tasks } = await client.tasks.submitGrid({
    settings: { ...settings, steps: 4 },
    axes: [
      { kind: 'strategy', values: [null, settings.strategy] },
      { kind: 'seed', values: [1, 2] },
    ],
  });
  await settled(
    client,
    tasks.map(({ id }) => id),
  );
  expect(tasks).toHaveLength(4);
  const { runs } = await client.runs.page({ filter: { group }, cursor: null, limit: 50 });
  for (const run of runs) if (run.settings.strategy) expect(run.speedup).toBeGreaterThan(0);
  const cells = runs.filter(({ purpose }) => purpose === 'grid');
  expect(cells.map(({ settings: { seed, strategy } }) => `${strategy?.name ?? 'none'} ${seed}`).toSorted()).toEqual([
    'CO6 1',
    'CO6 2',
    'none 1',
    'none 2',
  ]);
  await expect(
    client.tasks.submitGrid({
      settings,
      axes: [
        { kind: 'seed', values: [1] },
        { kind: 'seed', values: [2] },
      ],
    }),
  ).rejects.toThrow('Two axes vary the seed');
});

test('modes and semantics vary whichever strategy a cell has; cells that come to the same share a picture', async () => {
  const { client } = await openClient(await temporaryFolder());
  const settings = { ...(await tinySettings(client)), steps: 4 };
  const { group, tasks } = await client.tasks.submitGrid({
    settings: { ...settings, strategy: null },
    axes: [
      // Given first, and still applied to the strategy that the other axis puts there.
      {
        kind: 'mode',
        values: [
          { kind: 'periodic', period: 2, tail: 0 },
          { kind: 'periodic', period: 5, tail: 10 },
        ],
      },
      { kind: 'strategy', values: [null, settings.strategy] },
    ],
  });
  expect(tasks.map(({ settings: { strategy } }) => strategy && [strategy.name, strategy.mode.kind])).toEqual([
    null,
    ['CO6', 'periodic'],
    ['CO6', 'periodic'],
  ]);
  const grid = await client.grids.get({ group });
  expect(grid.axes.map(({ labels }) => labels)).toEqual([
    ['P2', 'P5†'],
    ['baseline', 'CO6'],
  ]);
  const [baseline, second, third] = tasks.map(({ id }) => id);
  expect(grid.cells.map(({ taskId }) => taskId)).toEqual([baseline, second, baseline, third]);
  await expect(
    client.tasks.submitGrid({
      settings: { ...settings, strategy: null },
      axes: [{ kind: 'semantics', values: ['residual', 'boundary'] }],
    }),
  ).rejects.toThrow('Inheritance is off');
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

test('a grid is found again after a restart, with its labels, its runs, and those that are in the trash left out', async () => {
  const folder = await temporaryFolder();
  const before = await openClient(folder);
  const settings = { ...(await tinySettings(before.client)), steps: 4, strategy: null };
  const { group, tasks } = await before.client.tasks.submitGrid({
    settings,
    axes: [
      { kind: 'seed', values: [1, 2] },
      { kind: 'modelId', values: [settings.modelId] },
    ],
  });
  const done = await settled(
    before.client,
    tasks.map(({ id }) => id),
  );
  await before.close();
  const { client, studio } = await openClient(folder);
  expect(await client.grids.list()).toMatchObject([{ group, prompt: settings.prompt, cells: 2, made: 2 }]);
  await client.runs.trash({ ids: [done.find((task) => task.settings.seed === 1)!.runId!] });
  // Cleared from the queue: what is in a grid follows from its runs alone.
  studio.history.tasks.clearSettled();
  const grid = await client.grids.get({ group });
  expect(grid.axes[1]!.labels).toEqual(['model']);
  expect(grid.runs.map((run) => run.settings.seed)).toEqual([2]);
  expect(grid.cells).toEqual([
    { taskId: null, runId: null },
    { taskId: null, runId: grid.runs[0]!.id },
  ]);
  await expect(client.grids.get({ group: 'another' })).rejects.toThrow('not in the history');
});

test('errors arrive in words: a model that is not there, a rival without a baseline', async () => {
  const { client } = await openClient(await temporaryFolder());
  await expect(client.models.add({ path: join('/nowhere', 'model') })).rejects.toThrow(
    /there is no such file or folder/,
  );
  await expect(client.runs.get({ id: 99 })).rejects.toThrow('Run 99 is not in the history');
});
