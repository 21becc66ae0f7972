import { z } from 'zod';
import { clipping, noiseSchedule, spacing, thresholding, zeroSnr } from './config-keys.ts';
import type { LimitX0 } from './limit-x0.ts';
import { limitX0 } from './limit-x0.ts';
import { linear } from './linear.ts';
import type { NoiseLevel } from './noise-schedule.ts';
import { alphaBars, levelOfAlphaBar } from './noise-schedule.ts';
import type { Prediction } from './prediction.ts';
import { predictionFor } from './prediction.ts';
import type { Denoise } from './sampler.ts';
import { parseSchedulerConfig } from './scheduler-config.ts';
import { firstStep, spacedTimesteps } from './timesteps.ts';
import type { OnStep, Scheduler } from './scheduler.ts';
import { alphaBarAt } from './scheduler.ts';

export const DdimConfig = z.object({
  ...noiseSchedule,
  ...zeroSnr,
  ...thresholding,
  ...clipping,
  timestep_spacing: spacing.default('leading'),
  set_alpha_to_one: z.boolean().default(true),
  clip_sample: z.boolean().default(true),
});

interface DdimRun {
  /** Noise level before and after each call. */
  readonly levels: readonly (readonly [now: NoiseLevel, next: NoiseLevel])[];
  readonly prediction: Prediction;
  readonly limit: LimitX0;
}

/** DDIM (Song et al. 2020, arXiv 2010.02502, Eq. 12 with sigma = 0); diffusers' DDIMScheduler with eta 0. */
async function sampleDdim({ levels, prediction, limit }: DdimRun, denoise: Denoise, x: Float32Array, onStep?: OnStep) {
  for (const [call, [now, next]] of levels.entries()) {
    const output = await denoise(x, call);
    const x0 = limit(prediction.x0(output, x, now));
    const eps = prediction.eps(output, x, now);
    x = linear([next.alpha, x0], [next.sigma, eps]);
    onStep?.(call, x);
  }
  return x;
}

export const ddim: Scheduler = (json, { steps, strength, batch }) => {
  const config = parseSchedulerConfig(DdimConfig, json);
  const alphaBar = alphaBars(config);
  const stride = Math.floor(config.num_train_timesteps / steps);
  const lastAlphaBar = config.set_alpha_to_one ? 1 : alphaBarAt(alphaBar, 0);
  const timesteps = spacedTimesteps(config, steps).slice(firstStep(steps, strength));
  const levels = timesteps.map((t) => {
    const next = t - stride >= 0 ? alphaBarAt(alphaBar, t - stride) : lastAlphaBar;
    return [levelOfAlphaBar(alphaBarAt(alphaBar, t)), levelOfAlphaBar(next)] as const;
  });
  const start = levels[0]![0];
  const prediction = predictionFor(config.prediction_type, start);
  const run = { levels, prediction, limit: limitX0(config, batch) };
  return {
    timesteps,
    initNoiseSigma: 1,
    stochastic: false,
    addNoise: (clean, noise) => linear([start.alpha, clean], [start.sigma, noise]),
    sample: (denoise, latents, _noise, onStep) => sampleDdim(run, denoise, latents, onStep),
  };
};
