/** Over some axes: sums, means, and what is divided by them. */
import { type Shape, told } from './value.ts';
import { int } from './attributes.ts';
import { defineOperator, type Operator } from './operator.ts';
import { at, axisOf, expectAlike, expectFloat, expectRank, expectShape } from './shapes.ts';

/** Over all axes where none is given; they stay, with length 1, unless `keepdims` is 0. */
const reduction = defineOperator({
  inputs: ['x'],
  attributes: { keepdims: 'int' },
  staticInputs: { axes: 1 },
  infer: ({ x: { type, shape } }, { attributes, statics }) => {
    const { axes = [] } = statics;
    const given = new Set(axes.map((axis) => axisOf(axis, shape.length)));
    if (given.size < axes.length) throw new Error(`expected axes that differ, found ${told(axes)}`);
    const reduced = given.size > 0 ? given : new Set(shape.keys());
    const kept = int(attributes, 'keepdims', 1) === 1;
    const lengths = shape.map((length, axis) => (reduced.has(axis) ? 1 : length));
    return { type, shape: kept ? lengths : lengths.filter((_, axis) => !reduced.has(axis)) };
  },
});

type ReductionName =
  | 'ReduceMean'
  | 'ReduceMax'
  | 'ReduceSum'
  | 'Softmax'
  | 'InstanceNormalization'
  | 'LayerNormalization';

export const REDUCTIONS: Readonly<Record<ReductionName, Operator>> = {
  ReduceMean: reduction,
  ReduceMax: reduction,
  ReduceSum: reduction,
  /** Exponentials, over the sum of them along `axis`. */
  Softmax: defineOperator({
    inputs: ['x'],
    attributes: { axis: 'int' },
    infer: ({ x }, { attributes }) => {
      expectFloat('x', x);
      axisOf(int(attributes, 'axis', -1), x.shape.length);
      return x;
    },
  }),
  /** Each channel of each picture to mean 0 and variance 1, times `scale`, plus `bias`. */
  InstanceNormalization: defineOperator({
    inputs: ['x', 'scale', 'bias'],
    attributes: { epsilon: 'float' },
    infer: ({ x, scale, bias }) => {
      expectAlike([x, scale, bias]);
      expectFloat('x', x);
      expectRank('x', x, 3, Infinity);
      const channels = [at(x.shape, 1)];
      expectShape('scale', scale.shape, channels);
      expectShape('bias', bias.shape, channels);
      return x;
    },
  }),
  /** The axes from `axis` on to mean 0 and variance 1, times `scale`, plus `bias`; also that mean, and 1 / standard deviation. */
  LayerNormalization: defineOperator({
    inputs: ['x', 'scale'],
    optional: ['bias'],
    attributes: { axis: 'int', epsilon: 'float' },
    optionalOutputs: 2,
    infer: ({ x, scale, bias }, { attributes }) => {
      expectAlike([x, scale, ...(bias ? [bias] : [])]);
      expectFloat('x', x);
      const axis = axisOf(int(attributes, 'axis', -1), x.shape.length);
      const normed = x.shape.slice(axis);
      expectShape('scale', scale.shape, normed);
      if (bias) expectShape('bias', bias.shape, normed);
      const shape: Shape = [...x.shape.slice(0, axis), ...normed.map(() => 1)];
      const inFloat32 = { type: 'float32', shape } as const;
      return [x, inFloat32, inFloat32];
    },
  }),
};
