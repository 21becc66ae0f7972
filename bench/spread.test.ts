import { expect, test } from 'vitest';
import { quantile, spreadOf } from './spread.ts';

test('quartiles lie between values in proportion', () => {
  expect(spreadOf([4, 1, 3, 2, 5])).toEqual({ median: 3, quartiles: [2, 4], count: 5 });
  expect(quantile([0, 10], 0.25)).toBe(2.5);
});

test('of one value everything is that value', () => {
  expect(spreadOf([7])).toEqual({ median: 7, quartiles: [7, 7], count: 1 });
});

test('of none there is nothing to say', () => {
  expect(() => quantile([], 0.5)).toThrow('no values');
});
