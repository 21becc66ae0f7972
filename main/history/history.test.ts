import { afterEach, beforeEach, expect, test } from 'vitest';
import { STRATEGY, temporaryFolder } from './history.fixture.ts';
import { type History, openHistory } from './history.ts';

let history: History;
beforeEach(() => {
  history = openHistory(temporaryFolder());
});
afterEach(() => history.close());

test('strategies are kept by name, and replaced by name', () => {
  const first = history.strategies.save(STRATEGY);
  const other = history.strategies.save({ ...STRATEGY, name: 'another' });
  const replaced = history.strategies.save({ ...STRATEGY, semantics: 'boundary' });
  expect(replaced.id).toBe(first.id);
  expect(history.strategies.list()).toEqual([other, replaced]);
  history.strategies.remove(other.id);
  expect(history.strategies.list()).toEqual([replaced]);
});

test('settings are any JSON by name; null forgets', () => {
  expect(history.settings.set({ theme: 'dark', panes: [1, 2], gone: true })).toEqual({
    gone: true,
    panes: [1, 2],
    theme: 'dark',
  });
  expect(history.settings.set({ gone: null, theme: 'light', untouched: undefined })).toEqual({
    panes: [1, 2],
    theme: 'light',
  });
  expect(history.settings.all()).toEqual({ panes: [1, 2], theme: 'light' });
});

test('models are paths, once each, in the order they came', () => {
  for (const path of ['/models/b', '/models/a', '/models/b']) history.models.add(path);
  expect(history.models.list().toSorted()).toEqual(['/models/a', '/models/b']);
  history.models.remove('/models/b');
  history.models.remove('/models/b');
  expect(history.models.list()).toEqual(['/models/a']);
});

test('the newest calibration of a model and size is kept', () => {
  const calibration = { modelId: 'm', width: 64, height: 64, calls: 2, created: '2026-10-01T00:00:00.000Z', units: [] };
  const later = { ...calibration, created: '2026-10-02T00:00:00.000Z', calls: 5 };
  const larger = { ...calibration, width: 128, created: '2026-10-03T00:00:00.000Z' };
  for (const each of [calibration, later, larger]) history.calibrations.save(each);
  expect(history.calibrations.get('m')).toEqual(larger);
  expect(history.calibrations.get('m', { width: 64, height: 64 })).toEqual(later);
  expect(history.calibrations.get('n')).toBeNull();
});
