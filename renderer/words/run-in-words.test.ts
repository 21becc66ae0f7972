import { expect, test } from 'vitest';
import type { Run } from '../../preload/contract/task.ts';
import { medianInWords, nameOf, priceText, speedupInWords, spoken } from './run-in-words.ts';

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

test('a doubtful speed-up is called so where there is no room for a mark, and a median says of how many it is', () => {
  expect(speedupInWords(run({ speedup: 1.6 }))).toBe('1.60x');
  expect(speedupInWords(run({ speedup: 6.4, doubt: 'beyond-ideal' }))).toBe('6.40x, doubtful');
  expect(speedupInWords(run({}))).toBe('n/a');
  expect(medianInWords({ speedup: 1.83, runs: 6, doubt: null })).toBe('median 1.83x of 6');
  expect(medianInWords({ speedup: 1.83, runs: 6, doubt: 'unsteady' })).toBe('median 1.83x of 6, doubtful');
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
