import { expect, test } from 'vitest';
import { absentWeights, type WeightSource } from './weights.ts';
import { relativeError } from '../reference/recording.ts';
import { createSession } from '../runtime/session.ts';
import { GraphBuilder } from './builder.ts';
import type { Graph } from './graph.ts';
import { inFloatType } from './in-float-type.ts';
import { concat, linear } from './layers.ts';

/** Weights of 1, as a file may hold them. */
function onesIn(type: 'float32' | 'float16'): WeightSource {
  const Numbers = type === 'float16' ? Float16Array : Float32Array;
  return {
    folder: '',
    has: () => true,
    tensor: (_name, shape) => {
      const numbers = new Numbers(shape.reduce((product, length) => product * length, 1)).fill(1);
      return { type, shape, data: { kind: 'inline', bytes: new Uint8Array(numbers.buffer) } };
    },
  };
}

function typesOf({ inputs, outputs, values, nodes }: Graph) {
  const of = (op: string) =>
    nodes.filter((node) => node.op === op).flatMap(({ outputs: [name] }) => values.get(name!)?.type ?? []);
  const border = Object.fromEntries([...inputs, ...outputs].map(({ name, type }) => [name, type]));
  return { of, border };
}

function layered(weights: WeightSource = absentWeights): GraphBuilder {
  const b = new GraphBuilder('test', weights);
  const x = b.input('x', 'float32', [2, 8]);
  b.output(b.named('y', linear(b, x, 'layer', 4)));
  return b;
}

test('the border stays float32, the inside is float16; what is carried is never cast', () => {
  const graph = inFloatType(layered().build(), 'float16');
  expect(typesOf(graph).border).toEqual({ x: 'float32', y: 'float32' });
  expect(typesOf(graph).of('Gemm')).toEqual(['float16']);
  const carried = inFloatType(layered().build(), 'float16', () => true);
  expect(typesOf(carried).border).toEqual({ x: 'float16', y: 'float16' });
  expect(carried.nodes.filter(({ op, inputs }) => op === 'Cast' && inputs.includes('x'))).toEqual([]);
});

test('weights are read in place where they are of the type, and cast where not', () => {
  const stored = (type: 'float32' | 'float16') => {
    const weights: WeightSource = {
      folder: '/weights',
      has: () => true,
      tensor: (_name, shape) => ({ type, shape, data: { kind: 'file', file: 'f', offset: 0, length: 1 } }),
    };
    return layered(weights).build();
  };
  const weightCasts = ({ nodes }: Graph) =>
    nodes.filter(({ op, inputs }) => op === 'Cast' && inputs[0]!.startsWith('layer.')).length;
  expect(weightCasts(inFloatType(stored('float16'), 'float16'))).toBe(0);
  expect(weightCasts(inFloatType(stored('float32'), 'float16'))).toBe(2);
  expect(weightCasts(inFloatType(stored('float16'), 'float32'))).toBe(2);
  const untouched = stored('float32');
  expect(inFloatType(untouched, 'float32')).toBe(untouched);
});

test('the sine of a large angle is computed in float32, up to the angle itself', async () => {
  const b = new GraphBuilder('sine', absentWeights);
  const timestep = b.input('timestep', 'float32', [1]);
  const angles = b.op('Mul', [timestep, b.floats('frequencies', [1, 3], Float32Array.of(1, 0.7301, 0.01))]);
  b.output(b.named('features', concat(b, [b.op('Sin', [angles]), b.op('Cos', [angles])], 1)));
  const graph = inFloatType(b.build(), 'float16');
  const { of } = typesOf(graph);
  expect([...of('Mul'), ...of('Sin'), ...of('Cos'), ...of('Concat')]).toEqual([
    'float32',
    'float32',
    'float32',
    'float16',
  ]);
  const session = await createSession(graph, '', 'cpu', { threads: 1 });
  const { features } = await session.run({ timestep: Float32Array.of(999) });
  await session.dispose();
  const turned = [1, Math.fround(0.7301), Math.fround(0.01)].map((frequency) => Math.fround(999 * frequency));
  const truth = [...turned.map(Math.sin), ...turned.map(Math.cos)];
  expect(relativeError(features!, truth)).toBeLessThan(2 ** -11);
});

test.each(['float32', 'float16'] as const)('%s weights give the same sum in either precision', async (stored) => {
  const x = Float32Array.from({ length: 16 }, (_, i) => i / 4);
  for (const precision of ['float32', 'float16'] as const) {
    const session = await createSession(inFloatType(layered(onesIn(stored)).build(), precision), '', 'cpu');
    const { y } = await session.run({ x });
    await session.dispose();
    expect([...y!]).toEqual([8, 8, 8, 8, 24, 24, 24, 24]);
  }
});

test('a constant that float16 cannot hold is refused by name', () => {
  const b = new GraphBuilder('test', absentWeights);
  b.output(b.op('Mul', [b.input('x', 'float32', [1]), b.floats('far', [1], Float32Array.of(1e5))]));
  expect(() => inFloatType(b.build(), 'float16')).toThrow('far: 100000 is more than float16 can hold');
});
