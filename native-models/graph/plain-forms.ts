import type { GraphBuilder, NodeOptions } from './builder.ts';
import type { OperatorNode } from './graph.ts';
import { concat, reshape, resizesNearest, transpose } from './layers.ts';
import type { OperatorName } from './operators.ts';
import { fixed, float, int } from './operators/attributes.ts';
import type { Inputs } from './operators/operator.ts';
import { axisOf } from './operators/shapes.ts';
import { type Shape, size, type Value } from './operators/value.ts';

type Form = (b: GraphBuilder, inputs: Inputs, node: OperatorNode) => Value;

/**
 * Operators in terms of simpler ones, for devices whose own are wrong. Sums of squares and exponentials are marked to be
 * computed in float32: in float16 they overflow, which may be just what the device's own operator does.
 * A convolution has no such form that could be used: without it a device is of no use.
 */
export const PLAIN_FORMS = {
  MultiHeadAttention: attention,
  InstanceNormalization: (b, [x, scale, bias], { attributes }) => {
    const perChannel = (value: Value) => reshape(b, value, [-1, ...x!.shape.slice(2).map(() => 1)]);
    const normed = normalised(b, x!, axesFrom(2, x!), float(attributes, 'epsilon', 1e-5));
    return b.op('Add', [b.op('Mul', [normed, perChannel(scale!)]), perChannel(bias!)]);
  },
  LayerNormalization: (b, [x, scale, bias], { attributes }) => {
    const axis = axisOf(int(attributes, 'axis', -1), x!.shape.length);
    const normed = normalised(b, x!, axesFrom(axis, x!), float(attributes, 'epsilon', 1e-5));
    const scaled = b.op('Mul', [normed, scale!]);
    return bias ? b.op('Add', [scaled, bias]) : scaled;
  },
  /** exp(x - max) / sum of them. */
  Softmax: (b, [x], { attributes }) => {
    const axes = [axisOf(int(attributes, 'axis', -1), x!.shape.length)];
    const shifted = b.op('Sub', [x!, reduce(b, 'ReduceMax', x!, axes)], FULL);
    const powers = b.op('Exp', [shifted], FULL);
    return b.op('Div', [powers, reduce(b, 'ReduceSum', powers, axes)], FULL);
  },
  /** (tanh(x / 2) + 1) / 2: no exponential that could overflow. */
  Sigmoid: (b, [x]) => {
    const half = constant(b, 0.5);
    return b.op('Add', [b.op('Mul', [b.op('Tanh', [b.op('Mul', [x!, half])]), half]), half]);
  },
  /** x (1 + erf(x / sqrt(2))) / 2. */
  Gelu: (b, [x]) => {
    const erf = b.op('Erf', [b.op('Mul', [x!, constant(b, Math.SQRT1_2)], FULL)], FULL);
    const cumulative = b.op('Mul', [b.op('Add', [erf, constant(b, 1)], FULL), constant(b, 0.5)], FULL);
    return b.op('Mul', [x!, cumulative]);
  },
  /** alpha A B + beta C. Where B is a weight that lies turned, it is turned when the network is loaded. */
  Gemm: (b, [x, weight, bias], { attributes }) => {
    const turned = (value: Value, name: string) =>
      int(attributes, name, 0) === 0 ? value : transpose(b, value, [1, 0]);
    const times = (value: Value, name: string) => {
      const factor = float(attributes, name, 1);
      return factor === 1 ? value : b.op('Mul', [value, constant(b, factor)]);
    };
    const product = times(b.op('MatMul', [turned(x!, 'transA'), turned(weight!, 'transB')]), 'alpha');
    return bias ? b.op('Add', [product, times(bias, 'beta')]) : product;
  },
  /** Nearest neighbours, rows and then columns: source index = floor(target index * in / out). */
  Resize: (b, [x], node) => {
    if (!resizesNearest(node)) throw new Error(`${node.outputs[0]}: only the nearest neighbour below has a plain form`);
    const shape = fixed(node.statics ?? {}, 'shape');
    return shape.reduce((from, after, axis) => {
      const before = from.shape[axis]!;
      if (axis < 2 && before === after) return from;
      const sources = Array.from({ length: after }, (_, i) => Math.floor((i * before) / after));
      return b.op('Gather', [from, b.int64s(sources)], { attributes: { axis: { int: axis } } });
    }, x!);
  },
  /** Zeros joined to either end, axis by axis from the last. */
  Pad: (b, [x], { outputs, statics = {} }) => {
    const pads = fixed(statics, 'pads');
    if (pads.some((pad) => pad < 0)) throw new Error(`${outputs[0]}: cropping has no plain form`);
    const rank = x!.shape.length;
    return axesFrom(0, x!).reduceRight((from, axis) => {
      const zeros = (length: number) => (length === 0 ? [] : [zerosOf(b, from.shape.with(axis, length))]);
      const parts = [...zeros(pads[axis]!), from, ...zeros(pads[axis + rank]!)];
      return parts.length === 1 ? from : concat(b, parts, axis);
    }, x!);
  },
} satisfies Partial<Record<OperatorName, Form>>;

