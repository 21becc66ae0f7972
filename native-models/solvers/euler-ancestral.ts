import { z } from 'zod';
import { noiseSchedule, spacing, zeroSnr } from './config-keys.ts';
import { linear } from './linear.ts';
import { levelOfSigma, positiveAlphaBars, sigmasOf } from './noise-schedule.ts';
import { interpolate } from './numeric.ts';
import type { Prediction } from './prediction.ts';
import { PREDICTIONS } from './prediction.ts';
import type { Denoise } from './sampler.ts';
import { parseSchedulerConfig } from './scheduler-config.ts';
import { firstStep, fractionalTimesteps } from './timesteps.ts';
import { initialSigma } from './euler.ts';
import type { OnStep, Scheduler } from './scheduler.ts';

export const EulerAncestralConfig = z.object({
  ...noiseSchedule,
  ...zeroSnr,
  timestep_spacing: spacing.default('linspace'),
});

interface EulerAncestralRun {
  readonly sigmas: Float32Array;
  readonly prediction: Prediction;
  readonly noise: () => Float32Array;
}

/** k-diffusion's sample_euler_ancestral, eta 1: Euler down to `down`, then noise back up; EulerAncestralDiscreteScheduler. */
async function sampleEulerAncestral(run: EulerAncestralRun, denoise: Denoise, x: Float32Array, onStep?: OnStep) {
  for (let call = 0; call + 1 < run.sigmas.length; call++) {
    const [sigma, next] = [run.sigmas[call]!, run.sigmas[call + 1]!];
    const up = Math.sqrt((next ** 2 * (sigma ** 2 - next ** 2)) / sigma ** 2);
    const down = next ** 2 / sigma; // sqrt(next^2 - up^2), without its cancellation
    const level = levelOfSigma(sigma);
    const input = linear([level.alpha, x]);
    const eps = run.prediction.eps(await denoise(input, call), input, level);
    x = linear([1, x], [down - sigma, eps], [up, run.noise()]);
    onStep?.(call, x);
  }
  return x;
}

export const eulerAncestral: Scheduler = (json, { steps, strength }) => {
  const config = parseSchedulerConfig(EulerAncestralConfig, json);
  const table = sigmasOf(positiveAlphaBars(config));
  const timesteps = fractionalTimesteps(config, steps);
  const sigmas = Float32Array.of(...timesteps.map((t) => interpolate(table, t)), 0);
  const first = firstStep(steps, strength);
  const run = { sigmas: sigmas.slice(first), prediction: PREDICTIONS[config.prediction_type] };
  return {
    timesteps: timesteps.slice(first),
    initNoiseSigma: initialSigma(config.timestep_spacing, sigmas),
    stochastic: true,
    addNoise: (clean, noise) => linear([1, clean], [run.sigmas[0]!, noise]),
    sample: (denoise, latents, noise, onStep) => sampleEulerAncestral({ ...run, noise }, denoise, latents, onStep),
  };
};
