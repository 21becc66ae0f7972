import { UnsupportedConfigError } from '../errors.ts';
import { linspaceF32 } from './numeric.ts';

export const BETA_SCHEDULES = ['linear', 'scaled_linear', 'squaredcos_cap_v2'] as const;
export type BetaSchedule = (typeof BETA_SCHEDULES)[number];

/** x = alpha x0 + sigma eps with alpha^2 + sigma^2 = 1 (the papers' sqrt(alphaBar) and sqrt(1 - alphaBar)). */
export interface NoiseLevel {
  readonly alpha: number;
  readonly sigma: number;
}

export interface NoiseScheduleConfig {
  readonly num_train_timesteps: number;
  readonly beta_start: number;
  readonly beta_end: number;
  readonly beta_schedule: BetaSchedule;
  readonly trained_betas?: readonly number[] | undefined;
  readonly rescale_betas_zero_snr?: boolean;
}

/** The smallest alphaBar that solvers in sigma space put in place of 0, so that the first sigma is finite (2^-24: 4096). */
const SMALLEST_ALPHA_BAR = 2 ** -24;

/** Solvers divide by alphaBar and square what they get: below this that is no number of 32 bits. The cosine schedule ends at 2e-9. */
const LEAST_ALPHA_BAR = 1e-30;

const f32 = Math.fround;

/**
 * alphaBar of every training timestep. Rounded to f32 where diffusers rounds: 1 - alphaBar magnifies the difference.
 * @throws UnsupportedConfigError where betas are not one a timestep, or leave nothing of the picture.
 */
export function alphaBars(config: NoiseScheduleConfig): Float32Array {
  const betas = Float32Array.from(config.trained_betas ?? BETAS[config.beta_schedule](config));
  if (betas.length !== config.num_train_timesteps) {
    throw new UnsupportedConfigError(
      `scheduler_config.json: trained_betas has ${betas.length} betas, num_train_timesteps is ${config.num_train_timesteps}`,
    );
  }
  const bars = cumulativeAlphas(betas);
  const rescaled = config.rescale_betas_zero_snr ?? false;
  // The last of rescaled ones is to be 0, and leads back to the one before it.
  const dividedBy = rescaled ? bars.subarray(0, -1) : bars;
  const end = dividedBy.length === 0 ? 0 : dividedBy.findIndex((bar) => bar < LEAST_ALPHA_BAR);
  if (end >= 0) {
    throw new UnsupportedConfigError(
      `scheduler_config.json: its betas leave nothing of the picture from timestep ${end} on, and nothing leads back from there; ` +
        'give the beta_start and beta_end that the model was trained with',
    );
  }
  return rescaled ? cumulativeAlphas(rescaleToZeroTerminalSnr(betas)) : bars;
}

/** alphaBar for solvers that divide by it: a terminal alphaBar of 0 is raised to 2^-24, as diffusers does. */
export function positiveAlphaBars(config: NoiseScheduleConfig): Float32Array {
  const alphaBar = alphaBars(config);
  if (config.rescale_betas_zero_snr) alphaBar[alphaBar.length - 1] = SMALLEST_ALPHA_BAR;
  return alphaBar;
}

/** sigma = sqrt((1 - alphaBar) / alphaBar): the noise level in x = x0 + sigma eps (Karras et al. 2022). */
export function sigmasOf(alphaBar: Float32Array): Float32Array {
  return alphaBar.map((a) => f32(Math.sqrt(f32(f32(1 - a) / a))));
}

export function levelOfAlphaBar(alphaBar: number): NoiseLevel {
  return { alpha: Math.sqrt(alphaBar), sigma: Math.sqrt(1 - alphaBar) };
}

export function levelOfSigma(sigma: number): NoiseLevel {
  const alpha = 1 / Math.sqrt(sigma ** 2 + 1);
  return { alpha, sigma: sigma * alpha };
}

const BETAS: Record<BetaSchedule, (config: NoiseScheduleConfig) => ArrayLike<number>> = {
  linear: (c) => linspaceF32(c.beta_start, c.beta_end, c.num_train_timesteps),
  /** Latent diffusion's: linear in sqrt(beta). */
  scaled_linear: (c) =>
    linspaceF32(Math.sqrt(c.beta_start), Math.sqrt(c.beta_end), c.num_train_timesteps).map((root) => root ** 2),
  /** The cosine schedule of Nichol and Dhariwal 2021 (arXiv 2102.09672, Eq. 17), betas capped at 0.999. */
  squaredcos_cap_v2: ({ num_train_timesteps: n }) =>
    Float32Array.from({ length: n }, (_, i) => Math.min(1 - cosine((i + 1) / n) / cosine(i / n), 0.999)),
};

/** alphaBar of the cosine schedule over time 0..1. */
function cosine(t: number): number {
  return Math.cos((((t + 0.008) / 1.008) * Math.PI) / 2) ** 2;
}

function cumulativeAlphas(betas: Float32Array): Float32Array {
  let product = 1;
  return betas.map((beta) => (product *= f32(1 - beta)));
}

/** Lin et al. 2023 (arXiv 2305.08891), Algorithm 1: shift sqrt(alphaBar) so that the last is 0, keep the first. */
function rescaleToZeroTerminalSnr(betas: Float32Array): Float32Array {
  const root = cumulativeAlphas(betas).map(Math.sqrt);
  const [first, last] = [root[0]!, root.at(-1)!];
  const scale = f32(first / f32(first - last));
  const alphaBar = root.map((r) => f32(f32(r - last) * scale) ** 2);
  return alphaBar.map((a, t) => f32(1 - (t === 0 ? a : f32(a / alphaBar[t - 1]!))));
}
