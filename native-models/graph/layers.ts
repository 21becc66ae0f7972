import type { GraphBuilder } from './builder.ts';
import type { OperatorNode } from './graph.ts';
import { word } from './operators/attributes.ts';
import { rowsName } from './tensor-data.ts';
import { type Shape, size, type Value } from './operators/value.ts';

/**
 * The layers that the text encoder, the UNet and the autoencoder are made of, as functions of
 * (builder, input, parameter prefix). Names of parameters are PyTorch's: `<prefix>.weight`, `<prefix>.bias`.
 * Images are NCHW, token sequences (batch, tokens, channels).
 */

export interface ConvOptions {
  readonly outChannels: number;
  readonly kernel: number;
  readonly stride?: number;
  readonly padding?: number;
}

/** A square convolution of an image, with a bias; half a kernel of padding unless given. */
export function conv(b: GraphBuilder, x: Value, prefix: string, options: ConvOptions): Value {
  const { outChannels, kernel, stride = 1, padding = Math.floor(kernel / 2) } = options;
  const weight = b.parameter(`${prefix}.weight`, [outChannels, channelsOf(x), kernel, kernel]);
  const bias = b.parameter(`${prefix}.bias`, [outChannels]);
  return b.op('Conv', [x, weight, bias], {
    name: lastName(prefix),
    attributes: {
      kernel_shape: { ints: [kernel, kernel] },
      strides: { ints: [stride, stride] },
      pads: { ints: [padding, padding, padding, padding] },
    },
  });
}

export interface LinearOptions {
  readonly bias?: boolean;
  /** Of the output features, only those from the first to the second (excluded). */
  readonly only?: readonly [number, number];
}

/**
 * Linear over the last axis of (batch, tokens, features) or (rows, features): one Gemm on the flattened rows; where the
 * checkpoint holds the weight in int8, its 8-bit counterpart.
 */
export function linear(
  b: GraphBuilder,
  x: Value,
  prefix: string,
  outFeatures: number,
  { bias = true, only: [from, to] = [0, outFeatures] }: LinearOptions = {},
): Value {
  const inFeatures = x.shape.at(-1)!;
  const whole = from === 0 && to === outFeatures;
  const parameter = (name: string, shape: Shape) => (whole ? b.parameter(name, shape) : b.rows(name, shape, from, to));
  const name = `${prefix}.weight`;
  const int8 = b.int8(whole ? name : rowsName(name, from, to), [inFeatures, to - from]);
  const weight = int8 ? int8.weight : parameter(name, [outFeatures, inFeatures]);
  const rows = x.shape.length === 2 ? x : reshape(b, x, [-1, inFeatures]);
  const biases = bias ? [parameter(`${prefix}.bias`, [outFeatures])] : [];
  const y = int8
    ? b.op('DynamicQuantizeMatMul', [rows, weight, int8.scale, null, ...biases], { name: lastName(prefix) })
    : b.op('Gemm', [rows, weight, ...biases], { attributes: { transB: { int: 1 } }, name: lastName(prefix) });
  return x.shape.length === 2 ? y : reshape(b, y, [...x.shape.slice(0, -1), to - from]);
}

/**
 * GroupNorm as Reshape + InstanceNormalization + Mul + Add: faster than opset 21's GroupNormalization on the CPU,
 * and every one of the four runs on WebGPU.
 */
export function groupNorm(b: GraphBuilder, x: Value, prefix: string, groups: number, eps: number): Value {
  const channels = channelsOf(x);
  if (channels % groups !== 0) throw new Error(`${prefix}: ${channels} channels do not divide into ${groups} groups`);
  const ones = b.floats(`ones:${groups}`, [groups], new Float32Array(groups).fill(1));
  const zeros = b.floats(`zeros:${groups}`, [groups], new Float32Array(groups));
  const grouped = reshape(b, x, [x.shape[0]!, groups, -1]);
  const normed = b.op('InstanceNormalization', [grouped, ones, zeros], {
    attributes: { epsilon: { float: eps } },
    name: lastName(prefix),
  });
  const view = [channels, 1, 1];
  const scaled = b.op('Mul', [reshape(b, normed, x.shape), b.parameter(`${prefix}.weight`, [channels], view)]);
  return b.op('Add', [scaled, b.parameter(`${prefix}.bias`, [channels], view)]);
}

