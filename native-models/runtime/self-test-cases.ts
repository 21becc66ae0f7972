import { madeWeights } from '../graph/weights.ts';
import type { GraphBuilder } from '../graph/builder.ts';
import type { Value } from '../graph/graph.ts';
import {
  attention,
  concat,
  conv,
  gelu,
  groupNorm,
  imageToTokens,
  layerNorm,
  linear,
  padRightBottom,
  reshape,
  resizeNearest,
  silu,
} from '../graph/layers.ts';
import { type OperatorName, size } from '../graph/operators.ts';
import * as loops from './plain-loops.ts';

/** What a device is asked to compute, and what it should come to. */
export interface OperatorCase {
  /** For people. */
  readonly name: string;
  readonly op: OperatorName;
  /** How many numbers are added up for one of the output, which says how far roundings may lead. */
  readonly terms: number;
  readonly build: (b: GraphBuilder, inputs: CaseInputs<Value>) => Value;
  readonly expected: (inputs: CaseInputs<readonly number[]>) => readonly number[];
}

/** An image, tokens (the same numbers), tokens of something else, an image of many large numbers, and an angle. */
interface CaseInputs<T> {
  readonly image: T;
  readonly tokens: T;
  readonly context: T;
  readonly large: T;
  readonly angle: T;
}

const CHANNELS = 8;
const SIDE = 6;
const TOKENS = SIDE * SIDE;
const CONTEXT = 5;
const GROUPS = 2;
const HEADS = 2;
const EPS = 1e-5;
const FEATURES = 12;

/** As many numbers in a group, and as large, as networks have: their squares add up to far more than float16 holds. */
const LARGE = { channels: 4, side: 32, amplitude: 60 } as const;
const ROW = 1024;

export const INPUTS: CaseInputs<{ readonly shape: readonly number[]; readonly data: Float32Array }> = {
  image: input([1, CHANNELS, SIDE, SIDE]),
  tokens: input([1, TOKENS, CHANNELS]),
  context: input([1, CONTEXT, CHANNELS]),
  large: input([1, LARGE.channels, LARGE.side, LARGE.side], LARGE.amplitude),
  angle: { shape: [1], data: Float32Array.of(981) },
};

/** Numbers that are neither special nor alike, in -1..1, and all of them numbers of float16 too. */
function wave(length: number, amplitude = 1): Float32Array<ArrayBuffer> {
  return Float32Array.from(Float16Array.from({ length }, (_, i) => amplitude * Math.sin(7 * i)));
}

function input(shape: readonly number[], amplitude = 1) {
  return { shape, data: wave(size(shape), amplitude) };
}

export const CASE_WEIGHTS = madeWeights(wave);

const convolution = (name: string, kernel: number, stride: number): OperatorCase => ({
  name,
  op: 'Conv',
  terms: CHANNELS * kernel * kernel,
  build: (b, { image }) => conv(b, image, name, { outChannels: CHANNELS, kernel, stride }),
  expected: ({ image }) =>
    loops.convolution(image, wave(CHANNELS * CHANNELS * kernel ** 2), wave(CHANNELS), { side: SIDE, kernel, stride }),
});

const attending = (name: string, over: 'tokens' | 'context', causal: boolean): OperatorCase => ({
  name,
  op: 'MultiHeadAttention',
  terms: TOKENS,
  build: (b, inputs) =>
    attention(b, { query: inputs.tokens, key: inputs[over], value: inputs[over] }, HEADS, { causal }),
  expected: (inputs) =>
    loops.attention(inputs.tokens, inputs[over], { width: CHANNELS / HEADS, channels: CHANNELS, causal }),
});

/** Nothing is added up, but several roundings follow each other. */
const ELEMENTWISE = 9;
/** Numbers only move. */
const LAYOUT = 0;

