import { expect, onTestFinished, test } from 'vitest';
import { openHistory } from './history.ts';
import { folderOfVersion3, TOLD_BY_VERSION_3 } from './recorded.fixture.ts';

function opened() {
  const history = openHistory(folderOfVersion3());
  onTestFinished(() => history.close());
  return history;
}

test('a data folder of the previous version shows every run, in the trash or not, and its grid', () => {
  const { runs, grids } = opened();
  expect(runs.list({})).toEqual(TOLD_BY_VERSION_3.runs);
  expect(runs.list({ trashed: true })).toEqual(TOLD_BY_VERSION_3.trash);
  expect(grids.get('grid')).toEqual(TOLD_BY_VERSION_3.grid);
  expect(runs.awaitingFidelity()).toEqual(TOLD_BY_VERSION_3.awaitingFidelity);
});

test('a data folder of the previous version shows every task, in the order of its queue', () => {
  const tasks = TOLD_BY_VERSION_3.tasks.map(({ purpose, settings, ...task }) => {
    const work = purpose === 'calibration' ? { kind: 'calibrate', settings } : { kind: 'generate', purpose, settings };
    return { ...task, work };
  });
  expect(opened().tasks.list()).toEqual(tasks);
});
