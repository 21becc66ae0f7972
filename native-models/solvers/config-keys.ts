/**
 * Keys of scheduler_config.json that several of diffusers' scheduler classes share, with their defaults; a scheduler's file puts
 * its schema together from them. `XScheduler.from_config(other.config)` hands over the keys that are in the file and that X knows; X's
 * own defaults fill the rest. A schema per class does the same.
 */
import { z } from 'zod';
import { between, whole } from '../read-config.ts';
import { CONFIG_LIMITS } from '../config-limits.ts';
import { BETA_SCHEDULES } from './noise-schedule.ts';
import { PREDICTION_TYPES } from './prediction.ts';
import { TIMESTEP_SPACINGS } from './timesteps.ts';

/** Less noise than this adds none in 32-bit floats, and schedules divide by it. */
const LEAST_BETA = 1e-7;
/** A share of noise that a timestep adds; at 1 nothing of the picture would be left, and nothing could be divided by what is. */
const beta = z.number().min(LEAST_BETA).lt(1);
/** Latents are about 1 in size. */
const bound = z.number().gt(0).max(1e6);
/** Sigmas, in multiples of the picture's own size: 14.6 at the noisy end of SD, 4096 with zero terminal SNR. */
const [MIN_NOISE, MOST_NOISE] = [1e-6, 1e6];

export const noiseSchedule = {
  /** Two at least: solvers look between neighbours. */
  num_train_timesteps: whole(CONFIG_LIMITS.trainTimesteps, 2).default(1000),
  beta_start: beta.default(0.0001),
  beta_end: beta.default(0.02),
  beta_schedule: z.enum(BETA_SCHEDULES).default('linear'),
  trained_betas: z.array(between(LEAST_BETA, 1)).min(1).max(CONFIG_LIMITS.trainTimesteps).optional(),
  prediction_type: z.enum(PREDICTION_TYPES).default('epsilon'),
  steps_offset: z.int().min(0).max(CONFIG_LIMITS.trainTimesteps).default(0),
};
export const zeroSnr = { rescale_betas_zero_snr: z.boolean().default(false) };
export const thresholding = {
  thresholding: z.boolean().default(false),
  dynamic_thresholding_ratio: z.number().min(0).max(1).default(0.995),
  sample_max_value: bound.default(1),
};
export const clipping = { clip_sample_range: bound.default(1) };
export const spacing = z.enum(TIMESTEP_SPACINGS);
export const karras = {
  use_karras_sigmas: z.boolean().default(false),
  use_exponential_sigmas: z.boolean().default(false),
  use_beta_sigmas: z.literal(false).default(false),
  sigma_min: between(0, MOST_NOISE).optional(),
  sigma_max: between(MIN_NOISE, MOST_NOISE).optional(),
  final_sigmas_type: z.enum(['zero', 'sigma_min']).default('zero'),
};