/** Every kind of operator that our networks are made of. */
export const CASES: readonly OperatorCase[] = [
  convolution('convolution 3x3', 3, 1),
  convolution('convolution 1x1', 1, 1),
  convolution('convolution of stride 2', 3, 2),
  {
    name: 'linear layer',
    op: 'Gemm',
    terms: CHANNELS,
    build: (b, { tokens }) => linear(b, tokens, 'linear', FEATURES),
    expected: ({ tokens }) => loops.linear(tokens, wave(FEATURES * CHANNELS), wave(FEATURES)),
  },
  {
    name: 'group norm',
    op: 'InstanceNormalization',
    terms: ELEMENTWISE,
    build: (b, { large }) => groupNorm(b, large, 'group', GROUPS, EPS),
    expected: ({ large }) => {
      const [scale, bias] = [wave(LARGE.channels), wave(LARGE.channels)];
      const normed = loops.normalised(large, large.length / GROUPS, EPS);
      return normed.map((x, i) => x * scale[Math.floor(i / LARGE.side ** 2)]! + bias[Math.floor(i / LARGE.side ** 2)]!);
    },
  },
  {
    name: 'layer norm',
    op: 'LayerNormalization',
    terms: ELEMENTWISE,
    build: (b, { large }) => layerNorm(b, reshape(b, large, [1, -1, ROW]), 'layer', EPS),
    expected: ({ large }) => {
      const [scale, bias] = [wave(ROW), wave(ROW)];
      return loops.normalised(large, ROW, EPS).map((x, i) => x * scale[i % ROW]! + bias[i % ROW]!);
    },
  },
  attending('attention', 'tokens', false),
  attending('attention to other tokens', 'context', false),
  attending('causal attention', 'tokens', true),
  {
    name: 'GELU',
    op: 'Gelu',
    terms: ELEMENTWISE,
    build: (b, { image }) => gelu(b, image),
    expected: ({ image }) => image.map(loops.gelu),
  },
  {
    name: 'SiLU',
    op: 'Sigmoid',
    terms: ELEMENTWISE,
    build: (b, { image }) => silu(b, image),
    expected: ({ image }) => image.map((x) => x / (1 + Math.exp(-x))),
  },
  {
    name: 'nearest resize',
    op: 'Resize',
    terms: LAYOUT,
    build: (b, { image }) => resizeNearest(b, image, 2 * SIDE, 2 * SIDE),
    expected: ({ image }) =>
      loops.at([CHANNELS, 2 * SIDE, 2 * SIDE], (c, y, x) => image[(c * SIDE + (y >> 1)) * SIDE + (x >> 1)]!),
  },
  {
    name: 'padding',
    op: 'Pad',
    terms: LAYOUT,
    build: (b, { image }) => padRightBottom(b, image),
    expected: ({ image }) =>
      loops.at([CHANNELS, SIDE + 1, SIDE + 1], (c, y, x) =>
        y < SIDE && x < SIDE ? image[(c * SIDE + y) * SIDE + x]! : 0,
      ),
  },
  {
    name: 'concatenation',
    op: 'Concat',
    terms: LAYOUT,
    build: (b, { tokens, context }) => concat(b, [tokens, context], 1),
    expected: ({ tokens, context }) => [...tokens, ...context],
  },
  {
    name: 'transposition',
    op: 'Transpose',
    terms: LAYOUT,
    build: (b, { image }) => imageToTokens(b, image),
    expected: ({ image }) => loops.at([1, TOKENS, CHANNELS], (_, token, channel) => image[channel * TOKENS + token]!),
  },
  {
    name: 'embedding',
    op: 'Gather',
    terms: LAYOUT,
    build: (b) =>
      b.op('Gather', [b.parameter('table', [TOKENS, CHANNELS]), b.int64s(ROWS)], { attributes: { axis: { int: 0 } } }),
    expected: () => {
      const table = wave(TOKENS * CHANNELS);
      return ROWS.flatMap((row) => [...table.subarray(row * CHANNELS, (row + 1) * CHANNELS)]);
    },
  },
  {
    name: 'sine',
    op: 'Sin',
    terms: LAYOUT,
    build: (b, { angle }) => concat(b, [b.op('Sin', [angle]), b.op('Cos', [angle])], 0),
    expected: ({ angle }) => [Math.sin(angle[0]!), Math.cos(angle[0]!)],
  },
];

/** Of a table, in no order. */
const ROWS = [3, 0, 17];
