import { expect, test } from 'vitest';
import { targetInWords, row, spreadInWords } from './row.ts';

test('a number is told with the middle half of its repetitions', () => {
  expect(spreadInWords(row('a page', 'ms', [12.34, 10, 14, 11, 13]))).toBe('12.3 ms (11.0 to 13.0)');
  expect(spreadInWords(row('memory', 'MB', [123.4]))).toBe('123 MB');
});

test('what was promised is told with whether it was reached', () => {
  expect(targetInWords(row('a page', 'ms', [12, 13], 50))).toBe('50.0 ms: reached');
  expect(targetInWords(row('a page', 'ms', [60], 50))).toBe('50.0 ms: not reached');
  expect(targetInWords(row('a page', 'ms', [60]))).toBe('');
});
