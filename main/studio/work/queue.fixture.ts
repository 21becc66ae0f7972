/** A queue of one run that is measured against its baseline and one calibration; and how it looks whole, and when it is done. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { temporaryFolder } from '../../../native-models/reference/temporary-folder.ts';
import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import { isOf } from '../../../preload/contract/task-kinds.ts';
import type { History } from '../../history/history.ts';
import { submitCalibration, submitRuns } from '../runs/submit.ts';
import { openWork } from './settling.fixture.ts';

const SOON = { interval: 2, timeout: 30_000 };
const settings: RunSettings = {
  modelId: 'embedded',
  device: 'cpu',
  prompt: 'a fox',
  negativePrompt: '',
  width: 32,
  height: 32,
  steps: 1,
  guidanceScale: 1,
  scheduler: 'ddim',
  seed: 7,
  strategy: {
    name: 'CO6',
    inherit: ['up3.0.res'],
    mode: { kind: 'periodic', period: 5, tail: 0 },
    semantics: 'residual',
    switching: [],
    precision: 'float32',
  },
  initImage: null,
  vaeTiling: false,
  promptSyntax: 'plain',
};

/** A history with a baseline, and a queue of the run that is measured against it and of a calibration. */
export async function aQueue(): Promise<string> {
  const folder = await temporaryFolder();
  const { history, dispatcher, settled, close } = openWork(folder);
  const [baseline] = submitRuns(history, {
    settings: { ...settings, strategy: null },
    count: 1,
    baseline: false,
  }).tasks;
  dispatcher.start();
  await settled([baseline!.id]);
  dispatcher.pause();
  submitRuns(history, { settings, count: 1, baseline: true });
  submitCalibration(history, settings);
  await close();
  return folder;
}

const runsOf = ({ tasks }: History) => tasks.list().filter(isOf('generate'));

/** Nothing was recorded without its task, or settled without what it became. */
export function isWhole(history: History): void {
  const done = runsOf(history).filter(({ state }) => state === 'done');
  expect(done.map(({ runId }) => runId).toSorted()).toEqual(
    history.runs
      .list({})
      .map(({ id }) => id)
      .toSorted(),
  );
  const [calibration] = history.tasks.list().filter(isOf('calibrate'));
  expect(history.calibrations.get('embedded') !== null).toBe(calibration!.state === 'done');
}

/** Everything is there once, with its picture and its fidelity. */
export function isDone(history: History): void {
  expect(history.tasks.list().map(({ state, problem }) => problem?.message ?? state)).toEqual(['done', 'done', 'done']);
  const { runs, total } = history.runs.page({ filter: { text: 'fox' }, cursor: null, limit: 10 });
  const [run, baseline] = runs;
  expect([total, run!.purpose, baseline!.purpose]).toEqual([2, 'run', 'baseline']);
  expect(
    runsOf(history)
      .map(({ runId }) => runId)
      .toSorted(),
  ).toEqual([baseline!.id, run!.id].toSorted());
  for (const { picture } of runs) {
    const { folder, path } = history.pictures.locate(picture)!;
    const bytes = readFileSync(join(folder, path));
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(picture);
  }
  expect(run!.baselineId).toBe(baseline!.id);
  expect(run!.speedup).toBe(2);
  expect(run!.fidelity!.values.psnr).toBeGreaterThan(0);
  expect(run!.fidelity!.values.ssim).toBeLessThan(1);
}

/** Opened anew, it is whole, and is worked off to the end. */
export async function goesOn(folder: string): Promise<void> {
  const { history, dispatcher, errors, close } = openWork(folder);
  isWhole(history);
  const before = history.runs.list({}).map(({ id, picture }) => ({ id, picture }));
  dispatcher.start();
  await vi.waitFor(() => {
    expect(history.tasks.list({ states: ['queued', 'running'] })).toEqual([]);
    expect(history.runs.awaitingFidelity()).toEqual([]);
  }, SOON);
  isDone(history);
  expect(history.runs.list({})).toMatchObject(
    expect.arrayContaining(before.map((run) => expect.objectContaining(run))),
  );
  await close();
  expect(errors).toEqual([]);
}
