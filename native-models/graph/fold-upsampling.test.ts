import * as ort from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { absentWeights, madeWeights } from './weights.ts';
import { builtInConfig } from '../unet/built-in.ts';
import { buildFullStep } from '../unet/step.ts';
import { GraphBuilder } from './builder.ts';
import { totalMacs } from './count.ts';
import { foldUpsampling } from './fold-upsampling.ts';
import type { Graph } from './graph.ts';
import { add, conv, resizeNearest } from './layers.ts';
import { writeModelProto } from './model-proto.ts';
import { size } from './operators.ts';

/** Numbers that are neither special nor alike. */
const wave = (length: number) => Float32Array.from({ length }, (_, i) => Math.sin(7 * i));
const waves = madeWeights(wave);

const SMALL = [2, 3, 5, 4] as const;

function upsampling({ to = [10, 8], kernel = 3, weights = waves } = {}): Graph {
  const b = new GraphBuilder('test', weights);
  const x = b.input('x', 'float32', SMALL);
  const [height, width] = to as [number, number];
  const y = b.within('up', () => conv(b, resizeNearest(b, x, height, width), 'conv', { outChannels: 6, kernel }));
  b.output(b.named('y', y));
  return b.build();
}

async function run(graph: Graph): Promise<readonly number[]> {
  const session = await ort.InferenceSession.create(writeModelProto(graph), { executionProviders: ['cpu'] });
  const { y } = await session.run({ x: new ort.Tensor('float32', wave(size(SMALL)), SMALL) });
  await session.release();
  return [...(y!.data as Float32Array)];
}

/** A convolution of the picture doubled, in plain loops over doubles: 2x3x5x4 to 2x6x10x8, padded by one. */
function byHand(): readonly number[] {
  const [batch, channels, height, width] = SMALL;
  const [x, weight, bias] = [wave(size(SMALL)), wave(6 * channels * 9), wave(6)];
  const pixel = (n: number, c: number, row: number, column: number) =>
    row < 0 || column < 0 || row >= 2 * height || column >= 2 * width
      ? 0
      : x[((n * channels + c) * height + (row >> 1)) * width + (column >> 1)]!;
  return Array.from({ length: batch * 6 * 4 * height * width }, (_, i) => {
    const [column, row] = [i % (2 * width), Math.floor(i / (2 * width)) % (2 * height)];
    const [o, n] = [Math.floor(i / (4 * height * width)) % 6, Math.floor(i / (24 * height * width))];
    let sum = bias[o]!;
    for (let c = 0; c < channels; c++) {
      for (let k = 0; k < 9; k++) {
        sum += weight[(o * channels + c) * 9 + k]! * pixel(n, c, row + Math.floor(k / 3) - 1, column + (k % 3) - 1);
      }
    }
    return sum;
  });
}

const operators = ({ nodes }: Graph) => nodes.map(({ op }) => op);

test('four small convolutions give what upsampling and convolving gives, edges too', async () => {
  const folded = foldUpsampling(upsampling());
  expect(operators(folded)).not.toContain('Resize');
  expect(operators(folded).filter((op) => op === 'Conv')).toHaveLength(4);
  const [theirs, ours, truth] = [await run(upsampling()), await run(folded), byHand()];
  expect(ours).toHaveLength(truth.length);
  truth.forEach((value, i) => {
    expect(ours[i]).toBeCloseTo(value, 4);
    expect(theirs[i]).toBeCloseTo(value, 4);
  });
});

test('what is not upsampling by two before a 3x3 convolution stays as it is', () => {
  for (const graph of [upsampling({ to: [9, 8] }), upsampling({ to: [15, 12] }), upsampling({ kernel: 1 })]) {
    expect(foldUpsampling(graph)).toBe(graph);
  }
  const b = new GraphBuilder('test', waves);
  const doubled = resizeNearest(b, b.input('x', 'float32', SMALL), 10, 8);
  b.output(add(b, conv(b, doubled, 'conv', { outChannels: 3, kernel: 3 }), doubled)); // another reader
  const graph = b.build();
  expect(foldUpsampling(graph)).toBe(graph);
});

test("Stable Diffusion 1.5's three upsamplers cost 16 multiplications where they cost 36", () => {
  const full = buildFullStep(builtInConfig('sd15'), absentWeights, { batch: 2, height: 64, width: 64, tokens: 77 });
  const folded = foldUpsampling(full);
  const upsamplers = 2 * 9 * (1280 ** 2 * 16 ** 2 + 1280 ** 2 * 32 ** 2 + 640 ** 2 * 64 ** 2);
  expect(totalMacs(full) - totalMacs(folded)).toBe((upsamplers * 20) / 36);
  expect(folded.outputs).toEqual(full.outputs);
  // Whose work it is stays known.
  expect(new Set(folded.nodes.map(({ scope }) => scope))).toEqual(new Set(full.nodes.map(({ scope }) => scope)));
});
