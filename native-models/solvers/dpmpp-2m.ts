import { z } from 'zod';
import { karras, noiseSchedule, spacing, thresholding, zeroSnr } from './config-keys.ts';
import type { LimitX0 } from './limit-x0.ts';
import { limitX0 } from './limit-x0.ts';
import { linear } from './linear.ts';
import type { NoiseLevel } from './noise-schedule.ts';
import { levelOfSigma, positiveAlphaBars, sigmasOf } from './noise-schedule.ts';
import { interpolate, roundHalfToEven } from './numeric.ts';
import type { Prediction } from './prediction.ts';
import { PREDICTIONS } from './prediction.ts';
import type { Denoise } from './sampler.ts';
import { parseSchedulerConfig } from './scheduler-config.ts';
import { FIXED_VARIANCES } from './scheduler-keys.ts';
import { finalSigma, rampedSigmas, timestepOfSigma } from './sigmas.ts';
import { firstStep, spacedTimesteps, trailing } from './timesteps.ts';
import type { OnStep, Scheduler } from './scheduler.ts';

export const DpmSolverConfig = z.object({
  ...noiseSchedule,
  ...zeroSnr,
  ...thresholding,
  ...karras,
  timestep_spacing: spacing.default('linspace'),
  use_lu_lambdas: z.literal(false).default(false),
  use_flow_sigmas: z.literal(false).default(false),
  /** DEIS files say 'deis', which diffusers reads as DPM-Solver++. */
  algorithm_type: z.enum(['dpmsolver++', 'deis']).default('dpmsolver++'),
  solver_order: z.literal([1, 2]).default(2),
  /** UniPC's and DEIS' types stand for midpoint. */
  solver_type: z.enum(['midpoint', 'heun', 'logrho', 'bh1', 'bh2']).default('midpoint'),
  lower_order_final: z.boolean().default(true),
  euler_at_final: z.boolean().default(false),
  /** A UNet that predicts its variance gives twice the channels, which no Stable Diffusion pipeline reads. */
  variance_type: z.enum(FIXED_VARIANCES).optional(),
  lambda_min_clipped: z.number().or(z.literal(-Infinity)).default(-Infinity),
});

type Config = z.output<typeof DpmSolverConfig>;

interface DpmSolverRun {
  /** One more than there are calls. */
  readonly levels: readonly NoiseLevel[];
  readonly prediction: Prediction;
  readonly limit: LimitX0;
  /** Whether a call's update uses the one before it too. */
  readonly secondOrder: (call: number) => boolean;
  readonly heun: boolean;
}

/** lambda, half the log of the signal-to-noise ratio. */
const lambda = ({ alpha, sigma }: NoiseLevel) => Math.log(alpha) - Math.log(sigma);

/**
 * DPM-Solver++(2M) (Lu et al. 2022, arXiv 2211.01095, Alg. 2): `midpoint` as in the paper, `heun` its other second-order
 * correction; diffusers' DPMSolverMultistepScheduler. The last step, to sigma 0, has h = infinity and gives x0 itself.
 */
async function sampleDpmpp2m(run: DpmSolverRun, denoise: Denoise, x: Float32Array, onStep?: OnStep) {
  let previous: Float32Array | null = null;
  for (let call = 0; call + 1 < run.levels.length; call++) {
    const [now, next] = [run.levels[call]!, run.levels[call + 1]!];
    const x0 = run.limit(run.prediction.x0(await denoise(x, call), x, now));
    const h = lambda(next) - lambda(now);
    const gain = -next.alpha * Math.expm1(-h);
    const kept = next.sigma / now.sigma;
    if (previous && run.secondOrder(call)) {
      const r = (lambda(now) - lambda(run.levels[call - 1]!)) / h;
      const slope = (run.heun ? next.alpha * (Math.expm1(-h) / h + 1) : gain / 2) / r;
      x = linear([kept, x], [gain + slope, x0], [-slope, previous]);
    } else {
      x = linear([kept, x], [gain, x0]);
    }
    previous = x0;
    onStep?.(call, x);
  }
  return x;
}

/** With and without Karras' sigmas: the choice overrules the file's. */
export const dpmpp2m =
  (use_karras_sigmas: boolean): Scheduler =>
  (json, { steps, strength, batch }) => {
    const config = { ...parseSchedulerConfig(DpmSolverConfig, json), use_karras_sigmas };
    const { timesteps, sigmas } = dpmSolverSchedule(config, steps);
    const first = firstStep(steps, strength);
    const levels = Array.from(sigmas.subarray(first), levelOfSigma);
    const run: DpmSolverRun = {
      levels,
      prediction: PREDICTIONS[config.prediction_type],
      limit: limitX0(config, batch),
      secondOrder: (call) =>
        config.solver_order === 2 && !(call === levels.length - 2 && endsFirstOrder(config, timesteps.length)),
      heun: config.solver_type === 'heun',
    };
    return {
      timesteps: timesteps.slice(first),
      initNoiseSigma: 1,
      stochastic: false,
      addNoise: (clean, noise) => linear([levels[0]!.alpha, clean], [levels[0]!.sigma, noise]),
      sample: (denoise, latents, _noise, onStep) => sampleDpmpp2m(run, denoise, latents, onStep),
    };
  };

/** Few steps are steadier with a first-order last one, and one that ends at sigma 0 cannot be of second order. */
function endsFirstOrder(config: Config, steps: number): boolean {
  return config.euler_at_final || config.final_sigmas_type === 'zero' || (config.lower_order_final && steps < 15);
}

function dpmSolverSchedule(config: Config, steps: number) {
  const table = sigmasOf(positiveAlphaBars(config));
  const ramped = rampedSigmas(config, table.at(-1)!, table[0]!, steps);
  const round = config.use_karras_sigmas && config.beta_schedule !== 'squaredcos_cap_v2' ? roundHalfToEven : Math.trunc;
  const timesteps =
    ramped?.map((sigma) => round(timestepOfSigma(sigma, table))) ??
    dpmTimesteps(config, steps, unclipped(config, table));
  const sigmas = ramped ?? timesteps.map((t) => interpolate(table, t));
  return { timesteps, sigmas: Float32Array.of(...sigmas, finalSigma(config, table)) };
}

/** N steps of N + 1 spaced timesteps: the solver's last step ends at sigma 0 instead of a timestep. */
function dpmTimesteps(config: Config, steps: number, last: number): number[] {
  if (config.timestep_spacing === 'trailing') return trailing(last, config.num_train_timesteps, steps);
  return spacedTimesteps({ ...config, num_train_timesteps: last }, steps + 1).slice(0, -1);
}

/** How many training timesteps have a lambda of at least `lambda_min_clipped` (the cosine schedule ends far below). */
function unclipped(config: Config, sigmas: Float32Array): number {
  return sigmas.findLastIndex((sigma) => -Math.log(sigma) >= config.lambda_min_clipped) + 1;
}
