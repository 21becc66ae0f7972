import { z } from 'zod';
import { karras, noiseSchedule, spacing, zeroSnr } from './config-keys.ts';
import { linear } from './linear.ts';
import { levelOfSigma, positiveAlphaBars, sigmasOf } from './noise-schedule.ts';
import { interpolate, linspaceF32 } from './numeric.ts';
import type { Prediction } from './prediction.ts';
import { PREDICTIONS } from './prediction.ts';
import type { Denoise } from './sampler.ts';
import { parseSchedulerConfig } from './scheduler-config.ts';
import { finalSigma, rampedSigmas, timestepOfSigma } from './sigmas.ts';
import { firstStep, fractionalTimesteps } from './timesteps.ts';
import type { OnStep, Scheduler } from './scheduler.ts';

export const EulerConfig = z.object({
  ...noiseSchedule,
  ...zeroSnr,
  ...karras,
  timestep_spacing: spacing.default('linspace'),
  timestep_type: z.enum(['discrete', 'continuous']).default('discrete'),
  interpolation_type: z.enum(['linear', 'log_linear']).default('linear'),
});

interface EulerRun {
  /** One more than there are calls. */
  readonly sigmas: Float32Array;
  readonly prediction: Prediction;
}

/** Euler's method on dx/dsigma = eps (Karras et al. 2022, arXiv 2206.00364, Alg. 2, S_churn 0); EulerDiscreteScheduler. */
async function sampleEuler({ sigmas, prediction }: EulerRun, denoise: Denoise, x: Float32Array, onStep?: OnStep) {
  for (let call = 0; call + 1 < sigmas.length; call++) {
    const [sigma, next] = [sigmas[call]!, sigmas[call + 1]!];
    const level = levelOfSigma(sigma);
    const input = linear([level.alpha, x]);
    const eps = prediction.eps(await denoise(input, call), input, level);
    x = linear([1, x], [next - sigma, eps]);
    onStep?.(call, x);
  }
  return x;
}

export const euler: Scheduler = (json, { steps, strength }) => {
  const config = parseSchedulerConfig(EulerConfig, json);
  const { timesteps, sigmas } = eulerSchedule(config, steps);
  const first = firstStep(steps, strength);
  const run = { sigmas: sigmas.slice(first, steps + 1), prediction: PREDICTIONS[config.prediction_type] };
  return {
    timesteps: timesteps.slice(first),
    initNoiseSigma: initialSigma(config.timestep_spacing, sigmas),
    stochastic: false,
    addNoise: (clean, noise) => linear([1, clean], [run.sigmas[0]!, noise]),
    sample: (denoise, latents, _noise, onStep) => sampleEuler(run, denoise, latents, onStep),
  };
};

/** diffusers: 'leading' does not start at the largest sigma, so the clean picture is counted in. */
export function initialSigma(spacing: string, sigmas: Float32Array): number {
  const largest = Math.max(...sigmas);
  return spacing === 'leading' ? Math.sqrt(largest ** 2 + 1) : largest;
}

function eulerSchedule(config: z.output<typeof EulerConfig>, steps: number) {
  const table = sigmasOf(positiveAlphaBars(config));
  const spaced = fractionalTimesteps(config, steps);
  const plain = BETWEEN[config.interpolation_type](table, spaced);
  const ramped = rampedSigmas(config, plain[0]!, plain.at(-1)!, steps);
  const sigmas = Float32Array.of(...(ramped ?? plain), finalSigma(config, table));
  if (config.timestep_type === 'continuous' && config.prediction_type === 'v_prediction') {
    return { timesteps: Array.from(sigmas.subarray(0, steps), (sigma) => Math.fround(Math.log(sigma) / 4)), sigmas };
  }
  return { timesteps: ramped?.map((sigma) => Math.fround(timestepOfSigma(sigma, table))) ?? spaced, sigmas };
}

/** Sigmas of timesteps that may lie between those of training. diffusers' log_linear ignores the timesteps. */
const BETWEEN: Record<'linear' | 'log_linear', (table: Float32Array, timesteps: readonly number[]) => number[]> = {
  linear: (table, timesteps) => timesteps.map((t) => interpolate(table, t)),
  log_linear: (table, timesteps) =>
    [...linspaceF32(Math.log(table.at(-1)!), Math.log(table[0]!), timesteps.length + 1)].map(Math.exp),
};
