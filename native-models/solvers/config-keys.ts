/**
 * Keys of scheduler_config.json that several of diffusers' scheduler classes share, with their defaults; a scheduler's file puts
 * its schema together from them. `XScheduler.from_config(other.config)` hands over the keys that are in the file and that X knows; X's
 * own defaults fill the rest. A schema per class does the same.
 */
import { z } from 'zod';
import { BETA_SCHEDULES } from './noise-schedule.ts';
import { PREDICTION_TYPES } from './prediction.ts';
import { TIMESTEP_SPACINGS } from './timesteps.ts';

export const noiseSchedule = {
  num_train_timesteps: z.int().positive().default(1000),
  beta_start: z.number().positive().default(0.0001),
  beta_end: z.number().positive().default(0.02),
  beta_schedule: z.enum(BETA_SCHEDULES).default('linear'),
  trained_betas: z.array(z.number()).min(1).optional(),
  prediction_type: z.enum(PREDICTION_TYPES).default('epsilon'),
  steps_offset: z.int().nonnegative().default(0),
};
export const zeroSnr = { rescale_betas_zero_snr: z.boolean().default(false) };
export const thresholding = {
  thresholding: z.boolean().default(false),
  dynamic_thresholding_ratio: z.number().min(0).max(1).default(0.995),
  sample_max_value: z.number().positive().default(1),
};
export const clipping = { clip_sample_range: z.number().positive().default(1) };
export const spacing = z.enum(TIMESTEP_SPACINGS);
export const karras = {
  use_karras_sigmas: z.boolean().default(false),
  use_exponential_sigmas: z.boolean().default(false),
  use_beta_sigmas: z.literal(false).default(false),
  sigma_min: z.number().nonnegative().optional(),
  sigma_max: z.number().positive().optional(),
  final_sigmas_type: z.enum(['zero', 'sigma_min']).default('zero'),
};
