import { expect, test } from 'vitest';
import { byKind, stretches, timingsInWords } from './timing-bar.ts';

const TIMINGS = [
  { call: 0, form: 0, step: 'full', seconds: 3 },
  { call: 1, form: 1, step: 'inherit', seconds: 1 },
  { call: 2, form: 0, step: 'full', seconds: 4 },
] as const;

test('stretches lie end to end, as long as their calls took', () => {
  expect(stretches(TIMINGS).map(({ from, share }) => [from, share])).toEqual([
    [0, 0.375],
    [0.375, 0.125],
    [0.5, 0.5],
  ]);
});

test('calls without any time share the bar evenly', () => {
  const still = TIMINGS.slice(0, 2).map((timing) => ({ ...timing, seconds: 0 }));
  expect(stretches(still).map(({ share }) => share)).toEqual([0.5, 0.5]);
});

test('full and inherit steps are counted and said apart', () => {
  expect(byKind(TIMINGS)).toEqual([
    { step: 'full', calls: 2, seconds: 7 },
    { step: 'inherit', calls: 1, seconds: 1 },
  ]);
  expect(timingsInWords(TIMINGS.slice(0, 1))).toBe('1 full call in 3.0 s');
});
