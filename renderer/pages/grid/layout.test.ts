import { expect, test } from 'vitest';
import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import type { Axis } from './axis-setup.ts';
import { cellAt, countOf, extentOf, indexOf } from '../../../preload/experiment/place.ts';
import { neededRuns, settingsOf, submitted } from './layout.ts';

const axis = (kind: Axis['kind'], values: readonly unknown[]) => ({ kind, values, problem: null }) as unknown as Axis;
const STEPS = axis('steps', [10, 20, 30]);
const SEED = axis('seed', [1, 2]);
const BASE = { prompt: 'a fox', steps: 50, seed: 9, strategy: null } as RunSettings;

test('cells and their places in the queue are told from each other both ways', () => {
  const extent = extentOf([STEPS, SEED, axis('prompt', ['a', 'b'])]);
  expect(countOf([STEPS, SEED, axis('prompt', ['a', 'b'])])).toBe(12);
  for (let index = 0; index < 12; index++) {
    const { x, y, z } = cellAt(extent, index);
    expect(indexOf(extent, x, y, z)).toBe(index);
  }
  expect(cellAt(extent, 7)).toEqual({ index: 7, x: 1, y: 0, z: 1 });
});

test('cells are in the order in which the host multiplies the axes, the first it gets slowest', () => {
  expect(submitted([STEPS, SEED]).map(({ kind }) => kind)).toEqual(['seed', 'steps']);
  expect(settingsOf(BASE, [STEPS, SEED]).map(({ seed, steps }) => [seed, steps])).toEqual([
    [1, 10],
    [1, 20],
    [1, 30],
    [2, 10],
    [2, 20],
    [2, 30],
  ]);
});

test('each baseline is counted once, and not where it is a cell itself', () => {
  const strategy = { name: 'CO6' };
  const cells = settingsOf(BASE, [axis('strategy', [strategy, { name: 'CO3' }]), SEED]);
  expect(neededRuns(cells).baselines.map(({ seed }) => seed)).toEqual([1, 2]);
  const withOff = settingsOf(BASE, [axis('strategy', [null, strategy]), SEED]);
  expect(neededRuns(withOff).baselines).toEqual([]);
});
