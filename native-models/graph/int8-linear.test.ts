import { expect, test } from 'vitest';
import type { WeightSource } from './weights.ts';
import { relativeError } from '../reference/recording.ts';
import { createSession } from '../runtime/session.ts';
import { GraphBuilder } from './builder.ts';
import { totalMacs } from './count.ts';
import type { TensorData } from './graph.ts';
import { linear } from './layers.ts';

/** Numbers that look random and are the same every time. */
function wave(length: number, step: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => Math.sin(step * (i + 1)) * Math.cos(0.37 * i * i));
}

const bytes = (array: Float32Array | Int8Array): TensorData => ({
  kind: 'inline',
  bytes: new Uint8Array(array.buffer, array.byteOffset, array.byteLength),
});

interface Int8Layer {
  /** (in, out) */
  readonly integers: Int8Array;
  readonly scales: Float32Array;
  readonly bias: Float32Array;
}

function source(name: string, { integers, scales, bias }: Int8Layer): WeightSource {
  const float32 = (data: Float32Array) => ({ type: 'float32', shape: [data.length], data: bytes(data) }) as const;
  return {
    folder: '',
    has: () => true,
    tensor: () => float32(bias),
    int8: (asked, shape) =>
      asked === name ? { weight: { type: 'int8', shape, data: bytes(integers) }, scale: float32(scales) } : null,
  };
}

/**
 * By the definition, one number after the other. Activations become integers from 0 to 255 whose range, found in all of them,
 * has zero in it; products are summed as integers.
 */
function byDefinition(x: Float32Array, { integers, scales, bias }: Int8Layer): Float32Array {
  const outputs = scales.length;
  const inputs = integers.length / outputs;
  const [least, most] = [Math.min(0, ...x), Math.max(0, ...x)];
  const scale = Math.fround((most - least) / 255);
  const zero = Math.round(-least / scale);
  const quantised = Array.from(x, (value) => Math.min(255, Math.max(0, Math.round(value / scale) + zero)));
  return Float32Array.from({ length: (x.length / inputs) * outputs }, (_, i) => {
    const [row, output] = [Math.floor(i / outputs), i % outputs];
    let sum = 0;
    for (let k = 0; k < inputs; k++) {
      sum += (quantised[row * inputs + k]! - zero) * integers[k * outputs + output]!;
    }
    return sum * scale * scales[output]! + (bias[output] ?? 0);
  });
}

const ROWS = 7;
const INPUTS = 200;
const OUTPUTS = 24;
const ORDINARY: Int8Layer = {
  integers: Int8Array.from(wave(INPUTS * OUTPUTS, 1.7), (value) => Math.round(127 * value)),
  scales: wave(OUTPUTS, 0.3).map((value) => 0.01 + 0.005 * value),
  bias: wave(OUTPUTS, 0.9),
};
/** Everything at the end of its range: kernels that sum pairs in 16 bits would overflow. */
const EXTREME: Int8Layer = { ...ORDINARY, integers: new Int8Array(INPUTS * OUTPUTS).fill(127) };
const ACTIVATIONS = {
  ordinary: wave(ROWS * INPUTS, 0.11),
  positive: wave(ROWS * INPUTS, 0.11).map((value) => Math.abs(value)),
  extreme: new Float32Array(ROWS * INPUTS).fill(3),
  zero: new Float32Array(ROWS * INPUTS),
};

test.each([
  ['ordinary', ORDINARY],
  ['positive', ORDINARY],
  ['extreme', EXTREME],
] as const)('a layer held in int8 computes what its definition says: %s activations', async (activations, layer) => {
  const x = ACTIVATIONS[activations];
  const found = await run(layer, x, { bias: true });
  expect(relativeError(found, byDefinition(x, layer))).toBeLessThan(1e-5);
});

test('nothing but zeros gives the bias', async () => {
  const found = await run(ORDINARY, ACTIVATIONS.zero, { bias: true });
  expect([...found.subarray(0, OUTPUTS)]).toEqual([...ORDINARY.bias]);
});

test('without a bias', async () => {
  const layer = { ...ORDINARY, bias: new Float32Array() };
  const found = await run(layer, ACTIVATIONS.ordinary, { bias: false });
  expect(relativeError(found, byDefinition(ACTIVATIONS.ordinary, layer))).toBeLessThan(1e-5);
});

test('a part of the outputs is a weight of its own, and of the bias its rows', async () => {
  const bias = wave(2 * OUTPUTS, 0.9);
  const b = new GraphBuilder('half', source(`proj.weight[${OUTPUTS}:${2 * OUTPUTS}]`, { ...ORDINARY, bias }));
  const x = b.input('x', 'float32', [1, ROWS, INPUTS]);
  b.output(b.named('y', linear(b, x, 'proj', 2 * OUTPUTS, { only: [OUTPUTS, 2 * OUTPUTS] })));
  const graph = b.build();
  expect(graph.outputs[0]!.shape).toEqual([1, ROWS, OUTPUTS]);
  const session = await createSession(graph, '', 'cpu');
  const { y } = await session.run({ x: ACTIVATIONS.ordinary });
  await session.dispose();
  const half = byDefinition(ACTIVATIONS.ordinary, { ...ORDINARY, bias: bias.subarray(OUTPUTS) });
  expect(relativeError(y!, half)).toBeLessThan(1e-5);
});

test('it counts as many multiply-accumulates as in float32', () => {
  const b = new GraphBuilder('int8', source('proj.weight', ORDINARY));
  b.output(linear(b, b.input('x', 'float32', [2, ROWS, INPUTS]), 'proj', OUTPUTS));
  expect(totalMacs(b.build())).toBe(2 * ROWS * INPUTS * OUTPUTS);
});

async function run(layer: Int8Layer, x: Float32Array, options: { bias: boolean }): Promise<Float32Array> {
  const b = new GraphBuilder('int8', source('proj.weight', layer));
  b.output(b.named('y', linear(b, b.input('x', 'float32', [1, ROWS, INPUTS]), 'proj', OUTPUTS, options)));
  const session = await createSession(b.build(), '', 'cpu');
  const { y } = await session.run({ x });
  await session.dispose();
  return y!;
}
