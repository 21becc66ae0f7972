import { linear } from '../linear.ts';
import type { NoiseLevel } from '../noise-schedule.ts';
import { alphaBars, levelOfAlphaBar } from '../noise-schedule.ts';
import type { Prediction } from '../prediction.ts';
import { PREDICTIONS } from '../prediction.ts';
import type { Denoise } from '../sampler.ts';
import { DdimConfig, parseSchedulerConfig } from '../scheduler-config.ts';
import { firstStep, spacedTimesteps } from '../timesteps.ts';
import type { OnStep, Scheduler } from './scheduler.ts';
import { alphaBarAt } from './scheduler.ts';

interface DdimRun {
  /** Noise level before and after each call. */
  readonly levels: readonly (readonly [now: NoiseLevel, next: NoiseLevel])[];
  readonly prediction: Prediction;
  readonly clip: (x0: Float32Array) => Float32Array;
}

/** DDIM (Song et al. 2020, arXiv 2010.02502, Eq. 12 with sigma = 0); diffusers' DDIMScheduler with eta 0. */
async function sampleDdim({ levels, prediction, clip }: DdimRun, denoise: Denoise, x: Float32Array, onStep?: OnStep) {
  for (const [call, [now, next]] of levels.entries()) {
    const output = await denoise(x, call);
    const x0 = clip(prediction.x0(output, x, now));
    const eps = prediction.eps(output, x, now);
    x = linear([next.alpha, x0], [next.sigma, eps]);
    onStep?.(call, x);
  }
  return x;
}

export const ddim: Scheduler = (json, steps, strength) => {
  const config = parseSchedulerConfig(DdimConfig, json);
  const alphaBar = alphaBars(config);
  const stride = Math.floor(config.num_train_timesteps / steps);
  const lastAlphaBar = config.set_alpha_to_one ? 1 : alphaBarAt(alphaBar, 0);
  const timesteps = spacedTimesteps(config, steps).slice(firstStep(steps, strength));
  const levels = timesteps.map((t) => {
    const next = t - stride >= 0 ? alphaBarAt(alphaBar, t - stride) : lastAlphaBar;
    return [levelOfAlphaBar(alphaBarAt(alphaBar, t)), levelOfAlphaBar(next)] as const;
  });
  const run = { levels, prediction: PREDICTIONS[config.prediction_type], clip: clipTo(config) };
  const start = levels[0]![0];
  return {
    timesteps,
    initNoiseSigma: 1,
    stochastic: false,
    addNoise: (clean, noise) => linear([start.alpha, clean], [start.sigma, noise]),
    sample: (denoise, latents, _noise, onStep) => sampleDdim(run, denoise, latents, onStep),
  };
};

/** Keeps a predicted x0 within the range of training data, where the file asks for it (latents have no such range). */
export function clipTo(config: { clip_sample: boolean; clip_sample_range: number }): DdimRun['clip'] {
  const limit = config.clip_sample_range;
  if (!config.clip_sample) return (x0) => x0;
  return (x0) => x0.map((value) => Math.min(Math.max(value, -limit), limit));
}
