import { expect, onTestFinished, test } from 'vitest';
import { openHistory } from './history.ts';
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

/** It knew full calls and others, and no forms; two metrics, of which no PSNR meant no difference. */
function asNow({ psnr, ssim, ...run }: RunOfVersion3) {
  const values = { ...(psnr === null ? {} : { psnr }), ...(ssim === null ? {} : { ssim }) };
  return {
    ...run,
    settings: { ...run.settings, ...PLAIN },
    fidelity: ssim === null ? null : { identical: psnr === null, values },
    timings: run.timings.map((timing) => ({ ...timing, form: timing.step === 'full' ? 0 : 1 })),
  };
}
