import { z } from 'zod';
import { noiseSchedule, spacing } from './config-keys.ts';
import { linear } from './linear.ts';
import { alphaBars, levelOfAlphaBar } from './noise-schedule.ts';
import type { Prediction } from './prediction.ts';
import { PREDICTIONS } from './prediction.ts';
import type { Denoise } from './sampler.ts';
import { parseSchedulerConfig } from './scheduler-config.ts';
import { firstStep, spacedTimesteps } from './timesteps.ts';
import type { OnStep, Scheduler } from './scheduler.ts';
import { alphaBarAt } from './scheduler.ts';

export const PndmConfig = z.object({
  ...noiseSchedule,
  timestep_spacing: spacing.default('leading'),
  set_alpha_to_one: z.boolean().default(false),
  /** diffusers' own default is false; Stable Diffusion's files say true, and so does choosing PNDM here. */
  skip_prk_steps: z.literal(true).default(true),
});

interface PndmRun {
  readonly timesteps: readonly number[];
  /** Training timesteps between two steps. */
  readonly stride: number;
  readonly alphaBar: (timestep: number) => number;
  readonly prediction: Prediction;
}

/** Linear multistep weights of outputs, newest first (Liu et al. 2022, arXiv 2202.09778, Eq. 12, and its lower orders). */
const PLMS = [[1], [3 / 2, -1 / 2], [23 / 12, -16 / 12, 5 / 12], [55 / 24, -59 / 24, 37 / 24, -9 / 24]] as const;

/**
 * PLMS: PNDM without its Runge-Kutta warm-up (diffusers' PNDMScheduler with skip_prk_steps). The first step is made
 * twice, the second time with the mean of the outputs at both of its ends: so N steps are N+1 calls.
 */
async function samplePndm(run: PndmRun, denoise: Denoise, x: Float32Array, onStep?: OnStep) {
  const start = x;
  let outputs: Float32Array[] = [];
  for (const [call, t] of run.timesteps.entries()) {
    const output = await denoise(x, call);
    if (call === 1) {
      const mean = linear([1 / 2, output], [1 / 2, outputs[0]!]);
      x = transfer(run, mean, start, t + run.stride, t);
    } else {
      outputs = [output, ...outputs].slice(0, 4);
      const weights = PLMS[outputs.length - 1]!;
      x = transfer(run, linear(...outputs.map((e, i) => [weights[i]!, e] as const)), x, t, t - run.stride);
    }
    onStep?.(call, x);
  }
  return x;
}

/** PNDM's transfer (arXiv 2202.09778, Eq. 9): x at `from` to x at `to` along a noise prediction. */
function transfer(run: PndmRun, output: Float32Array, x: Float32Array, from: number, to: number): Float32Array {
  const [a, b] = [run.alphaBar(from), run.alphaBar(to)];
  const eps = run.prediction.eps(output, x, levelOfAlphaBar(a));
  return linear([Math.sqrt(b / a), x], [-(b - a) / (a * Math.sqrt(1 - b) + Math.sqrt(a * (1 - a) * b)), eps]);
}

export const pndm: Scheduler = (json, { steps, strength }) => {
  const config = parseSchedulerConfig(PndmConfig, json);
  const table = alphaBars(config);
  const lastAlphaBar = config.set_alpha_to_one ? 1 : alphaBarAt(table, 0);
  const alphaBar = (t: number) => (t >= 0 ? alphaBarAt(table, t) : lastAlphaBar);
  const [first, second, ...others] = spacedTimesteps(config, steps);
  const all = second === undefined ? [first!] : [first!, second, second, ...others];
  const timesteps = all.slice(firstStep(steps, strength));
  const stride = Math.floor(config.num_train_timesteps / steps);
  const run = { timesteps, stride, alphaBar, prediction: PREDICTIONS[config.prediction_type] };
  const level = levelOfAlphaBar(alphaBar(timesteps[0]!));
  return {
    timesteps,
    initNoiseSigma: 1,
    stochastic: false,
    addNoise: (clean, noise) => linear([level.alpha, clean], [level.sigma, noise]),
    sample: (denoise, latents, _noise, onStep) => samplePndm(run, denoise, latents, onStep),
  };
};
