import { expect, test } from 'vitest';
import type { RunSettings } from './run-settings.ts';
import { repeatsAmong } from './repeats.ts';
import type { Run } from './task.ts';

const CO6 = {
  name: 'CO6',
  inherit: ['up3.0.res'],
  mode: { kind: 'periodic', period: 5, tail: 10 },
  semantics: 'residual',
  switching: [],
  precision: 'float32',
} as const;

function run(
  id: number,
  speedup: number | null,
  change: Partial<RunSettings> | object = {},
  doubt: Run['doubt'] = null,
) {
  const settings = {
    modelId: 'm',
    device: 'cpu',
    prompt: 'a fox',
    width: 512,
    height: 512,
    steps: 50,
    scheduler: 'pndm',
    guidanceScale: 7.5,
    seed: 1,
    strategy: CO6,
    ...change,
  };
  return { id, speedup, doubt, settings } as unknown as Run;
}

test('a run’s median is over those that take its time, whatever they show and whatever the strategy is called', () => {
  const all = [
    run(1, 1.8),
    run(2, 1.9, { seed: 2, prompt: 'a hare' }),
    run(3, 1.2, { guidanceScale: 4, strategy: { ...CO6, name: 'mine' } }),
    run(4, 9, { steps: 20 }),
    run(5, 9, { width: 64 }),
    run(6, 9, { device: 'webgpu' }),
    run(7, 9, { strategy: { ...CO6, mode: { kind: 'periodic', period: 2, tail: 10 } } }),
    run(8, 9, { strategy: { ...CO6, inherit: [] } }),
    run(9, 9, { strategy: { ...CO6, precision: 'int8' } }),
    run(10, null, { seed: 3 }),
  ];
  const medianOf = repeatsAmong(all);
  for (const each of all.slice(0, 3)) expect(medianOf(each)).toEqual({ speedup: 1.8, runs: 3, doubt: null });
  // Alone, or without a speed-up of its own.
  for (const each of all.slice(3)) expect(medianOf(each)).toBeNull();
});

test('a run that is listed twice counts once, and full runs repeat nothing', () => {
  const [first, again] = [run(1, 1.8), run(2, 1.9, { seed: 2 })];
  expect(repeatsAmong([first, first])(first)).toBeNull();
  expect(repeatsAmong([first, first, again])(again)).toMatchObject({ speedup: 1.85, runs: 2 });
  const rivals = [run(1, 2, { strategy: null }), run(2, 3, { strategy: null, seed: 2 })];
  expect(repeatsAmong(rivals)(rivals[0]!)).toBeNull();
});

test('a median is as doubtful as half of its runs', () => {
  const all = [run(1, 5, {}, 'beyond-ideal'), run(2, 1.9, { seed: 2 })];
  expect(repeatsAmong(all)(all[1]!)).toEqual({ speedup: 3.45, runs: 2, doubt: 'beyond-ideal' });
});
