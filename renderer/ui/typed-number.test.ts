import { expect, test } from 'vitest';
import { noteOf, taken, warningOf } from './typed-number.ts';

const SIDE = { min: 8, max: 8192, step: 8, why: ' (8 pixels are one latent)' };
const STEPS = { min: 1, max: 1000, step: 1 };

test('a number that fits is taken, and nothing is said', () => {
  expect(taken(512, 64, SIDE)).toEqual({ value: 512, reason: null });
  expect(taken(7.25, 1, { min: 0, max: 100, step: 0.5 })).toEqual({ value: 7.25, reason: null });
  expect([warningOf(taken(30, 50, STEPS)), noteOf(taken(30, 50, STEPS))]).toEqual([null, null]);
});

test('what is no multiple is said while it is typed and after, with the reason', () => {
  const typed = taken(500, 512, SIDE);
  expect(typed.value).toBe(504); // 500 / 8 = 62.5: of two the larger
  expect(warningOf(typed)).toBe('500 is no multiple of 8 (8 pixels are one latent): it becomes 504.');
  expect(noteOf(typed)).toBe('500 is no multiple of 8 (8 pixels are one latent): 504 is taken.');
  expect(taken(515, 512, SIDE).value).toBe(512);
  expect(noteOf(taken(30.4, 50, STEPS))).toBe('30.4 is no whole number: 30 is taken.');
});

test('what is beyond the bounds is said', () => {
  expect(noteOf(taken(-1, 4127, { min: 0, max: 2 ** 48, step: 1 }))).toBe('-1 is below the least, 0: 0 is taken.');
  expect(noteOf(taken(2000, 50, STEPS))).toBe('2000 is above the most, 1000: 1000 is taken.');
  expect(taken(3, 8, SIDE).value).toBe(8);
  expect(noteOf(taken(Number.NaN, 50, STEPS))).toBe('That is no number: 50 is taken.');
});

test('bounds that are no multiples are not gone beyond', () => {
  expect(taken(100, 12, { min: 1, max: 100, step: 12 }).value).toBe(96);
  expect(taken(5, 12, { min: 5, max: 100, step: 12 }).value).toBe(12);
});
