import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../native-models/reference/temporary-folder.ts';
import { openClient, tinySettings, settled } from '../studio.fixture.ts';

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

test('painted modes go by how many calls are full, and are told apart', async () => {
  const { client } = await openClient(await temporaryFolder());
  const settings = { ...(await tinySettings(client)), steps: 4 };
  await client.tasks.setPaused({ paused: true });
  const painted = (...fullCalls: number[]) => ({ kind: 'explicit' as const, fullCalls });
  const { group } = await client.tasks.submitGrid({
    settings,
    axes: [{ kind: 'mode', values: [painted(0, 2), painted(0, 3), painted(0, 2), painted(0)] }],
  });
  const { axes } = await client.grids.get({ group });
  expect(axes[0]!.labels).toEqual(['2 full', '2 full (2)', '2 full', '1 full']);
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
  expect(
    tasks
      .map(({ work }) => work.settings.strategy)
      .map((strategy) => strategy && 'mode' in strategy && [strategy.name, strategy.mode.kind]),
  ).toEqual([null, ['CO6', 'periodic'], ['CO6', 'periodic']]);
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
  await client.runs.trash({ ids: [done.find((task) => task.work.settings.seed === 1)!.runId!] });
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
