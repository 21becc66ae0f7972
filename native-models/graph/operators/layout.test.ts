import type { NodeOptions } from '../builder.ts';
import type { LAYOUT } from './layout.ts';
import { type Cases, againstOnnxruntime, attributes, axis } from './against-onnxruntime.fixture.ts';

const pads = (...ints: number[]): NodeOptions => ({ statics: { pads: ints } });
const shape = (...ints: number[]): NodeOptions => ({ statics: { shape: ints } });

const nearest = (to: readonly number[]): NodeOptions => ({
  attributes: { mode: { string: 'nearest' }, coordinate_transformation_mode: { string: 'asymmetric' } },
  statics: { shape: to },
});
const CASES: Record<keyof typeof LAYOUT, Cases> = {
  Reshape: {
    takes: [
      ['2x3x4', shape(4, 6)],
      ['2x3', shape(1, 6, 1)],
      ['1x1', shape()],
    ],
    refuses: [
      ['cannot view [2, 3, 4] as [5, 5]', '2x3x4', shape(5, 5)],
      ['static shape is missing', '2x3x4'],
    ],
    unsupported: [['cannot view [2, 3, 4] as [4, -1]', '2x3x4', shape(4, -1)]],
  },
  Transpose: {
    takes: [['2x3x4'], ['2x3x4', attributes({ perm: { ints: [0, 2, 1] } })]],
    refuses: [
      ['perm: expected an order of [0, 1, 2], found [0, 1]', '2x3x4', attributes({ perm: { ints: [0, 1] } })],
      ['found [0, 1, 1]', '2x3x4', attributes({ perm: { ints: [0, 1, 1] } })],
      ['found [0, 1, 3]', '2x3x4', attributes({ perm: { ints: [0, 1, 3] } })],
    ],
  },
  Concat: {
    takes: [
      ['2x3 2x4 2x1', axis(1)],
      ['2x3 1x3', axis(-2)],
      ['2x3', axis(0)],
    ],
    refuses: [
      ['cannot join [2, 3] and [3, 4] on axis 1', '2x3 3x4', axis(-1)],
      ['cannot join [2, 3] and [2, 3, 1] on axis 1', '2x3 2x3x1', axis(1)],
      ['expected an axis of 2, found axis 2', '2x3 2x4', axis(2)],
      ['attribute axis is missing', '2x3 2x4'],
      ['expected values of one type', '2x3 int64:2x3', axis(1)],
    ],
  },
  Resize: {
    takes: [
      ['2x3x4x5', nearest([2, 3, 8, 15])],
      ['2x3x4', nearest([2, 3, 7])],
      ['2x3x4x5', shape(2, 3, 2, 2)],
    ],
    refuses: [
      ['expected 3 axes, found [2, 3, 4, 5]', '2x3x4x5', nearest([2, 3, 8])],
      ['at least one number along each axis, found [2, 3, -1]', '2x3x4', nearest([2, 3, -1])],
      ['static shape is missing', '2x3x4'],
    ],
  },
  Pad: {
    takes: [
      ['2x3x4', pads(0, 1, 0, 0, 2, 3)],
      ['2x3x4', pads(0, -1, 0, 0, 0, -2)],
    ],
    refuses: [
      ['pads: expected 6 numbers, found [1, 1]', '2x3x4', pads(1, 1)],
      ['found [2, -1, 4]', '2x3x4', pads(0, -2, 0, 0, -2, 0)],
      ['static pads is missing', '2x3x4'],
    ],
    unsupported: [
      ['mode: expected constant, found edge', '2x3', { ...pads(0, 0, 1, 1), attributes: { mode: { string: 'edge' } } }],
    ],
  },
  Gather: {
    takes: [['5x3 int64:2x4'], ['5x3 int64:2', axis(-1)], ['5x3x2 int32:.', axis(1)]],
    refuses: [
      ['expected an axis of 2, found axis 2', '5x3 int64:2', axis(2)],
      ['indices: expected int64 or int32, found float32', '5x3 2'],
    ],
  },
};

againstOnnxruntime(CASES);
