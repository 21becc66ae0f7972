/** How many denoiser calls a run makes, for whoever has no sampler at hand; createSampler(...).timesteps is the truth that it is tested against. */
import { SCHEDULERS } from './schedulers.ts';
import type { SamplerId } from './vocabulary.ts';

/** Steps that are made: image-to-image (strength below 1) makes the last part of them, and may leave none. */
export function stepsMade(steps: number, strength = 1): number {
  return Math.min(steps, Math.trunc(steps * strength));
}

/** Calls of a run, none where no step is made. */
export function callsOf(steps: number, scheduler: SamplerId, strength = 1): number {
  const made = stepsMade(steps, strength);
  return made > 0 ? (SCHEDULERS[scheduler].calls?.(made, steps) ?? made) : 0;
}
