import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../native-models/reference/temporary-folder.ts';
import { longest } from './kernels.ts';
import { apart, readNumbers, writeNumbers } from './numbers.ts';

test('numbers come back from their file, from wherever in a buffer they were', async () => {
  const file = join(await temporaryFolder(), 'numbers');
  await writeNumbers(file, Float32Array.of(1, 2, 3).subarray(1));
  expect(await readNumbers(file)).toEqual(Float32Array.of(2, 3));
});

test('how far apart: relative to the root mean square of the truth, and at most', () => {
  const { relative, mostApart } = apart([3, 4.5], [3, 4]);
  expect(relative).toBeCloseTo(0.1);
  expect(mostApart).toBe(0.5);
  expect(() => apart([1], [1, 2])).toThrow('1 numbers, expected 2');
});

test('kernels of the second run, those that took longest together first', () => {
  const run = (ms: number) => [
    { cat: 'Node', name: 'n', dur: 9e6 },
    { cat: 'Api', name: 'a&Conv&Conv2dMM', dur: ms * 1000 },
    { cat: 'Api', name: 'b&MatMul&MatMulTiled', dur: 3 * ms * 1000 },
    { cat: 'Api', name: 'c&Conv&Conv2dMM', dur: ms * 1000 },
  ];
  expect(longest([...run(100), ...run(1)])).toEqual([
    { kernel: 'MatMul: MatMulTiled', count: 1, milliseconds: 3 },
    { kernel: 'Conv: Conv2dMM', count: 2, milliseconds: 2 },
  ]);
});
