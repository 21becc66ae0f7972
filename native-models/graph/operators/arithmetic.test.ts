import type { ARITHMETIC } from './arithmetic.ts';
import { type Case, type Cases, againstOnnxruntime, attributes } from './against-onnxruntime.fixture.ts';

const ELEMENTWISE: Cases = {
  takes: [['2x3x4'], ['1'], ['.']],
  refuses: [
    ['x: expected float32 or float16, found int64', 'int64:2'],
    ['input x is missing', '-'],
    ['expected 1 inputs at most, found 2', '2 2'],
  ],
};
const BROADCAST: Cases = {
  takes: [['2x3 2x3'], ['2x1x4 3x1'], ['4 2x3x4'], ['. 2'], ['int64:2 int64:1']],
  refuses: [
    ['cannot broadcast [2, 3] with [2]', '2x3 2'],
    ['expected values of one type, found float32 and int64', '2 int64:2'],
    ['expected floats, int32 or int64, found bool', 'bool:2 bool:2'],
    ['input b is missing', '2'],
  ],
};
const CASES: Record<keyof typeof ARITHMETIC, Cases> = {
  Add: BROADCAST,
  Sub: BROADCAST,
  Mul: BROADCAST,
  Div: { ...BROADCAST, takes: BROADCAST.takes.slice(0, 4) }, // by zeros
  Sigmoid: ELEMENTWISE,
  Tanh: ELEMENTWISE,
  Erf: ELEMENTWISE,
  Exp: ELEMENTWISE,
  Sqrt: ELEMENTWISE,
  Sin: ELEMENTWISE,
  Cos: ELEMENTWISE,
  Gelu: {
    ...ELEMENTWISE,
    unsupported: [['attribute approximate is not supported', '2', attributes({ approximate: { string: 'tanh' } })]],
  },
  Identity: { takes: [['2x3'], ['bool:2']], refuses: [['input x is missing', '-']] },
  Cast: {
    takes: [1, 10, 7, 6, 3, 2, 9].map((to): Case => ['2x3', attributes({ to: { int: to } })]),
    refuses: [
      ['attribute to is missing', '2'],
      ['found 77', '2', attributes({ to: { int: 77 } })],
      ['attribute to: expected int, found ints', '2', attributes({ to: { ints: [1] } })],
    ],
  },
};

againstOnnxruntime(CASES);
