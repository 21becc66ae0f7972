import { expect, test } from 'vitest';
import { absentWeights } from './weights.ts';
import { relativeError } from '../reference/recording.ts';
import { createSession } from '../runtime/session.ts';
import { GraphBuilder } from './builder.ts';
import { totalMacs } from './count.ts';
import type { Graph, Value } from './graph.ts';
import { attention, gelu, padRightBottom, resizeNearest, silu } from './layers.ts';
import { PLAIN_FORMS, type PlainForm } from './plain-forms.ts';
import { spellOut } from './spell-out.ts';

const wave = (length: number, step: number) => Float32Array.from({ length }, (_, i) => 3 * Math.sin(step * i));

type Use = (b: GraphBuilder, x: Value, tokens: Value) => Value;

/** Every operator that has a plain form as our networks use it, on an image `x` or on tokens. */
const USES: Record<PlainForm, Use> = {
  MultiHeadAttention: (b, _x, tokens) => attention(b, { query: tokens, key: tokens, value: tokens }, 4),
  InstanceNormalization: (b, x) =>
    b.op('InstanceNormalization', [x, b.floats('scale', [4], wave(4, 2)), b.floats('bias', [4], wave(4, 3))], {
      attributes: { epsilon: { float: 1e-5 } },
    }),
  LayerNormalization: (b, _x, tokens) =>
    b.op('LayerNormalization', [tokens, b.floats('scale', [8], wave(8, 2)), b.floats('bias', [8], wave(8, 3))], {
      attributes: { axis: { int: -1 }, epsilon: { float: 1e-5 } },
    }),
  Softmax: (b, x) => b.op('Softmax', [x], { attributes: { axis: { int: -1 } } }),
  Sigmoid: (b, x) => silu(b, x),
  Gelu: (b, x) => gelu(b, x),
  Gemm: (b) => {
    const weights = b.floats('weights', [5, 8], wave(40, 2));
    return b.op('Gemm', [b.input('rows', 'float32', [3, 8]), weights, b.floats('bias', [5], wave(5, 3))], {
      attributes: { transB: { int: 1 } },
    });
  },
  Resize: (b, x) => resizeNearest(b, x, 11, 9),
  Pad: (b, x) => padRightBottom(b, x),
};

/** Other uses that the operators' rows allow. */
const OTHER_USES: readonly (readonly [PlainForm, what: string, Use])[] = [
  [
    'LayerNormalization',
    'over two axes, without a bias',
    (b, x) =>
      b.op('LayerNormalization', [x, b.floats('scale', [5, 6], wave(30, 2))], { attributes: { axis: { int: 2 } } }),
  ],
  ['Softmax', 'over channels', (b, x) => b.op('Softmax', [x], { attributes: { axis: { int: -3 } } })],
  [
    'Gemm',
    'turned the other way, and weighed',
    (b) =>
      b.op(
        'Gemm',
        [b.input('rows', 'float32', [3, 8]), b.floats('b', [3, 5], wave(15, 2)), b.floats('c', [8, 1], wave(8, 3))],
        {
          attributes: { transA: { int: 1 }, alpha: { float: 0.3 }, beta: { float: -2 } },
        },
      ),
  ],
  ['Pad', 'on all sides but one', (b, x) => b.op('Pad', [x], { statics: { pads: [1, 0, 2, 1, 0, 3, 0, 2] } })],
  [
    'Resize',
    'of tokens and their batch',
    (b, _x, tokens) => b.op('Resize', [tokens], { ...NEAREST, statics: { shape: [4, 7, 13] } }),
  ],
];
const NEAREST = {
  attributes: {
    mode: { string: 'nearest' },
    coordinate_transformation_mode: { string: 'asymmetric' },
    nearest_mode: { string: 'floor' },
  },
};

const FEEDS = { x: wave(2 * 4 * 5 * 6, 1.3), tokens: wave(2 * 7 * 8, 0.7), rows: wave(3 * 8, 1.1) };

async function run(graph: Graph): Promise<Float32Array> {
  const session = await createSession(graph, '', 'cpu', { threads: 1 });
  const outputs = await session.run(FEEDS);
  await session.dispose();
  return outputs['out']!;
}

test.each(Object.keys(PLAIN_FORMS) as PlainForm[])('%s: its plain form gives what it gives', async (operator) => {
  const b = new GraphBuilder(operator, absentWeights);
  const x = b.input('x', 'float32', [2, 4, 5, 6]);
  const tokens = b.input('tokens', 'float32', [2, 7, 8]);
  b.output(b.named('out', USES[operator](b, x, tokens)));
  const plain = spellOut(b.build(), [operator]);
  expect(plain.nodes.map(({ op }) => op)).not.toContain(operator);
  expect(relativeError(await run(plain), await run(b.build()))).toBeLessThan(1e-6);
});

test.each(OTHER_USES)('%s %s: its plain form gives what it gives', async (operator, _what, use) => {
  const b = new GraphBuilder(operator, absentWeights);
  const x = b.input('x', 'float32', [2, 4, 5, 6]);
  const tokens = b.input('tokens', 'float32', [2, 7, 8]);
  b.output(b.named('out', use(b, x, tokens)));
  const plain = spellOut(b.build(), [operator]);
  expect(plain.nodes.map(({ op }) => op)).not.toContain(operator);
  expect(plain.values.get('out')).toEqual(b.build().values.get('out'));
  expect(relativeError(await run(plain), await run(b.build()))).toBeLessThan(1e-6);
});

test('what has no plain form is refused by name', () => {
  const b = new GraphBuilder('test', absentWeights);
  const x = b.input('x', 'float32', [1, 1, 4, 4]);
  b.output(b.op('Resize', [x], { statics: { shape: [1, 1, 8, 8] } })); // onnxruntime's defaults
  b.output(b.op('Pad', [x], { statics: { pads: [0, 0, -1, 0, 0, 0, 0, 0] } }));
  for (const value of b.ops('LayerNormalization', [x, b.floats('scale', [4], wave(4, 2))])) b.output(value);
  const graph = b.build();
  expect(() => spellOut(graph, ['Resize'])).toThrow('Resize: only the nearest neighbour below has a plain form');
  expect(() => spellOut(graph, ['Pad'])).toThrow('Pad: cropping has no plain form');
  expect(() => spellOut(graph, ['LayerNormalization'])).toThrow('only a node that gives one value can be replaced');
});

test.each([false, true])('attention costs the same, causal: %s, and its softmax is spelled out too', async (causal) => {
  const b = new GraphBuilder('attention', absentWeights);
  const tokens = b.input('tokens', 'float32', [2, 7, 8]);
  b.output(b.named('out', attention(b, { query: tokens, key: tokens, value: tokens }, 4, { causal })));
  const plain = spellOut(b.build(), ['MultiHeadAttention', 'Softmax']);
  expect(plain.nodes.map(({ op }) => op)).not.toContain('Softmax');
  expect(totalMacs(plain)).toBe(totalMacs(b.build()));
  expect(relativeError(await run(plain), await run(b.build()))).toBeLessThan(1e-6);
});
