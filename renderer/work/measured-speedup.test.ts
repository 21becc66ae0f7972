import { describe, expect, test } from 'vitest';
import { parseMode } from '../../native-models/strategy/sampling-mode.ts';
import type { Run } from '../../preload/contract/task.ts';
import { CO6, SD, START } from './example.fixture.ts';
import { measuredSpeedup } from './measured-speedup.ts';

describe('measured here', () => {
  const conditions = {
    modelId: 'm',
    device: 'cpu',
    width: 512,
    height: 512,
    steps: 50,
    scheduler: 'pndm',
    initImage: null,
    vaeTiling: false,
  } as const;
  const run = (speedup: number | null, change: object = {}) =>
    ({
      speedup,
      doubt: null,
      settings: { ...conditions, strategy: { ...START, inherit: [...CO6], switching: [] }, ...change },
    }) as unknown as Run;
  test('is the median of the runs with exactly this strategy', () => {
    const runs = [run(1.8), run(1.9), run(1.2), run(9, { steps: 20 }), run(9, { strategy: null }), run(null)];
    expect(measuredSpeedup(runs, START, conditions, SD)).toEqual({ speedup: 1.8, runs: 3, doubt: null });
  });
  test('is nothing while there are none', () => {
    expect(measuredSpeedup([run(1.8)], { ...START, mode: parseMode('P5') }, conditions, SD)).toBeNull();
    expect(measuredSpeedup([run(1.8)], { ...START, on: false }, conditions, SD)).toBeNull();
    expect(measuredSpeedup([run(1.8)], { ...START, precision: 'int8' }, conditions, SD)).toBeNull();
    const switching = [{ unet: 'base', calls: 50 }];
    expect(measuredSpeedup([run(1.8)], { ...START, switching }, conditions, SD)).toBeNull();
  });
});
