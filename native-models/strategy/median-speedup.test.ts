import { expect, test } from 'vitest';
import { medianSpeedup } from './median-speedup.ts';

const measured = (speedup: number | null, doubt: 'beyond-ideal' | 'unsteady' | null = null) => ({ speedup, doubt });

test('what has no baseline counts for nothing', () => {
  expect(medianSpeedup([measured(1.8), measured(null), measured(1.2), measured(1.9)])).toEqual({
    speedup: 1.8,
    runs: 3,
    doubt: null,
  });
  expect(medianSpeedup([measured(1.5), measured(2)])).toMatchObject({ speedup: 1.75, runs: 2 });
  expect(medianSpeedup([measured(null)])).toBeNull();
  expect(medianSpeedup([])).toBeNull();
});

test('a median is as doubtful as half of what it is of', () => {
  const doubtOf = (...all: readonly ReturnType<typeof measured>[]) => medianSpeedup(all)?.doubt;
  expect(doubtOf(measured(1.8), measured(1.7), measured(6, 'beyond-ideal'))).toBeNull();
  expect(doubtOf(measured(1.8), measured(6, 'beyond-ideal'))).toBe('beyond-ideal');
  expect(doubtOf(measured(6, 'unsteady'), measured(6, 'beyond-ideal'), measured(6, 'beyond-ideal'))).toBe(
    'beyond-ideal',
  );
});
