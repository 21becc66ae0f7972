/** How many denoiser calls a run makes, for whoever has no sampler at hand; createSampler(...).timesteps is the truth that it is tested against. */
import type { SamplerId } from './vocabulary.ts';

/** Steps that are made: image-to-image (strength below 1) makes the last part of them, and may leave none. */
export function stepsMade(steps: number, strength = 1): number {
  return Math.min(steps, Math.trunc(steps * strength));
}

/** Calls of a run, none where no step is made. PNDM makes its first step twice. */
export function callsOf(steps: number, scheduler: SamplerId, strength = 1): number {
  const made = stepsMade(steps, strength);
  return scheduler === 'pndm' && steps > 1 && made > 0 ? made + 1 : made;
}
