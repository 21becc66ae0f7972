import { expect, test } from 'vitest';
import { beyondIdeal } from './doubtful-speedup.ts';

test('a speed-up beyond the ideal is doubted, noise is not', () => {
  expect(beyondIdeal(1.99, 1.74, 'float32')).toContain('slowed by other work');
  expect(beyondIdeal(1.76, 1.74, 'float32')).toBeNull();
  expect(beyondIdeal(1.2, 1.74, 'float32')).toBeNull();
});

test('in int8 more than the MACs tell is what is asked for', () => {
  expect(beyondIdeal(1.99, 1, 'int8')).toBeNull();
});
