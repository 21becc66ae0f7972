/** Numbers that only move. */
import { type Shape, size, told } from './value.ts';
import { fixed, int, ints, word } from './attributes.ts';
import { defineOperator, defineVariadic, type Operator } from './operator.ts';
import { at, axisOf, expectAlike, expectFilled, expectRank } from './shapes.ts';

type LayoutName = 'Reshape' | 'Transpose' | 'Concat' | 'Resize' | 'Pad' | 'Gather';

export const LAYOUT: Readonly<Record<LayoutName, Operator>> = {
  /** To a shape that is known to the last number: ONNX's 0 and -1 are resolved before (layers.ts). */
  Reshape: defineOperator({
    inputs: ['x'],
    staticInputs: { shape: 1 },
    infer: ({ x }, { statics }) => {
      const shape = fixed(statics, 'shape');
      const fits = size(shape) === size(x.shape) && shape.every((dim) => Number.isInteger(dim) && dim > 0);
      if (!fits) throw new Error(`cannot view ${told(x.shape)} as ${told(shape)}`);
      return { type: x.type, shape };
    },
  }),
  /** Axis i of the result is axis perm[i] of `x`; they are reversed where there is no perm. */
  Transpose: defineOperator({
    inputs: ['x'],
    attributes: { perm: 'ints' },
    infer: ({ x: { type, shape } }, { attributes }) => {
      const axes = shape.map((_, axis) => axis);
      const perm = ints(attributes, 'perm', axes.toReversed());
      if (String(perm.toSorted((a, b) => a - b)) !== String(axes)) {
        throw new Error(`perm: expected an order of ${told(axes)}, found ${told(perm)}`);
      }
      return { type, shape: perm.map((axis) => at(shape, axis)) };
    },
  }),
  Concat: defineVariadic({
    attributes: { axis: 'int' },
    infer: (inputs, { attributes }) => {
      expectAlike(inputs);
      const [{ type, shape }] = inputs;
      const axis = axisOf(int(attributes, 'axis'), shape.length);
      const others = (of: Shape) => String(of.with(axis, 0));
      if (inputs.some((input) => input.shape.length !== shape.length || others(input.shape) !== others(shape))) {
        throw new Error(`cannot join ${inputs.map((input) => told(input.shape)).join(' and ')} on axis ${axis}`);
      }
      return {
        type,
        shape: shape.with(
          axis,
          inputs.reduce((sum, input) => sum + at(input.shape, axis), 0),
        ),
      };
    },
  }),
  /** To a shape of as many axes; how is a matter of the modes. */
  Resize: defineOperator({
    inputs: ['x'],
    attributes: { mode: 'string', coordinate_transformation_mode: 'string', nearest_mode: 'string' },
    staticInputs: { shape: 3 },
    infer: ({ x }, { statics }) => {
      const shape = expectFilled(fixed(statics, 'shape'));
      expectRank(`x to ${told(shape)}`, x, shape.length);
      return { type: x.type, shape };
    },
  }),
  /** With zeros around it, or less of it where pads are below zero. */
  Pad: defineOperator({
    inputs: ['x'],
    attributes: { mode: 'string' },
    staticInputs: { pads: 1 },
    infer: ({ x: { type, shape } }, { attributes, statics }) => {
      const mode = word(attributes, 'mode', 'constant');
      if (mode !== 'constant') throw new Error(`mode: expected constant, found ${mode}`);
      const pads = fixed(statics, 'pads');
      if (pads.length !== 2 * shape.length) {
        throw new Error(`pads: expected ${2 * shape.length} numbers, found ${told(pads)}`);
      }
      return { type, shape: expectFilled(shape.map((length, i) => length + pads[i]! + pads[i + shape.length]!)) };
    },
  }),
  /** Along one axis, the parts of `x` that the indices name: of the first, rows of a table, which is an embedding. */
  Gather: defineOperator({
    inputs: ['x', 'indices'],
    attributes: { axis: 'int' },
    infer: ({ x, indices }, { attributes }) => {
      if (!['int64', 'int32'].includes(indices.type)) {
        throw new Error(`indices: expected int64 or int32, found ${indices.type}`);
      }
      const axis = axisOf(int(attributes, 'axis', 0), x.shape.length);
      return { type: x.type, shape: x.shape.toSpliced(axis, 1, ...indices.shape) };
    },
  }),
};
