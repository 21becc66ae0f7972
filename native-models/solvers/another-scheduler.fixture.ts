/** One more scheduler, as it would stand in a file of its own beside the others, and its row for each of the two tables. */
import { z } from 'zod';
import type { SchedulerRow } from '../schedulers.ts';
import { karras, noiseSchedule, spacing } from './config-keys.ts';
import { initialSigma } from './euler.ts';
import { linear } from './linear.ts';
import { levelOfSigma, positiveAlphaBars, sigmasOf } from './noise-schedule.ts';
import { interpolate } from './numeric.ts';
import { type Prediction, PREDICTIONS } from './prediction.ts';
import type { Denoise } from './sampler.ts';
import type { OnStep, Scheduler } from './scheduler.ts';
import { parseSchedulerConfig } from './scheduler-config.ts';
import { firstStep, fractionalTimesteps } from './timesteps.ts';

/** In `../schedulers.ts`. */
export const HEUN: SchedulerRow = {
  title: 'Heun',
  diffusersClass: 'HeunDiscreteScheduler',
  hint: 'Heun makes two denoiser calls a step, and one for the last.',
  steps: { usual: 25, quick: [15, 25] },
  calls: (made) => 2 * made - 1,
};

const HeunConfig = z.object({ ...noiseSchedule, ...karras, timestep_spacing: spacing.default('linspace') });

/**
 * Heun's method on dx/dsigma = eps (Karras et al. 2022, arXiv 2206.00364, Alg. 1): each step with the mean of the slopes at its
 * two ends, but for the one that ends at sigma 0.
 */
async function sampleHeun(
  { sigmas, prediction }: { readonly sigmas: Float32Array; readonly prediction: Prediction },
  denoise: Denoise,
  x: Float32Array,
  onStep?: OnStep,
) {
  let calls = 0;
  const slope = async (at: Float32Array, sigma: number) => {
    const level = levelOfSigma(sigma);
    const input = linear([level.alpha, at]);
    return prediction.eps(await denoise(input, calls++), input, level);
  };
  for (let step = 0; step + 1 < sigmas.length; step++) {
    const [sigma, next] = [sigmas[step]!, sigmas[step + 1]!];
    const first = await slope(x, sigma);
    const euler = linear([1, x], [next - sigma, first]);
    onStep?.(calls - 1, euler);
    if (next === 0) return euler;
    x = linear([1, x], [(next - sigma) / 2, first], [(next - sigma) / 2, await slope(euler, next)]);
    onStep?.(calls - 1, x);
  }
  return x;
}

/** In `solvers.ts`. */
export const heun: Scheduler = (json, { steps, strength }) => {
  const config = parseSchedulerConfig(HeunConfig, json);
  const table = sigmasOf(positiveAlphaBars(config));
  const spaced = fractionalTimesteps(config, steps);
  const sigmas = Float32Array.of(...spaced.map((t) => interpolate(table, t)), 0);
  const first = firstStep(steps, strength);
  const run = { sigmas: sigmas.slice(first), prediction: PREDICTIONS[config.prediction_type] };
  return {
    timesteps: spaced.slice(first).flatMap((t, step) => (step === 0 ? [t] : [t, t])),
    initNoiseSigma: initialSigma(config.timestep_spacing, sigmas),
    stochastic: false,
    addNoise: (clean, noise) => linear([1, clean], [run.sigmas[0]!, noise]),
    sample: (denoise, latents, _noise, onStep) => sampleHeun(run, denoise, latents, onStep),
  };
};
