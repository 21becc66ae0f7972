import type { NodeOptions } from '../builder.ts';
import type { PRODUCTS } from './products.ts';
import { type Cases, againstOnnxruntime, attributes } from './against-onnxruntime.fixture.ts';

const heads = (int: number): NodeOptions => attributes({ num_heads: { int } });
const gemm = (transA: number, transB: number): NodeOptions =>
  attributes({ transA: { int: transA }, transB: { int: transB }, alpha: { float: 2 }, beta: { float: 0.5 } });

const CASES: Record<keyof typeof PRODUCTS, Cases> = {
  Gemm: {
    takes: [
      ['2x3 3x4'],
      ['2x3 4x3 4', gemm(0, 1)],
      ['3x2 3x4 2x1', gemm(1, 0)],
      ['3x2 4x3 2x4', gemm(1, 1)],
      ['3x2 4x3 .', gemm(1, 1)],
    ],
    refuses: [
      ['expected 4 features, found 3', '2x3 4x3'],
      ['expected 3 features, found 2', '2x3 4x3', gemm(1, 1)],
      ['cannot broadcast [3] with [2, 4]', '2x3 3x4 3'],
      ['c [2, 4] broadcast: expected [2, 1], found [2, 4]', '2x3 3x1 2x4'],
      ['a: expected 2 axes, found [1, 2, 3]', '1x2x3 3x4'],
    ],
  },
  MatMul: {
    takes: [
      ['2x3 3x4'],
      ['5x2x3 3x4'],
      ['2x3 5x3x4'],
      ['5x1x2x3 6x3x4'],
      ['3 3x4'],
      ['2x3 3'],
      ['5x2x3 3'],
      ['3 5x3x4'],
      ['3 3'],
    ],
    refuses: [
      ['cannot multiply [2, 3] by [4, 3]', '2x3 4x3'],
      ['cannot multiply [3] by [4]', '3 4'],
      ['cannot broadcast [2] with [5]', '2x2x3 5x3x4'],
      ['a: expected 1 or more axes, found []', '. 3'],
    ],
  },
  DynamicQuantizeMatMul: {
    takes: [['2x3 int8:3x4 4'], ['5x2x3 int8:3x4 4 - 4'], ['2x3 uint8:3x4 . uint8:.']],
    refuses: [
      ['expected 4 features, found 3', '2x3 int8:4x3 3'],
      ['scale: expected [4], found [3]', '2x3 int8:3x4 3'],
      ['bias: expected [4], found [3]', '2x3 int8:3x4 4 - 3'],
      ['b: expected int8 or uint8, found float32', '2x3 3x4 4'],
      ['input scale is missing', '2x3 int8:3x4'],
    ],
  },
  MultiHeadAttention: {
    takes: [
      ['2x5x8 2x7x8 2x7x8', heads(4)],
      ['2x5x8 2x7x8 2x7x12', heads(4)],
      ['2x5x8 2x5x8 2x5x8', attributes({ num_heads: { int: 2 }, unidirectional: { int: 1 } })],
    ],
    refuses: [
      ['value: expected [2, 7, 8], found [2, 6, 8]', '2x5x8 2x7x8 2x6x8', heads(4)],
      ['key: expected [2, 7, 8], found [2, 7, 4]', '2x5x8 2x7x4 2x7x8', heads(4)],
      ['key: expected [2, 7, 8], found [3, 7, 8]', '2x5x8 3x7x8 3x7x8', heads(4)],
      ['8 channels do not divide into 3 heads', '2x5x8 2x7x8 2x7x8', heads(3)],
      ['query: expected 3 axes, found [5, 8]', '5x8 7x8 7x8', heads(4)],
      ['attribute num_heads is missing', '2x5x8 2x7x8 2x7x8'],
    ],
    unsupported: [
      ['expected 3 inputs at most, found 4', '2x5x8 2x7x8 2x7x8 24', heads(4)],
      ['scale is not supported', '2x5x8 2x5x8 2x5x8', attributes({ num_heads: { int: 4 }, scale: { float: 1 } })],
    ],
  },
};

againstOnnxruntime(CASES);
