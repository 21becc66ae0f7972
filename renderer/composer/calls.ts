import type { SamplerId } from '../../native-models/sampling/sampler.ts';

/** How many denoiser calls a run makes: PNDM makes one more than it has steps. */
export function callsOf(steps: number, scheduler: SamplerId): number {
  return scheduler === 'pndm' ? steps + 1 : steps;
}
