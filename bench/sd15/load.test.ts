import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { othersShare } from './load.ts';

test('what others took is what was busy and not ours, of all cores', () => {
  const seconds = 10;
  const all = seconds * availableParallelism();
  expect(othersShare(all, { seconds, cpuSeconds: all })).toBe(0);
  expect(othersShare(all, { seconds, cpuSeconds: all / 2 })).toBe(0.5);
  // The two clocks do not tick together.
  expect(othersShare(all - 0.01, { seconds, cpuSeconds: all })).toBe(0);
});
