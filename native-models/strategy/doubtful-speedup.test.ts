import { expect, test } from 'vitest';
import { speedupDoubt } from './doubtful-speedup.ts';

test('a speed-up beyond the ideal is doubted, noise is not', () => {
  expect(speedupDoubt(1.99, 1.74, 'float32')).toContain('slowed by other work');
  expect(speedupDoubt(1.76, 1.74, 'float32')).toBeNull();
  expect(speedupDoubt(1.2, 1.74, 'float32')).toBeNull();
});

test('in int8 more than the MACs tell is what is asked for', () => {
  expect(speedupDoubt(1.99, 1, 'int8')).toBeNull();
});
