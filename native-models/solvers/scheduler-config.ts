import { z } from 'zod';
import { UnsupportedConfigError } from '../errors.ts';
import { shown } from '../key-table.ts';
import { wantedBy } from '../read-config.ts';
import { linesOfIssues } from '../zod-words.ts';

/** What to do about a value that is refused, where the key alone does not tell. */
const REMEDIES: Record<string, string> = {
  prediction_type: 'Only checkpoints that predict epsilon or v can be sampled.',
  skip_prk_steps: "The Runge-Kutta warm-up is not implemented: set it to true, as Stable Diffusion's files do.",
  algorithm_type: 'Choose another scheduler, or set it to dpmsolver++.',
  solver_order: 'Set it to 2, or choose another scheduler.',
  variance_type: 'Correct the file, or choose another scheduler, which does not read it.',
  use_flow_sigmas: 'Flow-matching checkpoints are not supported.',
};

/** Reads `json` as one scheduler class: null and unknown keys are left out, and an error says what to do. */
export function parseSchedulerConfig<Schema extends z.ZodType>(schema: Schema, json: unknown): z.output<Schema> {
  const config = z.record(z.string(), z.unknown()).safeParse(json);
  if (!config.success) throw new UnsupportedConfigError('scheduler_config.json: expected a JSON object');
  refuseFlowMatching(config.data);
  const result = schema.safeParse(handedOver(config.data));
  if (result.success) return result.data;
  throw new UnsupportedConfigError(linesOfIssues(result.error.issues, (issue) => describe(issue, config.data)));
}

/** Keys whose value was only the default of the class that wrote the file are not handed over; null means "not given". */
function handedOver(config: Record<string, unknown>): Record<string, unknown> {
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
  const found = shown(config[key]);
  return `scheduler_config.json: ${key} is ${found}; ${wantedBy(issue)}. ${REMEDIES[key] ?? 'Correct the file.'}`;
}

/**
 * What StableDiffusionPipeline makes of a scheduler's configuration: `steps_offset` 1 and no clipping of latents, whatever an
 * outdated file says.
 */
export function stableDiffusionConfig(json: unknown): unknown {
  return typeof json === 'object' && json !== null ? { ...json, steps_offset: 1, clip_sample: false } : json;
}
