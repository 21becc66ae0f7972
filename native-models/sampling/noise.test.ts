import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TorchGenerator } from './noise.ts';

interface Digest {
  readonly count: number;
  readonly first8: number[];
  readonly last8: number[];
  readonly sum: number;
}

/** Seeds are strings: some are beyond what a number holds. */
interface Recording {
  readonly sizes: { seed: string; size: number; values: number[] }[];
  readonly sequences: { seed: string; sizes: number[]; draws: number[][] }[];
  readonly large: { seed: string; shapes: number[][]; draws: Digest[] }[];
}

const recording = JSON.parse(
  readFileSync(new URL('../reference/recordings/torch-randn.json', import.meta.url), 'utf8'),
) as Recording;

/** torch's vectorised log and cos differ from libm's in the last bits. */
const TOLERANCE = 1e-6;

function generator(seed: string): TorchGenerator {
  const exact = BigInt(seed);
  return new TorchGenerator(Number(exact < 2n ** 53n ? exact : BigInt.asUintN(32, exact)));
}

function expectClose(found: ArrayLike<number>, expected: readonly number[]): void {
  expect(found.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) expect(Math.abs(found[i]! - value)).toBeLessThan(TOLERANCE);
}

describe('torch.randn', () => {
  it.each(recording.sizes)('gives these $size numbers for seed $seed', ({ seed, size, values }) => {
    expectClose(generator(seed).randn(size), values);
  });

  it.each(recording.sequences)('goes on for seed $seed in draws of $sizes', ({ seed, sizes, draws }) => {
    const drawn = generator(seed);
    for (const [i, size] of sizes.entries()) expectClose(drawn.randn(size), draws[i]!);
  });

  it.each(recording.large)('gives latents for seed $seed in draws of $shapes', ({ seed, shapes, draws }) => {
    const drawn = generator(seed);
    for (const [i, shape] of shapes.entries()) {
      const values = drawn.randn(shape.reduce((a, b) => a * b));
      const digest = draws[i]!;
      expectClose(values.slice(0, 8), digest.first8.slice(0, values.length));
      expectClose(values.slice(-8), digest.last8.slice(-values.length));
      const sum = values.reduce((a, b) => a + b);
      expect(Math.abs(sum - digest.sum) / digest.count).toBeLessThan(TOLERANCE);
    }
  });
});

describe('a seed', () => {
  it('counts by its low 32 bits', () => {
    expect(new TorchGenerator(2 ** 32 + 5).randn(20)).toEqual(new TorchGenerator(5).randn(20));
    expect(new TorchGenerator(2 ** 53 - 1).randn(20)).toEqual(new TorchGenerator(2 ** 32 - 1).randn(20));
  });

  it.each([-1, 1.5, 2 ** 53, NaN])('cannot be %s', (seed) => {
    expect(() => new TorchGenerator(seed)).toThrow('seed: expected a whole number from 0 to 2^53 - 1');
  });
});
