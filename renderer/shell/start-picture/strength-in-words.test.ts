import { expect, test } from 'vitest';
import { strengthInWords } from './strength-in-words.ts';

test('a strength in steps and calls', () => {
  expect(strengthInWords(50, 30, 31)).toContain('the last 30 of 50 steps are made: 31 calls');
  expect(strengthInWords(50, 50, 51)).toContain('All 50 steps');
  expect(strengthInWords(10, 0, 0)).toContain('no step');
});
