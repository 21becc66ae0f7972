import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../../../native-models/reference/temporary-folder.ts';
import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import type { Work } from '../../../preload/contract/work.ts';
import { runLike } from '../../history/history.fixture.ts';
import { openHistory } from '../../history/history.ts';
import type { OnStatement } from '../../history/store/database.ts';
import { submitGrid } from '../grids/grids.ts';
import { sparedFor, submitCalibration, submitRuns } from './submit.ts';

const strategy = {
  name: 'CO6',
  inherit: ['up3.0.res' as const],
  mode: { kind: 'periodic' as const, period: 5, tail: 0 },
  semantics: 'residual' as const,
  switching: [],
  precision: 'float32' as const,
};
const settings: RunSettings = {
  modelId: 'embedded',
  device: 'cpu',
  prompt: 'a fox',
  negativePrompt: '',
  width: 64,
  height: 64,
  steps: 20,
  guidanceScale: 4,
  scheduler: 'ddim',
  seed: 7,
  strategy,
  initImage: null,
  vaeTiling: false,
  promptSyntax: 'plain',
};

const whatFor = (work: Work) => (work.kind === 'generate' ? work.purpose : work.kind);

async function aHistory(onStatement?: OnStatement) {
  const history = openHistory(await temporaryFolder(), { onStatement });
  onTestFinished(() => history.close());
  const inOrder = () =>
    history.tasks.list().map(({ work }) => [whatFor(work), work.settings.seed, work.settings.steps]);
  return { history, inOrder };
}

test('what a person waits for goes before the cells of a grid, with the baseline that waits among them', async () => {
  const { history, inOrder } = await aHistory();
  submitGrid(history, [], { settings, axes: [{ kind: 'seed', values: [6, 7] }] });
  const { tasks, moved } = submitRuns(history, {
    settings: { ...settings, strategy: { ...strategy, name: 'CO3' } },
    count: 1,
    baseline: true,
  });
  expect(tasks.map(({ work }) => whatFor(work))).toEqual(['run']);
  expect(moved?.map(({ work }) => [whatFor(work), work.settings.seed])).toEqual([['baseline', 7]]);
  submitCalibration(history, { ...settings, steps: 5 });
  expect(inOrder()).toEqual([
    ['baseline', 7, 20],
    ['run', 7, 20],
    ['calibrate', 7, 5],
    ['baseline', 6, 20],
    ['grid', 6, 20],
    ['grid', 7, 20],
  ]);
});

test('among themselves, runs come in the order they were asked for', async () => {
  const { history, inOrder } = await aHistory();
  submitRuns(history, { settings, count: 2, baseline: true });
  submitRuns(history, { settings: { ...settings, seed: 9 }, count: 1, baseline: false });
  expect(inOrder().map(([purpose, seed]) => [purpose, seed])).toEqual([
    ['baseline', 7],
    ['run', 7],
    ['baseline', 8],
    ['run', 8],
    ['run', 9],
  ]);
});

test('a run that is to be next goes before all others, with the baseline that waits for an earlier one', async () => {
  const { history, inOrder } = await aHistory();
  submitRuns(history, { settings: { ...settings, seed: 3 }, count: 1, baseline: true });
  submitRuns(history, { settings, count: 1, baseline: true });
  const { tasks, group } = submitRuns(history, {
    settings: { ...settings, strategy: { ...strategy, name: 'CO3' } },
    count: 2,
    baseline: true,
    place: 'next',
  });
  expect(inOrder().map(([purpose, seed]) => [purpose, seed])).toEqual([
    ['baseline', 7],
    ['run', 7],
    ['baseline', 8],
    ['run', 8],
    ['baseline', 3],
    ['run', 3],
    ['run', 7],
  ]);
  expect(tasks.map((task) => [whatFor(task.work), task.group])).toEqual([
    ['run', group],
    ['baseline', group],
    ['run', group],
  ]);
});

test('what is to run at once spares itself, and the baseline under way that it waits for', async () => {
  const { history } = await aHistory();
  const first = submitRuns(history, { settings, count: 1, baseline: true });
  const lease = { worker: 'a test', leaseMs: 60_000 };
  await history.queue.claim(lease, ['cpu']);
  const now = (changes: Partial<RunSettings>) =>
    submitRuns(history, { settings: { ...settings, ...changes }, count: 1, baseline: true, place: 'now' }).tasks;
  const another = now({ seed: 9 });
  expect(sparedFor(history, another)).toEqual(another.map(({ id }) => id));
  const same = now({ strategy: { ...strategy, name: 'CO3' } });
  expect(sparedFor(history, same)).toEqual([...same, first.tasks[0]!].map(({ id }) => id));
});

test('a run in tiles is measured against a baseline in tiles, whatever other one is on record', async () => {
  const { history } = await aHistory();
  history.runs.insert(runLike({ settings: { ...settings, strategy: null } }));
  const baselinesOf = (settings: RunSettings) =>
    submitRuns(history, { settings, count: 1, baseline: true })
      .tasks.filter(({ work }) => whatFor(work) === 'baseline')
      .map(({ work }) => work.settings);
  expect(baselinesOf(settings)).toEqual([]);
  expect(baselinesOf({ ...settings, vaeTiling: true })).toEqual([{ ...settings, strategy: null, vaeTiling: true }]);
});

test('a thousand pictures ask the history no more than ten do, in one transaction', async () => {
  const statements: string[] = [];
  const { history } = await aHistory((sql) => statements.push(sql));
  const asked = (count: number, seed: number) => {
    statements.length = 0;
    const { tasks } = submitRuns(history, { settings: { ...settings, seed }, count, baseline: true });
    expect(tasks).toHaveLength(2 * count);
    expect(statements.filter((sql) => sql === 'BEGIN' || sql === 'COMMIT')).toHaveLength(2);
    return statements.length;
  };
  expect(asked(1000, 1000)).toBe(asked(10, 10));
  expect(asked(1000, 10_000)).toBe(asked(10, 100));

  const cells = (count: number, seed: number) => {
    statements.length = 0;
    const values = Array.from({ length: count }, (_, i) => seed + i);
    submitGrid(history, [], { settings, axes: [{ kind: 'seed', values }] });
    return statements.length;
  };
  expect(cells(500, 100_000)).toBe(cells(5, 200_000));
});

test('tasks come back as they are kept: in their order, whatever their texts say', async () => {
  const { history } = await aHistory();
  const prompt = 'a "fox" \\ in the \'snow\'\n🦊 \u0000 end';
  const { tasks } = submitRuns(history, { settings: { ...settings, prompt }, count: 3, baseline: true });
  expect(tasks).toEqual(history.tasks.list());
  expect(tasks.map(({ work }) => [work.settings.seed, work.settings.prompt])).toEqual(
    [7, 7, 8, 8, 9, 9].map((seed) => [seed, prompt]),
  );
});
