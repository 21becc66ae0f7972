import { z } from 'zod';
import { UnsupportedConfigError } from '../errors.ts';
import { BETA_SCHEDULES } from './noise-schedule.ts';
import { PREDICTION_TYPES } from './prediction.ts';
import { TIMESTEP_SPACINGS } from './timesteps.ts';

/**
 * scheduler_config.json, read as one of diffusers' scheduler classes. `XScheduler.from_config(other.config)` hands over
 * the keys that are in the file and that X knows; X's own defaults fill the rest. A schema per class does the same.
 */
const noiseSchedule = {
  num_train_timesteps: z.int().positive().default(1000),
  beta_start: z.number().positive().default(0.0001),
  beta_end: z.number().positive().default(0.02),
  beta_schedule: z.enum(BETA_SCHEDULES).default('linear'),
  trained_betas: z.array(z.number()).min(1).optional(),
  prediction_type: z.enum(PREDICTION_TYPES).default('epsilon'),
  steps_offset: z.int().nonnegative().default(0),
};
const zeroSnr = { rescale_betas_zero_snr: z.boolean().default(false) };
const thresholding = {
  thresholding: z.boolean().default(false),
  dynamic_thresholding_ratio: z.number().min(0).max(1).default(0.995),
  sample_max_value: z.number().positive().default(1),
};
const clipping = { clip_sample_range: z.number().positive().default(1) };
const spacing = z.enum(TIMESTEP_SPACINGS);
const karras = {
  use_karras_sigmas: z.boolean().default(false),
  use_exponential_sigmas: z.boolean().default(false),
  use_beta_sigmas: z.literal(false).default(false),
  sigma_min: z.number().nonnegative().optional(),
  sigma_max: z.number().positive().optional(),
  final_sigmas_type: z.enum(['zero', 'sigma_min']).default('zero'),
};

export const PndmConfig = z.object({
  ...noiseSchedule,
  timestep_spacing: spacing.default('leading'),
  set_alpha_to_one: z.boolean().default(false),
  /** diffusers' own default is false; Stable Diffusion's files say true, and so does choosing PNDM here. */
  skip_prk_steps: z.literal(true).default(true),
});

export const DdimConfig = z.object({
  ...noiseSchedule,
  ...zeroSnr,
  ...thresholding,
  ...clipping,
  timestep_spacing: spacing.default('leading'),
  set_alpha_to_one: z.boolean().default(true),
  clip_sample: z.boolean().default(true),
});

export const EulerConfig = z.object({
  ...noiseSchedule,
  ...zeroSnr,
  ...karras,
  timestep_spacing: spacing.default('linspace'),
  timestep_type: z.enum(['discrete', 'continuous']).default('discrete'),
  interpolation_type: z.enum(['linear', 'log_linear']).default('linear'),
});

export const EulerAncestralConfig = z.object({
  ...noiseSchedule,
  ...zeroSnr,
  timestep_spacing: spacing.default('linspace'),
});

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
  lambda_min_clipped: z.number().or(z.literal(-Infinity)).default(-Infinity),
});

export const LcmConfig = z.object({
  ...noiseSchedule,
  ...zeroSnr,
  ...thresholding,
  ...clipping,
  beta_start: noiseSchedule.beta_start.unwrap().default(0.00085),
  beta_end: noiseSchedule.beta_end.unwrap().default(0.012),
  beta_schedule: noiseSchedule.beta_schedule.unwrap().default('scaled_linear'),
  original_inference_steps: z.int().positive().default(50),
  clip_sample: z.boolean().default(false),
  timestep_scaling: z.number().positive().default(10),
});

/** What to do about a value that is refused, where the key alone does not tell. */
const REMEDIES: Record<string, string> = {
  prediction_type: 'Only checkpoints that predict epsilon or v can be sampled.',
  skip_prk_steps: "The Runge-Kutta warm-up is not implemented: set it to true, as Stable Diffusion's files do.",
  algorithm_type: 'Choose another scheduler, or set it to dpmsolver++.',
  solver_order: 'Set it to 2, or choose another scheduler.',
  use_flow_sigmas: 'Flow-matching checkpoints are not supported.',
};

/** Reads `json` as one scheduler class: null and unknown keys are left out, and an error says what to do. */
export function parseSchedulerConfig<Schema extends z.ZodType>(schema: Schema, json: unknown): z.output<Schema> {
  const config = z.record(z.string(), z.unknown()).safeParse(json);
  if (!config.success) throw new UnsupportedConfigError('scheduler_config.json: expected a JSON object');
  refuseFlowMatching(config.data);
  const result = schema.safeParse(carriedOver(config.data));
  if (result.success) return result.data;
  throw new UnsupportedConfigError(result.error.issues.map((issue) => describe(issue, config.data)).join('\n'));
}

/** Keys whose value was only the default of the class that wrote the file are not handed over; null means "not given". */
function carriedOver(config: Record<string, unknown>): Record<string, unknown> {
  const defaulted = new Set(Array.isArray(config['_use_default_values']) ? config['_use_default_values'] : []);
  return Object.fromEntries(Object.entries(config).filter(([key, value]) => value !== null && !defaulted.has(key)));
}

function refuseFlowMatching(config: Record<string, unknown>): void {
  const name = config['_class_name'];
  if (typeof name !== 'string' || !/Flow/.test(name)) return;
  throw new UnsupportedConfigError(
    `scheduler_config.json: ${name} belongs to a flow-matching checkpoint, which is not supported`,
  );
}

function describe(issue: z.core.$ZodIssue, config: Record<string, unknown>): string {
  const key = String(issue.path[0] ?? '');
  const wanted = issue.code === 'invalid_value' ? `expected ${issue.values.join(' or ')}` : issue.message;
  const found = JSON.stringify(config[key]);
  return `scheduler_config.json: ${key} is ${found}; ${wanted}. ${REMEDIES[key] ?? 'Correct the file.'}`;
}

/**
 * What StableDiffusionPipeline makes of a scheduler's configuration: `steps_offset` 1 and no clipping of latents, whatever an
 * outdated file says.
 */
export function stableDiffusionConfig(json: unknown): unknown {
  return typeof json === 'object' && json !== null ? { ...json, steps_offset: 1, clip_sample: false } : json;
}
