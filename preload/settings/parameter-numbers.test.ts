import { expect, test } from 'vitest';
import { realIn, wholeIn } from './parameter-numbers.ts';

test.each([
  ['20', 20],
  [' 20 ', 20],
  ['20.0', 20],
  ['-1', -1],
  ['9007199254740991', Number.MAX_SAFE_INTEGER],
  ['9007199254740992', undefined],
  ['9007199254740990.7', undefined],
  ['20.5', undefined],
  ['1e3', undefined],
  ['0x10', undefined],
  ['', undefined],
  ['20 | Sampler', undefined],
])('%j as a whole number is %s', (text, number) => {
  expect(wholeIn(text)).toBe(number);
});

test.each([
  ['7', 7],
  ['7.5', 7.5],
  ['7.', 7],
  ['.5', 0.5],
  ['-1', -1],
  ['7.500000', 7.5],
  ['1e-1', 0.1],
  ['1e999', undefined],
  ['Infinity', undefined],
  ['', undefined],
  ['much', undefined],
])('%j as a number is %s', (text, number) => {
  expect(realIn(text)).toBe(number);
});
