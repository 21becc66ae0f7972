import { expect, onTestFinished, test } from 'vitest';
import { openHistory } from './history.ts';
import type { Run } from '../../preload/contract/task.ts';
import { folderOfVersion3, type RunOfVersion3, TOLD_BY_VERSION_3 } from './recorded.fixture.ts';

/** All prompts of that time were plain. */
const PLAIN = { promptSyntax: 'plain' } as const;

function opened() {
  const history = openHistory(folderOfVersion3());
  onTestFinished(() => history.close());
  return history;
}

test('a data folder of the previous version shows every run, in the trash or not, and its grid', () => {
  const { runs, grids } = opened();
  const withForms = TOLD_BY_VERSION_3.runs.map((run) => asNow(run));
  expect(runs.list({})).toEqual(withForms);
  expect(runs.list({ trashed: true })).toEqual(TOLD_BY_VERSION_3.trash.map((run) => asNow(run)));
  expect(grids.get('grid')).toEqual({
    ...TOLD_BY_VERSION_3.grid,
    settings: { ...TOLD_BY_VERSION_3.grid.settings, ...PLAIN },
  });
  expect(runs.awaitingFidelity()).toEqual(TOLD_BY_VERSION_3.awaitingFidelity);
});

test('a data folder of the previous version shows every task, in the order of its queue', () => {
  const tasks = TOLD_BY_VERSION_3.tasks.map(({ purpose, settings: told, ...task }) => {
    const settings = { ...told, ...PLAIN };
    const work = purpose === 'calibration' ? { kind: 'calibrate', settings } : { kind: 'generate', purpose, settings };
    return { ...task, work };
  });
  expect(opened().tasks.list()).toEqual(tasks);
});

/**
 * What speaks against their speed-ups, which it did not judge: run 5 gained 1 where its MACs promise the whole 1 / (0.75 / 1.7 + 0.25)
 * = 1.45; run 2 gained 2, of an ideal 1.7; run 3, a rival, 2 with as many calls as the baseline.
 */
const DOUBTS: Readonly<Record<number, Run['doubt']>> = {
  2: 'beyond-ideal',
  3: 'beyond-ideal',
  5: 'far-below-ideal',
};

/** It knew full calls and others, and no forms; two metrics, of which no PSNR meant no difference. */
function asNow({ psnr, ssim, ...run }: RunOfVersion3) {
  const values = { ...(psnr === null ? {} : { psnr }), ...(ssim === null ? {} : { ssim }) };
  return {
    ...run,
    settings: { ...run.settings, ...PLAIN },
    fidelity: ssim === null ? null : { identical: psnr === null, values },
    // A rival's is by its calls, and the baseline made as many.
    idealSpeedup: run.purpose === 'rival' ? 1 : run.idealSpeedup,
    doubt: DOUBTS[run.id] ?? null,
    timings: run.timings.map((timing) => ({ ...timing, form: timing.step === 'full' ? 0 : 1 })),
  };
}
