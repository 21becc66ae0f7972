import { GraphBuilder } from '../graph/builder.ts';
import type { Graph, Value } from '../graph/graph.ts';
import { attention, conv, groupNorm } from '../graph/layers.ts';
import { size } from '../graph/operators.ts';
import type { WeightSource } from '../checkpoint/weights.ts';
import { createSession } from './session.ts';
import { type DeviceId, DeviceError, type DeviceOptions } from './device.ts';

/** Numbers that are neither special nor alike: sin(7i), in -1..1. */
const wave = (length: number): Float32Array => Float32Array.from({ length }, (_, i) => Math.sin(7 * i));

const TOLERANCE = 2e-3;
const CHANNELS = 8;
const SIDE = 6;
const GROUPS = 2;
const HEADS = 2;
const EPS = 1e-5;

/**
 * Runs a convolution, a group norm and an attention on `device` and compares each with plain loops over doubles.
 * Software and young drivers get such operators wrong by whole percents; a picture would not tell why.
 * @returns the options that make `device` compute right: `attention: 'plain'` where the fused operator is wrong.
 * @throws DeviceError when there is no such device here, or naming the operators that are off and by how much.
 */
export async function selfTest(device: DeviceId, options: DeviceOptions = {}): Promise<DeviceOptions> {
  let wrong: readonly string[] = [];
  for (const attention of ['fused', 'plain'] as const) {
    wrong = await wrongOperators(device, { ...options, attention });
    if (wrong.length === 0) return { ...options, attention };
  }
  throw new DeviceError(`device ${device} computes wrong numbers: ${wrong.join(', ')}; use --device cpu`);
}

async function wrongOperators(device: DeviceId, options: DeviceOptions): Promise<readonly string[]> {
  const { graph, expected } = buildSelfTest();
  const session = await createSession(graph, '', device, options).catch((cause: Error) => {
    throw new DeviceError(`device ${device} cannot be used here (${cause.message}); use --device cpu`, { cause });
  });
  try {
    const x = wave(CHANNELS * SIDE * SIDE);
    const results = await session.run({ x, tokens: x });
    return Object.entries(expected(x)).flatMap(([name, truth]) => {
      const worst = Math.max(...truth.map((value, i) => Math.abs(value - results[name]![i]!)));
      return worst <= TOLERANCE ? [] : [`${name} (off by ${worst.toPrecision(2)})`];
    });
  } finally {
    await session.dispose();
  }
}

interface SelfTest {
  readonly graph: Graph;
  readonly expected: (x: Float32Array) => Record<string, number[]>;
}

function buildSelfTest(): SelfTest {
  const weights: WeightSource = {
    folder: '',
    has: () => true,
    tensor: (_name, shape) => ({
      type: 'float32',
      shape,
      data: { kind: 'inline', bytes: new Uint8Array(wave(size(shape)).buffer) },
    }),
  };
  const b = new GraphBuilder('self_test', weights);
  const x = b.input('x', 'float32', [1, CHANNELS, SIDE, SIDE]);
  const tokens = b.input('tokens', 'float32', [1, SIDE * SIDE, CHANNELS]);
  const output = (name: string, value: Value) => b.output(b.named(name, value));
  output('convolution', conv(b, x, 'conv', { outChannels: CHANNELS, kernel: 3 }));
  output('group norm', groupNorm(b, x, 'norm', GROUPS, EPS));
  output('attention', attention(b, { query: tokens, key: tokens, value: tokens }, HEADS));
  return {
    graph: b.build(),
    expected: (input) => ({
      convolution: convolution(input),
      'group norm': normalised(input),
      attention: attended(input),
    }),
  };
}

function convolution(x: Float32Array): number[] {
  const weight = wave(CHANNELS * CHANNELS * 9);
  const bias = wave(CHANNELS);
  return Array.from({ length: CHANNELS * SIDE * SIDE }, (_, out) => {
    const [o, row, column] = [Math.floor(out / SIDE ** 2), Math.floor(out / SIDE) % SIDE, out % SIDE];
    let sum = bias[o]!;
    for (let c = 0; c < CHANNELS; c++) {
      for (let k = 0; k < 9; k++) {
        const [y, z] = [row + Math.floor(k / 3) - 1, column + (k % 3) - 1];
        if (y < 0 || z < 0 || y >= SIDE || z >= SIDE) continue;
        sum += weight[(o * CHANNELS + c) * 9 + k]! * x[(c * SIDE + y) * SIDE + z]!;
      }
    }
    return sum;
  });
}

function normalised(x: Float32Array): number[] {
  const [weight, bias] = [wave(CHANNELS), wave(CHANNELS)];
  const length = x.length / GROUPS;
  return [...x].map((value, i) => {
    const group = x.subarray(Math.floor(i / length) * length, (Math.floor(i / length) + 1) * length);
    const mean = group.reduce((sum, v) => sum + v, 0) / length;
    const variance = group.reduce((sum, v) => sum + (v - mean) ** 2, 0) / length;
    const channel = Math.floor(i / SIDE ** 2);
    return ((value - mean) / Math.sqrt(variance + EPS)) * weight[channel]! + bias[channel]!;
  });
}

function attended(x: Float32Array): number[] {
  const width = CHANNELS / HEADS;
  const tokens = SIDE * SIDE;
  return Array.from({ length: tokens * CHANNELS }, (_, out) => {
    const [token, channel] = [Math.floor(out / CHANNELS), out % CHANNELS];
    const head = Math.floor(channel / width) * width;
    const scores = Array.from({ length: tokens }, (_, other) => {
      let dot = 0;
      for (let d = 0; d < width; d++) dot += x[token * CHANNELS + head + d]! * x[other * CHANNELS + head + d]!;
      return Math.exp(dot / Math.sqrt(width));
    });
    const total = scores.reduce((sum, score) => sum + score, 0);
    return scores.reduce((sum, score, other) => sum + (score / total) * x[other * CHANNELS + channel]!, 0);
  });
}
