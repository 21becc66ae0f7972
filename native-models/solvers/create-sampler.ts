import { RequestError } from '../errors.ts';
import type { SamplerId } from '../vocabulary.ts';
import type { Sampler } from './sampler.ts';
import { ddim } from './ddim.ts';
import { dpmpp2m } from './dpmpp-2m.ts';
import { euler } from './euler.ts';
import { eulerAncestral } from './euler-ancestral.ts';
import { lcm } from './lcm.ts';
import { pndm } from './pndm.ts';
import type { RunOptions, Scheduler } from './scheduler.ts';

const SCHEDULERS: Record<SamplerId, Scheduler> = {
  pndm,
  ddim,
  euler,
  'euler-ancestral': eulerAncestral,
  'dpmpp-2m': dpmpp2m(false),
  'dpmpp-2m-karras': dpmpp2m(true),
  lcm,
};

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
  return { id, ...SCHEDULERS[id](config, { steps, strength, batch }) };
}

const SAMPLER_OF_CLASS = new Map<unknown, SamplerId>(
  Object.entries({
    PNDMScheduler: 'pndm',
    DDIMScheduler: 'ddim',
    EulerDiscreteScheduler: 'euler',
    EulerAncestralDiscreteScheduler: 'euler-ancestral',
    DPMSolverMultistepScheduler: 'dpmpp-2m',
    LCMScheduler: 'lcm',
  } as const),
);

/** The scheduler a checkpoint's scheduler_config.json names; null when it is none of ours (the caller says what it takes). */
export function samplerFor(config: unknown): SamplerId | null {
  const { _class_name: name, use_karras_sigmas: karras } = Object(config) as Record<string, unknown>;
  const id = SAMPLER_OF_CLASS.get(name) ?? null;
  return id === 'dpmpp-2m' && karras === true ? 'dpmpp-2m-karras' : id;
}
