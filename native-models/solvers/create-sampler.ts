import { RequestError } from '../errors.ts';
import { SCHEDULERS } from '../schedulers.ts';
import { SAMPLER_IDS, type SamplerId } from '../vocabulary.ts';
import type { Sampler } from './sampler.ts';
import type { RunOptions } from './scheduler.ts';
import { SOLVERS } from './solvers.ts';

export type SamplerOptions = Partial<Omit<RunOptions, 'steps'>>;

/**
 * A scheduler for one run, as diffusers' `XScheduler.from_config(...)` and `set_timesteps(steps)` give it.
 * @param config scheduler_config.json of the checkpoint, whichever class wrote it; it is taken as it stands (see
 *   `stableDiffusionConfig` for what Stable Diffusion pipelines correct in it).
 */
export function createSampler(id: SamplerId, config: unknown, steps: number, options: SamplerOptions = {}): Sampler {
  const { strength = 1, batch = 1 } = options;
  if (!Number.isInteger(steps) || steps < 1)
    throw new RequestError(`steps: expected a whole number from 1, found ${steps}`);
  if (!(strength > 0 && strength <= 1))
    throw new RequestError(`strength: expected more than 0, at most 1, found ${strength}`);
  return { id, ...SOLVERS[id](config, { steps, strength, batch }) };
}

/** The scheduler a checkpoint's scheduler_config.json names; null when it is none of ours (the caller says what it takes). */
export function samplerFor(config: unknown): SamplerId | null {
  const { _class_name: name, use_karras_sigmas: karras } = Object(config) as Record<string, unknown>;
  const ofClass = SAMPLER_IDS.filter((id) => SCHEDULERS[id].diffusersClass === name);
  return ofClass.find((id) => (SCHEDULERS[id].karras ?? false) === (karras === true)) ?? ofClass[0] ?? null;
}

/** Takes the place of a scheduler that we lack: diffusers' default for Stable Diffusion. */
export const STAND_IN: SamplerId = 'pndm';

/**
 * What to tell of a run whose scheduler takes the place of the checkpoint's own; null where it does not.
 * @param taken what the run samples with: another choice than the stand-in was somebody's.
 */
export function replacedScheduler(config: unknown, taken: SamplerId): string | null {
  const { _class_name: name } = Object(config) as Record<string, unknown>;
  if (typeof name !== 'string' || taken !== STAND_IN || samplerFor(config) !== null) return null;
  return `the model's own scheduler is ${name}, which Heirloom lacks: ${taken} takes its place`;
}
