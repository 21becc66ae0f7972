import { expect, test } from 'vitest';
import { finder, inheritRatio, isMet, targetsOf } from './targets.ts';
import { type Measured, type Results, unmeasured } from './results.ts';
import { NOTHING, withTimes } from './results.fixture.ts';
import { blocks } from './rows.ts';

const targetIn = (results: Results, what: RegExp) => targetsOf(finder(results)).find((each) => what.test(each.what))!;

test('nothing is reached that was not measured', () => {
  expect(targetsOf(finder(NOTHING)).map(isMet)).toEqual(targetsOf(finder(NOTHING)).map(() => null));
});

test('a preset is compared with the full call of its own block', () => {
  const results = withTimes(NOTHING, 'presets/residual CO4-CO6', { ours: 10, 'CO6 residual': 2.9, 'CO4 residual': 4 });
  expect(inheritRatio(finder(results), 'CO6', 'residual')).toBeCloseTo(0.29);
  // c is .25 for CO4 and .26 for CO6 (the specification's table): CO4 is the worse one, by .15.
  const worst = targetIn(results, /every preset/);
  expect(worst.measured).toBeCloseTo(0.15, 2);
  expect(worst.note).toBe('CO4; 1 of 2 measured are within');
  expect(isMet(worst)).toBe(false);

  const within = withTimes(NOTHING, 'presets/residual CO4-CO6', { ours: 10, 'CO6 residual': 2.9 });
  expect(isMet(targetIn(within, /every preset/))).toBe(null); // of 22 nothing is known
});

test('a speed-up is of whole generations; single calls give an estimate that reaches nothing', () => {
  const calls = withTimes(NOTHING, 'presets/residual CO4-CO6', { ours: 10, 'CO6 residual': 3 });
  const estimated = targetIn(calls, /CO6 P5\+/);
  // 50 / (18 + 32 * 0.3)
  expect(estimated).toMatchObject({ measured: null, estimate: expect.closeTo(1.8116, 3) });
  expect(isMet(estimated)).toBe(null);

  const whole = withTimes(calls, 'generations/compared', { ours: 500, 'CO6 P5+ residual': 250 });
  expect(targetIn(whole, /CO6 P5\+/).measured).toBe(2);
  expect(isMet(targetIn(whole, /CO6 P5\+/))).toBe(true);
});

test('a block that was stopped goes on with the rows that it has not', () => {
  const block = blocks().find(({ id }) => id === 'calls/512')!;
  const half = withTimes(NOTHING, block.id, { ours: 10, diffusers: 12 });
  expect(unmeasured(block, half).map(({ id }) => id)).toEqual(['sd.cpp']);
  const whole = withTimes(half, block.id, { 'sd.cpp': 40 });
  expect(unmeasured(block, whole)).toEqual([]);
  expect(targetIn(whole, /stable-diffusion/).estimate).toBe(0.25);
});

test('a block that is measured again replaces what it was, reasons too', () => {
  const before = withTimes(NOTHING, 'calls/512', { ours: 10, 'sd.cpp': 'no compiler' });
  const after = withTimes(before, 'calls/512', { ours: 8, 'sd.cpp': 16 });
  expect(after.missing).toEqual([]);
  expect(after.measured.map(({ row, value }: Measured) => [row, value.median])).toEqual([
    ['ours', 8],
    ['sd.cpp', 16],
  ]);
  expect(targetIn(after, /stable-diffusion/).estimate).toBe(0.5);
});