export type PlainForm = keyof typeof PLAIN_FORMS;

/** Whether an operator can be spelled out in simpler ones. */
export function hasPlainForm(op: string): op is PlainForm {
  return Object.hasOwn(PLAIN_FORMS, op);
}

/** Computed in float32 whatever the float type (in-float-type.ts). */
const FULL: NodeOptions = { full: true };

/** The axes of `x` from one on. */
function axesFrom(first: number, { shape }: Value): readonly number[] {
  return shape.map((_, axis) => axis).slice(first);
}

function zerosOf(b: GraphBuilder, shape: Shape): Value {
  return b.floats(`zeros:${shape.join('x')}`, shape, new Float32Array(size(shape)));
}

function constant(b: GraphBuilder, value: number): Value {
  return b.floats(`constant:${value}`, [1], Float32Array.of(value));
}

function reduce(b: GraphBuilder, op: 'ReduceMean' | 'ReduceMax' | 'ReduceSum', x: Value, axes: readonly number[]) {
  return b.op(op, [x], { attributes: { keepdims: { int: 1 } }, statics: { axes }, full: true });
}

/** (x - mean) / sqrt(variance + eps) over `axes`. */
function normalised(b: GraphBuilder, x: Value, axes: readonly number[], eps: number): Value {
  const centred = b.op('Sub', [x, reduce(b, 'ReduceMean', x, axes)], FULL);
  const variance = reduce(b, 'ReduceMean', b.op('Mul', [centred, centred], FULL), axes);
  return b.op('Div', [centred, b.op('Sqrt', [b.op('Add', [variance, constant(b, eps)], FULL)], FULL)], FULL);
}

/**
 * softmax(q k^T / sqrt(d) + mask) v, head by head, the score matrix in memory. The scale is on q: in float16 a product
 * of SD 2.1 that is scaled only afterwards overflows.
 */
function attention(b: GraphBuilder, [query, key, value]: Inputs, { attributes }: OperatorNode): Value {
  const heads = int(attributes, 'num_heads');
  const width = query!.shape[2]! / heads;
  const split = (x: Value, perm: readonly number[]): Value => {
    const [batch, tokens] = x.shape as [number, number];
    return transpose(b, reshape(b, x, [batch, tokens, heads, -1]), perm);
  };
  const scaled = b.op('Mul', [query!, constant(b, 1 / Math.sqrt(width))]);
  let scores = b.op('MatMul', [split(scaled, [0, 2, 1, 3]), split(key!, [0, 2, 3, 1])]);
  if (int(attributes, 'unidirectional', 0) === 1) scores = b.op('Add', [scores, causalMask(b, scores)]);
  const weights = b.op('Softmax', [scores], { attributes: { axis: { int: -1 } } });
  const attended = b.op('MatMul', [weights, split(value!, [0, 2, 1, 3])]);
  return reshape(b, transpose(b, attended, [0, 2, 1, 3]), [query!.shape[0]!, query!.shape[1]!, -1]);
}

/** Enough that nothing is left of it after the exponential, and within float16. */
const MASKED = -1e4;

/** Where a token would see a later one. */
function causalMask(b: GraphBuilder, scores: Value): Value {
  const [tokens, keys] = scores.shape.slice(2) as [number, number];
  const mask = Float32Array.from({ length: tokens * keys }, (_, i) => (i % keys > Math.floor(i / keys) ? MASKED : 0));
  return b.floats(`causal_mask:${tokens}x${keys}`, [tokens, keys], mask);
}
