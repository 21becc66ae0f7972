import type { NodeOptions } from '../builder.ts';
import type { REDUCTIONS } from './reductions.ts';
import { type Cases, againstOnnxruntime, axis } from './against-onnxruntime.fixture.ts';

const over = (axes: readonly number[] | undefined, keepdims?: number): NodeOptions => ({
  ...(axes ? { statics: { axes } } : {}),
  attributes: keepdims === undefined ? {} : { keepdims: { int: keepdims } },
});
const REDUCED: Cases = {
  takes: [
    ['2x3x4', over([1])],
    ['2x3x4', over([-1, 0], 1)],
    ['2x3x4', over([2, 0], 0)],
    ['2x3x4', over(undefined)],
    ['2x3x4', over(undefined, 0)],
    ['2x3x4', over([])],
  ],
  refuses: [
    ['expected an axis of 2, found axis 2', '2x3', over([2])],
    ['expected an axis of 2, found axis -3', '2x3', over([-3])],
  ],
};
const CASES: Record<keyof typeof REDUCTIONS, Cases> = {
  ReduceMean: REDUCED,
  ReduceMax: REDUCED,
  ReduceSum: REDUCED,
  Softmax: {
    takes: [['2x3x4'], ['2x3x4', axis(1)], ['2x3x4', axis(-3)]],
    refuses: [
      ['expected an axis of 3, found axis 3', '2x3x4', axis(3)],
      ['found int64', 'int64:2'],
    ],
  },
  InstanceNormalization: {
    takes: [['2x3x8x9 3 3'], ['2x3x8 3 3']],
    refuses: [
      ['scale: expected [3], found [4]', '2x3x8 4 3'],
      ['bias: expected [3], found [4]', '2x3x8 3 4'],
      ['x: expected 3 or more axes, found [2, 3]', '2x3 3 3'],
      ['input bias is missing', '2x3x8 3'],
    ],
  },
  LayerNormalization: {
    takes: [['2x3x4 4 4'], ['2x3x4 4', axis(-1)], ['2x3x4 3x4 3x4', axis(1)], ['2x3x4 2x3x4', axis(-3)]],
    refuses: [
      ['scale: expected [4], found [3]', '2x3x4 3'],
      ['bias: expected [4], found [3]', '2x3x4 4 3'],
      ['expected an axis of 3, found axis 3', '2x3x4 4', axis(3)],
    ],
    unsupported: [['scale: expected [4], found [1]', '2x3x4 1']],
  },
};

againstOnnxruntime(CASES);
