import type { GraphBuilder } from './builder.ts';
import type { Attribute, Node, Value } from './graph.ts';
import { concat, reshape } from './layers.ts';
import { float, int, type OperatorName } from './operators.ts';

type Form = (b: GraphBuilder, inputs: readonly Value[], node: Node) => Value;

/**
 * Operators in terms of simpler ones, for devices whose own are wrong. Sums of squares and exponentials are marked to be
 * computed in float32: in float16 they overflow, which may be just what the device's own operator does.
 * A convolution has no such form that could be used: without it a device is of no use.
 */
export const PLAIN_FORMS = {
  MultiHeadAttention: attention,
  InstanceNormalization: (b, [x, scale, bias], node) => {
    const perChannel = (value: Value) => reshape(b, value, [-1, ...x!.shape.slice(2).map(() => 1)]);
    const lastAxes = x!.shape.slice(2).map((_, i) => i + 2);
    const normed = normalised(b, x!, lastAxes, float(node.attributes, 'epsilon'));
    return b.op('Add', [b.op('Mul', [normed, perChannel(scale!)]), perChannel(bias!)]);
  },
  LayerNormalization: (b, [x, scale, bias], node) => {
    const normed = normalised(b, x!, [x!.shape.length - 1], float(node.attributes, 'epsilon'));
    return b.op('Add', [b.op('Mul', [normed, scale!]), bias!]);
  },
  /** exp(x - max) / sum of them. */
  Softmax: (b, [x]) => {
    const axes = [x!.shape.length - 1];
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
  /** x w^T + bias, the weights turned when the network is loaded. */
  Gemm: (b, [x, weight, bias]) => {
    const product = b.op('MatMul', [x!, b.op('Transpose', [weight!], { perm: { ints: [1, 0] } })]);
    return bias ? b.op('Add', [product, bias]) : product;
  },
  /** Nearest neighbours, rows and then columns: source index = floor(target index * in / out). */
  Resize: (b, [x], node) => {
    const { '#shape': shape } = node.attributes as { '#shape': { ints: readonly number[] } };
    return [2, 3].reduce((from, axis) => {
      const [before, after] = [from.shape[axis]!, shape.ints[axis]!];
      const sources = Array.from({ length: after }, (_, i) => Math.floor((i * before) / after));
      return b.op('Gather', [from, b.int64s(sources)], { axis: { int: axis } });
    }, x!);
  },
  /** A column of zeros to the right and a row of them below. */
  Pad: (b, [x], node) => {
    const { '#shape': shape } = node.attributes as { '#shape': { ints: readonly number[] } };
    return [3, 2].reduce((from, axis) => {
      const edge = from.shape.map((length, i) => (i === axis ? shape.ints[axis]! - length : length));
      const zeros = new Float32Array(edge.reduce((product, length) => product * length, 1));
      return concat(b, [from, b.floats(`zeros:${edge.join('x')}`, edge, zeros)], axis);
    }, x!);
  },
} satisfies Partial<Record<OperatorName, Form>>;

export type PlainForm = keyof typeof PLAIN_FORMS;

export function hasPlainForm(op: string): op is PlainForm {
  return Object.hasOwn(PLAIN_FORMS, op);
}

/** Computed in float32 whatever the precision (in-precision.ts). */
const FULL: Readonly<Record<string, Attribute>> = { '#full': { int: 1 } };

function constant(b: GraphBuilder, value: number): Value {
  return b.floats(`constant:${value}`, [1], Float32Array.of(value));
}

function reduce(b: GraphBuilder, op: 'ReduceMean' | 'ReduceMax' | 'ReduceSum', x: Value, axes: readonly number[]) {
  return b.op(op, [x, b.int64s(axes)], { ...FULL, keepdims: { int: 1 }, '#axes': { ints: axes } });
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
function attention(b: GraphBuilder, [query, key, value]: readonly Value[], { attributes }: Node): Value {
  const heads = int(attributes, 'num_heads');
  const width = query!.shape[2]! / heads;
  const split = (x: Value, perm: readonly number[]): Value => {
    const [batch, tokens] = x.shape as [number, number];
    return b.op('Transpose', [reshape(b, x, [batch, tokens, heads, -1])], { perm: { ints: perm } });
  };
  const scaled = b.op('Mul', [query!, constant(b, 1 / Math.sqrt(width))]);
  let scores = b.op('MatMul', [split(scaled, [0, 2, 1, 3]), split(key!, [0, 2, 3, 1])]);
  if (int(attributes, 'unidirectional', 0) === 1) scores = b.op('Add', [scores, causalMask(b, scores)]);
  const weights = b.op('Softmax', [scores], { axis: { int: -1 } });
  const attended = b.op('MatMul', [weights, split(value!, [0, 2, 1, 3])]);
  const joined = b.op('Transpose', [attended], { perm: { ints: [0, 2, 1, 3] } });
  return reshape(b, joined, [query!.shape[0]!, query!.shape[1]!, -1]);
}

/** Enough that nothing is left of it after the exponential, and within float16. */
const MASKED = -1e4;

/** Where a token would see a later one. */
function causalMask(b: GraphBuilder, scores: Value): Value {
  const [tokens, keys] = scores.shape.slice(2) as [number, number];
  const mask = Float32Array.from({ length: tokens * keys }, (_, i) => (i % keys > Math.floor(i / keys) ? MASKED : 0));
  return b.floats(`causal_mask:${tokens}x${keys}`, [tokens, keys], mask);
}
