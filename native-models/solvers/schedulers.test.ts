import type { SamplerId } from '../vocabulary.ts';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createSampler } from './create-sampler.ts';
import type { Sampler } from './sampler.ts';

interface Case {
  readonly steps: number;
  readonly timesteps: number[];
  readonly init_noise_sigma: number;
  /** After every call, or after the last. */
  readonly latents?: number[][];
  readonly final?: number[][];
}

interface ImageToImageCase {
  readonly steps: number;
  readonly strength: number;
  readonly timesteps: number[];
  readonly noised: number[];
  readonly final: number[];
}

interface Recorded<C> {
  readonly name: string;
  readonly config: { readonly use_karras_sigmas?: boolean };
  readonly cases: C[];
}

/** diffusers' schedulers under a model that needs no weights; see record_schedules.py. */
interface Recording {
  readonly start: number[];
  readonly noises: number[][];
  readonly schedules: Recorded<Case>[];
  readonly image_to_image: Recorded<ImageToImageCase>[];
}

const recording = JSON.parse(
  readFileSync(new URL('../reference/recordings/schedules.json', import.meta.url), 'utf8'),
) as Recording;
const start = Float32Array.from(recording.start);
const noises = recording.noises.map((noise) => Float32Array.from(noise));

/** Relative to the largest number of the latents. */
const TOLERANCE = 1e-5;
/** Solvers that walk in sigma start at 4096 under zero terminal SNR, where f32 is 5e-4 apart, diffusers' too. */
const TOLERANCE_AT_SIGMA_4096 = 1e-3;

describe.each(recording.schedules)('$name', ({ name, config, cases }) => {
  it.each(cases)('$steps steps', async (expected) => {
    const sampler = createSampler(samplerId(name, config), config, expected.steps);
    expectTimesteps(sampler, expected.timesteps);
    expect(sampler.initNoiseSigma / expected.init_noise_sigma).toBeCloseTo(1, 6);
    const latents = await run(
      sampler,
      start.map((x) => x * sampler.initNoiseSigma),
    );
    const wanted = expected.latents ?? expected.final!;
    const tolerance = /^euler.*zero-snr/.test(name) ? TOLERANCE_AT_SIGMA_4096 : TOLERANCE;
    for (const [i, found] of latents.slice(-wanted.length).entries()) expectLatents(found, wanted[i]!, tolerance);
  });
});

describe.each(recording.image_to_image)('$name from a picture', ({ name, config, cases }) => {
  it.each(cases)('$steps steps, strength $strength', async (expected) => {
    const sampler = createSampler(samplerId(name, config), config, expected.steps, { strength: expected.strength });
    expectTimesteps(sampler, expected.timesteps);
    const noised = sampler.addNoise(start, noises[0]!);
    expectLatents(noised, expected.noised, TOLERANCE);
    expectLatents((await run(sampler, noised)).at(-1)!, expected.final, TOLERANCE);
  });
});

function samplerId(name: string, config: { readonly use_karras_sigmas?: boolean }): SamplerId {
  const id = name.split('/')[0] as SamplerId;
  return id === 'dpmpp-2m' && config.use_karras_sigmas ? 'dpmpp-2m-karras' : id;
}

/** Latents after every call under the recording's model, 0.3 x + sin(t / 100). */
async function run(sampler: Sampler, latents: Float32Array): Promise<Float32Array[]> {
  const trajectory: Float32Array[] = [];
  let draws = 0;
  await sampler.sample(
    (x, call) => Promise.resolve(x.map((value) => 0.3 * value + Math.sin(sampler.timesteps[call]! / 100))),
    latents,
    () => noises[draws++]!,
    (_call, x) => trajectory.push(x),
  );
  return trajectory;
}

/** Timesteps between two of training come from logarithms of f32 tables: good to 1e-4. */
function expectTimesteps(sampler: Sampler, expected: readonly number[]): void {
  expect(sampler.timesteps).toHaveLength(expected.length);
  for (const [i, timestep] of expected.entries()) {
    if (Number.isInteger(timestep)) expect(sampler.timesteps[i]).toBeCloseTo(timestep, 3);
    else expect(Math.abs(sampler.timesteps[i]! - timestep)).toBeLessThan(1e-4);
  }
}

function expectLatents(found: Float32Array, expected: readonly number[], tolerance: number): void {
  const largest = Math.max(...expected.map(Math.abs));
  const worst = Math.max(...expected.map((value, i) => Math.abs(found[i]! - value)));
  expect(worst / largest).toBeLessThan(tolerance);
}
