/** What a window sees that slides over a picture: (batch, channels, ...spatial axes). */
import { type Attributes, type Shape, size, told } from './value.ts';
import { int, ints } from './attributes.ts';
import { defineOperator, type Operator } from './operator.ts';
import { at, expectAlike, expectFilled, expectFloat, expectRank, expectShape } from './shapes.ts';

const SLIDING = { kernel_shape: 'ints', strides: 'ints', pads: 'ints' } as const;

type WindowName = 'Conv' | 'AveragePool';

export const WINDOWS: Readonly<Record<WindowName, Operator>> = {
  /** The weight is (out, in of a group, ...kernel); `auto_pad` is not supported: pads say more. */
  Conv: defineOperator({
    inputs: ['x', 'weight'],
    optional: ['bias'],
    attributes: { ...SLIDING, dilations: 'ints', group: 'int' },
    infer: ({ x, weight, bias }, { attributes }) => {
      expectAlike([x, weight, ...(bias ? [bias] : [])]);
      expectFloat('x', x);
      expectRank('x', x, 3, Infinity);
      expectRank('weight', weight, x.shape.length);
      const [batch, channels] = x.shape as [number, number];
      const [outChannels, inChannels, ...kernel] = weight.shape as [number, number, ...number[]];
      const group = int(attributes, 'group', 1);
      if (channels !== inChannels * group)
        throw new Error(`expected ${inChannels * group} channels, found ${channels}`);
      if (outChannels % group !== 0) throw new Error(`${outChannels} channels do not divide into ${group} groups`);
      expectShape('kernel_shape', ints(attributes, 'kernel_shape', kernel), kernel);
      if (bias) expectShape('bias', bias.shape, [outChannels]);
      return { type: x.type, shape: [batch, outChannels, ...windows(x.shape.slice(2), kernel, attributes)] };
    },
    macs: ({ weight }, [y]) => size(y!.shape) * size(weight.shape.slice(1)),
  }),
  /** A mean over each window, of what lies in the picture, or with `count_include_pad` of its padding too. */
  AveragePool: defineOperator({
    inputs: ['x'],
    attributes: { ...SLIDING, count_include_pad: 'int' },
    infer: ({ x }, { attributes }) => {
      expectFloat('x', x);
      expectRank('x', x, 3, Infinity);
      const places = windows(x.shape.slice(2), ints(attributes, 'kernel_shape'), attributes);
      return { type: x.type, shape: [at(x.shape, 0), at(x.shape, 1), ...places] };
    },
  }),
};

/** How often a window fits, along each axis of a picture with its padding. */
function windows(spatial: Shape, kernel: Shape, attributes: Attributes): Shape {
  const rank = spatial.length;
  const each = (name: string, length: number, fallback: number) => {
    const found = ints(attributes, name, Array<number>(length).fill(fallback));
    if (found.length !== length) throw new Error(`${name}: expected ${length} numbers, found ${told(found)}`);
    return found;
  };
  if (kernel.length !== rank) throw new Error(`kernel_shape: expected ${rank} numbers, found ${told(kernel)}`);
  const [strides, dilations, pads] = [each('strides', rank, 1), each('dilations', rank, 1), each('pads', 2 * rank, 0)];
  const padded = spatial.map((length, i) => length + pads[i]! + pads[i + rank]!);
  const seen = kernel.map((length, i) => (length - 1) * dilations[i]! + 1);
  if (pads.some((pad) => pad < 0)) throw new Error(`pads: expected none below 0, found ${told(pads)}`);
  if (seen.some((length, i) => length > padded[i]!)) {
    throw new Error(`a window of ${told(seen)} does not fit into ${told(padded)}`);
  }
  return expectFilled(padded.map((length, i) => Math.floor((length - seen[i]!) / strides[i]!) + 1));
}
