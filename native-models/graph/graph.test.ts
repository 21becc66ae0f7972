import { expect, test } from 'vitest';
import { absentWeights, type WeightSource } from './weights.ts';
import { GraphBuilder } from './builder.ts';
import { countByScope, totalMacs } from './count.ts';
import { add, concat, conv, linear, reshape, resizeNearest } from './layers.ts';
import { writeModelProto } from './model-proto.ts';
import { prune } from './prune.ts';

test('a shape that does not fit is found while building, with its place and the numbers', () => {
  const b = new GraphBuilder('test', absentWeights);
  const x = b.input('x', 'float32', [1, 8, 4, 4]);
  const y = b.input('y', 'float32', [1, 4, 4, 4]);
  expect(() => b.within('up1.0.res', () => add(b, x, y))).toThrow(
    'up1.0.res Add (Add): cannot broadcast [1, 8, 4, 4] with [1, 4, 4, 4]',
  );
  expect(() => b.within('up1.0.res', () => concat(b, [x, b.input('z', 'float32', [1, 4, 5, 4])], 1))).toThrow(
    'cannot join [1, 8, 4, 4] and [1, 4, 5, 4] on axis 1',
  );
  expect(() => reshape(b, x, [3, 5])).toThrow('cannot view [1, 8, 4, 4] as [3, 5]');
});

test('multiply-accumulates: a convolution and a linear layer by hand', () => {
  const b = new GraphBuilder('test', absentWeights);
  const x = b.input('x', 'float32', [2, 3, 10, 10]);
  b.within('conv', () => b.output(conv(b, x, 'conv', { outChannels: 5, kernel: 3, stride: 2 })));
  const rows = b.input('rows', 'float32', [2, 7, 4]);
  b.within('linear', () => b.output(linear(b, rows, 'linear', 6)));
  const counts = countByScope(b.build());
  expect(counts.get('conv')).toEqual({ macs: 2 * 5 * 5 * 5 * (3 * 9), parameters: 5 * 3 * 9 + 5 });
  expect(counts.get('linear')).toEqual({ macs: 2 * 7 * 4 * 6, parameters: 4 * 6 + 6 });
  expect(totalMacs(b.build())).toBe(2 * 5 * 5 * 5 * 27 + 2 * 7 * 24);
});

test('multiply-accumulates: products of every kind by hand', () => {
  const b = new GraphBuilder('test', absentWeights);
  let inputs = 0;
  const input = (...shape: number[]) => b.input(`x${inputs++}`, 'float32', shape);
  const macs = (scope: string, node: () => void) => {
    b.within(scope, node);
    return countByScope(b.build()).get(scope)!.macs;
  };
  const [a, c] = [input(2, 3), input(5, 2, 3)];
  expect(macs('turned', () => b.op('Gemm', [a, input(2, 7)], { attributes: { transA: { int: 1 } } }))).toBe(3 * 2 * 7);
  expect(macs('broadcast', () => b.op('MatMul', [c, input(3, 4)]))).toBe(5 * 2 * 3 * 4);
  expect(macs('the smaller first', () => b.op('MatMul', [a, input(5, 3, 4)]))).toBe(5 * 2 * 3 * 4);
  expect(macs('a row', () => b.op('MatMul', [input(3), input(3)]))).toBe(3);
  const grouped = { attributes: { group: { int: 2 }, pads: { ints: [1, 1, 1, 1] } } };
  expect(macs('grouped', () => b.op('Conv', [input(1, 4, 6, 6), input(8, 2, 3, 3)], grouped))).toBe(8 * 36 * 2 * 9);
  const heads = { attributes: { num_heads: { int: 3 } } };
  const attend = () => b.op('MultiHeadAttention', [c, input(5, 7, 3), input(5, 7, 6)], heads);
  expect(macs('attention', attend)).toBe(5 * (2 * 7 * 3 + 2 * 7 * 6));
});

test('what an operator gives beside its first value is left out unless it is asked for', () => {
  const b = new GraphBuilder('test', absentWeights);
  const [x, scale] = [b.input('x', 'float32', [2, 4]), b.input('scale', 'float32', [4])];
  b.op('LayerNormalization', [x, scale]);
  b.ops('LayerNormalization', [x, scale], { name: 'norm' });
  expect(b.build().nodes.map(({ outputs }) => outputs)).toEqual([['LayerNormalization'], ['norm', 'norm_2', 'norm_3']]);
});

test('pruning drops what no output reads: nodes, inputs and weights', () => {
  const b = new GraphBuilder('test', absentWeights);
  const x = b.input('x', 'float32', [1, 3, 8, 8]);
  const unread = b.input('unread', 'float32', [1, 3, 8, 8]);
  conv(b, unread, 'dead', { outChannels: 3, kernel: 3 });
  b.output(conv(b, x, 'alive', { outChannels: 3, kernel: 1 }));
  const pruned = prune(b.build());
  expect(pruned.inputs.map(({ name }) => name)).toEqual(['x']);
  expect(pruned.nodes).toHaveLength(1);
  expect([...pruned.initializers.keys()]).toEqual(['alive.weight', 'alive.bias']);
  expect(prune(b.build(), new Set(['unread'])).inputs.map(({ name }) => name)).toEqual(['x', 'unread']);
});

test('an architecture without weights can be counted, not written', () => {
  const b = new GraphBuilder('test', absentWeights);
  b.output(conv(b, b.input('x', 'float32', [1, 3, 8, 8]), 'conv', { outChannels: 3, kernel: 3 }));
  expect(() => writeModelProto(b.build())).toThrow('conv.weight: this network has an architecture but no weights');
});

test('resizing to any size keeps batch and channels', () => {
  const b = new GraphBuilder('test', absentWeights);
  const x = b.input('x', 'float32', [2, 3, 4, 5]);
  expect(resizeNearest(b, x, 7, 9).shape).toEqual([2, 3, 7, 9]);
});

test('rows of a weight are a part of its bytes: where they lie in the file', () => {
  const stored: WeightSource = {
    folder: '/weights',
    has: () => true,
    tensor: (_name, shape) => ({
      type: 'float32',
      shape,
      data: { kind: 'file', file: 'unet.safetensors', offset: 100, length: 4 * 6 * 5 },
    }),
  };
  const b = new GraphBuilder('test', stored);
  b.output(linear(b, b.input('x', 'float32', [2, 5]), 'proj', 6, { bias: false, only: [2, 6] }));
  const graph = b.build();
  expect(graph.outputs[0]!.shape).toEqual([2, 4]);
  expect(graph.initializers.get('proj.weight[2:6]')).toMatchObject({
    shape: [4, 5],
    data: { offset: 100 + 4 * 5 * 2, length: 4 * 5 * 4 },
  });
  expect(totalMacs(graph)).toBe(2 * 4 * 5);
});
