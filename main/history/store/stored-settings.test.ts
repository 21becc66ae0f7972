import { expect, test } from 'vitest';
import { settingsLike, STRATEGY } from '../history.fixture.ts';
import { storedAxes, storedSettings, storedStrategy } from './stored-settings.ts';

const { precision: _, ...BEFORE } = STRATEGY;

test('what was kept before there was a choice of precision was computed in float32', () => {
  expect(storedStrategy(JSON.stringify(BEFORE))).toEqual({ ...STRATEGY, precision: 'float32' });
  const settings = settingsLike({ strategy: STRATEGY });
  expect(storedSettings(JSON.stringify({ ...settings, strategy: BEFORE }))).toEqual(settings);
  const axis = { kind: 'strategy', values: [null, STRATEGY], labels: ['baseline', 'CO6'] } as const;
  expect(storedAxes(JSON.stringify([{ ...axis, values: [null, BEFORE] }]))).toEqual([axis]);
});

test('what says it keeps it; fields keep their order, by which settings are compared as text', () => {
  const int8 = JSON.stringify(settingsLike({ strategy: { ...STRATEGY, precision: 'int8' } }));
  expect(JSON.stringify(storedSettings(int8))).toBe(int8);
  const off = JSON.stringify(settingsLike({ strategy: null }));
  expect(JSON.stringify(storedSettings(off))).toBe(off);
});
