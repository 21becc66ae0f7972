import { expect, test } from 'vitest';
import type { Run } from '../../preload/contract/task.ts';
import { pairFor, rivalOf } from './compared-runs.ts';

const settings = { prompt: 'a fox', seed: 7, modelId: 'm' };
const run = (id: number, part: object = {}) =>
  ({ id, baselineId: null, purpose: 'run', group: 'g', settings, ...part }) as Run;
const BASELINE = run(1, { purpose: 'baseline' });
const INHERITED = run(2, { baselineId: 1 });
const RIVAL = run(3, { purpose: 'rival', baselineId: null });
const RECENT = [RIVAL, INHERITED, BASELINE];

test('without a wish, the latest run is shown with its baseline', () => {
  expect(pairFor({ a: null, b: null }, RECENT)).toEqual({ a: 1, b: 2 });
  expect(pairFor({ a: null, b: null }, [BASELINE])).toEqual({ a: null, b: 1 });
  expect(pairFor({ a: null, b: null }, [])).toEqual({ a: null, b: null });
});

test('two that were asked for are shown as asked', () => {
  expect(pairFor({ a: 2, b: 1 }, RECENT)).toEqual({ a: 2, b: 1 });
});

test('one alone gets its baseline beside it, and a baseline waits for another', () => {
  expect(pairFor({ a: null, b: 2 }, RECENT)).toEqual({ a: 1, b: 2 });
  expect(pairFor({ a: 1, b: null }, RECENT)).toEqual({ a: 1, b: null });
});

test('a rival belongs to the run it was made for', () => {
  expect(rivalOf(INHERITED, RECENT)).toBe(RIVAL);
  expect(rivalOf(run(4, { group: 'other' }), RECENT)).toBeNull();
  expect(rivalOf(run(4, { settings: { ...settings, seed: 8 } }), RECENT)).toBeNull();
});
