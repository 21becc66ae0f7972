import { expect, test } from 'vitest';
import { quantiseRows, transposed } from './int8.ts';

test('each row by its largest weight, every weight to half a step', () => {
  const weights = Float32Array.of(0.5, -0.2, 0.1, 0, -8, 3, 0.03, 1);
  const { integers, scales } = quantiseRows(weights, 2);
  expect([...scales]).toEqual([Math.fround(0.5 / 127), Math.fround(8 / 127)]);
  expect([...integers]).toEqual([127, -51, 25, 0, -127, 48, 0, 16]);
  weights.forEach((weight, i) => {
    const scale = scales[Math.floor(i / 4)]!;
    expect(Math.abs(integers[i]! * scale - weight)).toBeLessThanOrEqual(scale / 2 + 1e-7);
  });
});

test('a row of zeros is zeros, by a scale that can be divided by', () => {
  const { integers, scales } = quantiseRows(new Float32Array(3), 1);
  expect([...integers]).toEqual([0, 0, 0]);
  expect([...scales]).toEqual([1]);
});

test('transposing', () => {
  expect([...transposed(Int8Array.of(1, 2, 3, 4, 5, 6), 2)]).toEqual([1, 4, 2, 5, 3, 6]);
});
