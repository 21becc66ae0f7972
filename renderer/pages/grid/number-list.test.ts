import { expect, test } from 'vitest';
import { numbersIn } from './number-list.ts';

const WHOLE = { min: 1, max: 1000, whole: true };
const ANY = { min: 0, max: 100, whole: false };

test('numbers, ranges and steps, each value once', () => {
  expect(numbersIn('7, 9-11 9', WHOLE).values).toEqual([7, 9, 10, 11]);
  expect(numbersIn('10-50:20', WHOLE).values).toEqual([10, 30, 50]);
  expect(numbersIn('1-1.6:0.3', ANY).values).toEqual([1, 1.3, 1.6]);
  expect(numbersIn('  ', WHOLE)).toEqual({ values: [], problem: null });
});

test('what cannot be read is said', () => {
  expect(numbersIn('7, x', WHOLE).problem).toBe('"x" is no number and no range such as 10-50:10');
  expect(numbersIn('9-2', WHOLE).problem).toBe('"9-2" counts down: write 2-9');
  expect(numbersIn('2-9:0', WHOLE).problem).toContain('"2-9:0" goes on by nothing');
  expect(numbersIn('-1', WHOLE).problem).toContain('"-1" is no number');
  expect(numbersIn('0', WHOLE).problem).toBe('0 is not a whole number from 1 to 1000');
  expect(numbersIn('2.5', WHOLE).problem).toBe('2.5 is not a whole number from 1 to 1000');
});

test('a slip of the finger does not fill the memory', () => {
  expect(numbersIn('1-999999999', { min: 0, max: 2 ** 48, whole: true }).problem).toBe(
    '"1-999999999" makes more than 500 values, which no grid has room for',
  );
});
