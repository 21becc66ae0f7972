import { RequestError } from '../errors.ts';
import type { Sampler } from './sampler.ts';

/** One scheduler made ready for a run: reads scheduler_config.json its own way and gives all of a Sampler but the id. */
export type Scheduler = (config: unknown, run: RunOptions) => Omit<Sampler, 'id'>;

export interface RunOptions {
  readonly steps: number;
  /** Image-to-image: how much of the way is made, 0 < strength <= 1; 1 is text-to-image. */
  readonly strength: number;
  /** Pictures in the latents. */
  readonly batch: number;
}

export type OnStep = Parameters<Sampler['sample']>[3];

/** alphaBar at a timestep the network was trained with. */
export function alphaBarAt(alphaBar: Float32Array, timestep: number): number {
  const value = alphaBar[timestep];
  if (value !== undefined) return value;
  throw new RequestError(
    `timestep ${timestep} lies outside the ${alphaBar.length} the checkpoint was trained with: take fewer steps`,
  );
}
