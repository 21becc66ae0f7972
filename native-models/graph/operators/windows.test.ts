import type { NodeOptions } from '../builder.ts';
import type { WINDOWS } from './windows.ts';
import { type Cases, againstOnnxruntime, attributes } from './against-onnxruntime.fixture.ts';

const window = (kernel: number[], more: Record<string, readonly number[]> = {}, group?: number): NodeOptions =>
  attributes({
    kernel_shape: { ints: kernel },
    ...Object.fromEntries(Object.entries(more).map(([name, ints]) => [name, { ints }])),
    ...(group ? { group: { int: group } } : {}),
  });
const CASES: Record<keyof typeof WINDOWS, Cases> = {
  Conv: {
    takes: [
      ['2x3x8x9 5x3x3x3'],
      ['2x3x8x9 5x3x3x3 5', window([3, 3], { strides: [2, 1], pads: [1, 0, 0, 2] })],
      ['2x6x8x9 4x3x3x2', window([3, 2], { dilations: [2, 3] }, 2)],
      ['2x3x8 5x3x2', window([2], { strides: [3], pads: [0, 1] })],
      ['2x3x4x5x6 5x3x2x2x2'],
      ['1x3x2x2 5x3x3x3', window([3, 3], { pads: [1, 1, 1, 1] })],
    ],
    refuses: [
      ['expected 4 channels, found 3', '2x3x8x9 5x4x3x3'],
      ['expected 6 channels, found 3', '2x3x8x9 4x3x3x3', window([3, 3], {}, 2)],
      ['5 channels do not divide into 2 groups', '2x6x8x9 5x3x3x3', window([3, 3], {}, 2)],
      ['bias: expected [5], found [4]', '2x3x8x9 5x3x3x3 4'],
      ['a window of [3, 3] does not fit into [2, 9]', '2x3x2x9 5x3x3x3'],
      ['kernel_shape: expected [3, 3], found [2, 2]', '2x3x8x9 5x3x3x3', window([2, 2])],
      ['strides: expected 2 numbers, found [1]', '2x3x8x9 5x3x3x3', window([3, 3], { strides: [1] })],
      ['pads: expected 4 numbers, found [1, 1]', '2x3x8x9 5x3x3x3', window([3, 3], { pads: [1, 1] })],
      ['weight: expected 4 axes, found [5, 3, 3]', '2x3x8x9 5x3x3'],
    ],
    unsupported: [
      ['attribute auto_pad is not supported', '2x3x8x9 5x3x3x3', attributes({ auto_pad: { string: 'VALID' } })],
    ],
  },
  AveragePool: {
    takes: [
      ['2x3x8x9', window([2, 3])],
      ['2x3x8x9', window([2, 2], { strides: [2, 2], pads: [1, 0, 0, 1] })],
      ['2x3x8', window([3], { strides: [2] })],
    ],
    refuses: [
      ['kernel_shape is missing', '2x3x8x9'],
      ['kernel_shape: expected 2 numbers, found [3]', '2x3x8x9', window([3])],
      ['strides: expected 2 numbers, found [1]', '2x3x8x9', window([3, 3], { strides: [1] })],
    ],
    unsupported: [
      ['a window of [3, 3] does not fit into [2, 9]', '2x3x2x9', window([3, 3])],
      ['ceil_mode is not supported', '2x3x8x9', attributes({ ceil_mode: { int: 1 } })],
    ],
  },
};

againstOnnxruntime(CASES);
