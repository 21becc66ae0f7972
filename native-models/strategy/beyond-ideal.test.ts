import { expect, test } from 'vitest';
import { beyondIdeal } from './beyond-ideal.ts';

test('a speed-up beyond the ideal is doubted, noise is not', () => {
  expect(beyondIdeal(1.99, 1.74)).toContain('slowed by other work');
  expect(beyondIdeal(1.76, 1.74)).toBeNull();
  expect(beyondIdeal(1.2, 1.74)).toBeNull();
});
