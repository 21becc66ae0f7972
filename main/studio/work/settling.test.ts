import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test, vi } from 'vitest';
import { temporaryFolder } from '../../../native-models/reference/temporary-folder.ts';
import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import { isOf } from '../../../preload/contract/task-kinds.ts';
import type { History } from '../../history/history.ts';
import { submitCalibration, submitRuns } from '../runs/submit.ts';
import { openWork } from './settling.fixture.ts';

const PROGRAM = fileURLToPath(new URL('settling.fixture.ts', import.meta.url));
const AT_ONCE = 2;
const SOON = { interval: 2, timeout: 30_000 };
/** A process for each step: on a busy machine they take their time. */
const TIMEOUT_MS = 300_000;
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
async function aQueue(): Promise<string> {
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

/** Works a copy of the queue off until the step at which it is killed. @returns the steps, null where it was killed. */
async function worksUntil(folder: string, step: number, compiled: string): Promise<string[] | null> {
  try {
    const env = { ...process.env, NODE_COMPILE_CACHE: compiled };
    const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, folder, String(step)], { env });
    return JSON.parse(stdout) as string[];
  } catch (error) {
    if ((error as { signal?: string }).signal === 'SIGKILL') return null;
    throw error;
  }
}

const runsOf = ({ tasks }: History) => tasks.list().filter(isOf('generate'));

/** Nothing was recorded without its task, or settled without what it became. */
function isWhole(history: History): void {
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
function isDone(history: History): void {
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

test(
  'killed at any step, the queue goes on where it was: nothing is lost, nothing recorded twice',
  async () => {
    const [queue, compiled, unbroken] = [await aQueue(), await temporaryFolder(), await temporaryFolder()];
    cpSync(queue, unbroken, { recursive: true });
    const steps = (await worksUntil(unbroken, Infinity, compiled))!;
    // At start, for each of the two tasks, and for the fidelity.
    expect(steps.filter((step) => step === 'COMMIT')).toHaveLength(4);

    const left = steps.map((_, index) => index + 1);
    const brokenOff = async () => {
      for (let step = left.shift(); step; step = left.shift()) {
        const folder = await temporaryFolder();
        cpSync(queue, folder, { recursive: true });
        expect(await worksUntil(folder, step, compiled), `step ${step} was not come to`).toBeNull();
        await goesOn(folder);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, brokenOff));
  },
  TIMEOUT_MS,
);

async function goesOn(folder: string): Promise<void> {
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
