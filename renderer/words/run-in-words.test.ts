import { expect, test } from 'vitest';
import type { Run } from '../../preload/contract/task.ts';
import { doubtOf, nameOf, priceText, spoken } from './run-in-words.ts';

const settings = { scheduler: 'ddim', steps: 31, prompt: 'a fox', seed: 7, strategy: null };
const run = (part: object) =>
  ({
    settings,
    strategyLabel: 'none',
    purpose: 'run',
    baselineId: 1,
    fidelity: null,
    speedup: null,
    ...part,
  }) as Run;

test('a run without strategy is a baseline, and a rival says how many steps it had', () => {
  expect(nameOf(run({}))).toBe('baseline');
  expect(nameOf(run({ purpose: 'rival' }))).toBe('equal-time rival, 31 steps');
  const strategy = { name: 'CO6', mode: { kind: 'periodic', period: 5, tail: 10 }, semantics: 'residual' };
  expect(nameOf(run({ settings: { ...settings, strategy } }))).toBe('CO6 P5†');
  expect(nameOf(run({ settings: { ...settings, strategy: { ...strategy, semantics: 'boundary' } } }))).toBe(
    'CO6 P5† boundary',
  );
});

test('painted calls beyond the end of the run are not counted', () => {
  const strategy = { name: 'custom', mode: { kind: 'explicit', fullCalls: [0, 5, 20, 35] } };
  expect(nameOf(run({ settings: { ...settings, strategy } }))).toBe('3 full');
});

test('no PSNR is said as what it is: identical, or not measured', () => {
  expect(priceText(run({ fidelity: { identical: false, values: { psnr: 27.94 } } }))).toBe('27.9 dB');
  expect(priceText(run({ fidelity: { identical: true, values: { ssim: 1 } } }))).toBe('identical');
  expect(priceText(run({}))).toBe('n/a');
});

test('a speed-up beyond the ideal is doubted', () => {
  const measured = (speedup: number | null) =>
    run({ settings: { ...settings, strategy: {} }, speedup, idealSpeedup: 1.5 });
  expect(doubtOf(measured(1.6))).toBeNull();
  expect(doubtOf(measured(null))).toBeNull();
  expect(doubtOf(measured(6.4))).toContain('slowed by other work');
});

test('a run is spoken with its gain and its price together', () => {
  const words = spoken(
    run({
      speedup: 1.8,
      fidelity: { identical: false, values: { psnr: 27.9 } },
      seconds: 22.5,
      modelName: 'SD 1.5',
      favourite: true,
    }),
  );
  expect(words).toBe('baseline, 1.80x, PSNR 27.9 dB, 22.5 s, a fox, seed 7, SD 1.5, favourite');
});