/** Every token's channels to mean 0 and variance 1, with a weight and a bias for each. */
export function layerNorm(b: GraphBuilder, x: Value, prefix: string, eps: number): Value {
  const channels = x.shape.at(-1)!;
  return b.op(
    'LayerNormalization',
    [x, b.parameter(`${prefix}.weight`, [channels]), b.parameter(`${prefix}.bias`, [channels])],
    { attributes: { axis: { int: -1 }, epsilon: { float: eps } }, name: lastName(prefix) },
  );
}

/** x * sigmoid(x). */
export function silu(b: GraphBuilder, x: Value): Value {
  return b.op('Mul', [x, b.op('Sigmoid', [x])], { name: 'SiLU' });
}

/** x * sigmoid(1.702 x), OpenAI CLIP's approximation of GELU. */
export function quickGelu(b: GraphBuilder, x: Value): Value {
  const alpha = b.floats('quick_gelu_alpha', [1], Float32Array.of(1.702));
  return b.op('Mul', [x, b.op('Sigmoid', [b.op('Mul', [x, alpha])])], { name: 'QuickGELU' });
}

/** x times the share of a normal distribution below it. */
export function gelu(b: GraphBuilder, x: Value): Value {
  return b.op('Gelu', [x]);
}

/** The sum of two values, broadcast. @param name for people. */
export function add(b: GraphBuilder, x: Value, y: Value, name = 'Add'): Value {
  return b.op('Add', [x, y], { name });
}

/** softmax(q k^T / sqrt(d)) v over `heads` heads; `causal` lets a token see itself and earlier ones only. */
export function attention(
  b: GraphBuilder,
  { query, key, value }: { query: Value; key: Value; value: Value },
  heads: number,
  { causal = false }: { causal?: boolean } = {},
): Value {
  return b.op('MultiHeadAttention', [query, key, value], {
    attributes: { num_heads: { int: heads }, ...(causal ? { unidirectional: { int: 1 } } : {}) },
  });
}

/** (N, C, H, W) -> (N, H*W, C). */
export function imageToTokens(b: GraphBuilder, x: Value): Value {
  const [batch, channels] = x.shape as [number, number];
  const flat = reshape(b, x, [batch, channels, -1]);
  return transpose(b, flat, [0, 2, 1]);
}

/** (N, H*W, C) -> (N, C, H, W). */
export function tokensToImage(b: GraphBuilder, x: Value, height: number, width: number): Value {
  const [batch, , channels] = x.shape as [number, number, number];
  return reshape(b, transpose(b, x, [0, 2, 1]), [batch, channels, height, width]);
}

/** Nearest-neighbour resize to (height, width), as torch does it: source index = floor(target index * in / out). */
export function resizeNearest(b: GraphBuilder, x: Value, height: number, width: number): Value {
  return b.op('Resize', [x], {
    attributes: NEAREST,
    statics: { shape: [...x.shape.slice(0, 2), height, width] },
  });
}

const NEAREST = {
  mode: { string: 'nearest' },
  coordinate_transformation_mode: { string: 'asymmetric' },
  nearest_mode: { string: 'floor' },
} as const;

/** Whether a Resize does so. */
export function resizesNearest({ attributes }: OperatorNode): boolean {
  return Object.entries(NEAREST).every(([name, { string }]) => word(attributes, name, '') === string);
}

/** Zeros to the right and below: (0, 1, 0, 1) in torch's order. */
export function padRightBottom(b: GraphBuilder, x: Value): Value {
  return b.op('Pad', [x], {
    attributes: { mode: { string: 'constant' } },
    statics: { pads: [0, 0, 0, 0, 0, 0, 1, 1] },
  });
}

/** Values that agree but for one axis, joined along it. @throws naming all shapes where they do not agree. */
export function concat(b: GraphBuilder, values: readonly Value[], axis: number): Value {
  return b.op('Concat', values, { attributes: { axis: { int: axis } } });
}

/** At most one dimension may be -1: it takes what is left. */
export function reshape(b: GraphBuilder, x: Value, shape: Shape): Value {
  const known = size(shape.filter((dim) => dim !== -1));
  const resolved = shape.map((dim) => (dim === -1 ? size(x.shape) / known : dim));
  return b.op('Reshape', [x], { statics: { shape: resolved } });
}

/** Axis i of the result is axis perm[i] of `x`. */
export function transpose(b: GraphBuilder, x: Value, perm: readonly number[]): Value {
  return b.op('Transpose', [x], { attributes: { perm: { ints: perm } } });
}

/** Of an image. */
export function channelsOf(x: Value): number {
  return x.shape[1]!;
}

function lastName(prefix: string): string {
  return prefix.split('.').findLast((part) => !/^\d+$/.test(part)) ?? prefix;
}
