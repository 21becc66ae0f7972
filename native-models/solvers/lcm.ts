import { z } from 'zod';
import { RequestError } from '../errors.ts';
import { whole } from '../read-config.ts';
import { CONFIG_LIMITS } from '../config-limits.ts';
import { clipping, noiseSchedule, thresholding, zeroSnr } from './config-keys.ts';
import type { LimitX0 } from './limit-x0.ts';
import { limitX0 } from './limit-x0.ts';
import { linear } from './linear.ts';
import type { NoiseLevel } from './noise-schedule.ts';
import { alphaBars, levelOfAlphaBar } from './noise-schedule.ts';
import { linspace } from './numeric.ts';
import type { Prediction } from './prediction.ts';
import { predictionFor } from './prediction.ts';
import type { Denoise } from './sampler.ts';
import { parseSchedulerConfig } from './scheduler-config.ts';
import { firstStep } from './timesteps.ts';
import type { OnStep, Scheduler } from './scheduler.ts';
import { alphaBarAt } from './scheduler.ts';

export const LcmConfig = z.object({
  ...noiseSchedule,
  ...zeroSnr,
  ...thresholding,
  ...clipping,
  beta_start: noiseSchedule.beta_start.unwrap().default(0.00085),
  beta_end: noiseSchedule.beta_end.unwrap().default(0.012),
  beta_schedule: noiseSchedule.beta_schedule.unwrap().default('scaled_linear'),
  original_inference_steps: whole(CONFIG_LIMITS.trainTimesteps).default(50),
  clip_sample: z.boolean().default(false),
  timestep_scaling: z.number().gt(0).max(1e6).default(10),
});

type Config = z.output<typeof LcmConfig>;

interface LcmRun {
  readonly timesteps: readonly number[];
  readonly levels: readonly NoiseLevel[];
  readonly scaling: number;
  readonly prediction: Prediction;
  readonly limit: LimitX0;
  readonly noise: () => Float32Array;
}

/** Multistep latent consistency sampling (Luo et al. 2023, arXiv 2310.04378, Alg. 3); diffusers' LCMScheduler. */
async function sampleLcm(run: LcmRun, denoise: Denoise, x: Float32Array, onStep?: OnStep) {
  for (const [call, level] of run.levels.entries()) {
    const x0 = run.limit(run.prediction.x0(await denoise(x, call), x, level));
    const { skip, out } = boundary(run.timesteps[call]! * run.scaling);
    const consistent = linear([out, x0], [skip, x]);
    const next = run.levels[call + 1];
    x = next ? linear([next.alpha, consistent], [next.sigma, run.noise()]) : consistent;
    onStep?.(call, x);
  }
  return x;
}

/** c_skip and c_out, which make the consistency function the identity at time 0 (arXiv 2310.04378, Eq. 9). */
function boundary(time: number) {
  const sigmaData = 0.5;
  const norm = time ** 2 + sigmaData ** 2;
  return { skip: sigmaData ** 2 / norm, out: time / Math.sqrt(norm) };
}

export const lcm: Scheduler = (json, { steps, strength, batch }) => {
  const config = parseSchedulerConfig(LcmConfig, json);
  const alphaBar = alphaBars(config);
  const timesteps = lcmTimesteps(config, steps).slice(firstStep(steps, strength));
  const levels = timesteps.map((t) => levelOfAlphaBar(alphaBarAt(alphaBar, t)));
  const prediction = predictionFor(config.prediction_type, levels[0]!);
  const run = { timesteps, levels, scaling: config.timestep_scaling, prediction, limit: limitX0(config, batch) };
  return {
    timesteps,
    initNoiseSigma: 1,
    stochastic: true,
    addNoise: (clean, noise) => linear([levels[0]!.alpha, clean], [levels[0]!.sigma, noise]),
    sample: (denoise, latents, noise, onStep) => sampleLcm({ ...run, noise }, denoise, latents, onStep),
  };
};

/** Evenly taken from the `original_inference_steps` timesteps that the consistency model was distilled on. */
function lcmTimesteps({ original_inference_steps: original, num_train_timesteps }: Config, steps: number): number[] {
  if (steps > original) {
    throw new RequestError(`LCM: ${steps} steps, but the model was distilled on ${original}: take at most ${original}`);
  }
  const skip = Math.floor(num_train_timesteps / original);
  const distilled = Array.from({ length: original }, (_, i) => (original - i) * skip - 1);
  return linspace(0, original, steps + 1)
    .slice(0, -1)
    .map((index) => distilled[Math.floor(index)]!);
}
