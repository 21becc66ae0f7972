/** How many plain steps take the time that a strategy took: the honest rival of its speed-up. */
import type { Measurements } from './measurements.ts';

/**
 * @param baseline the full run of `steps` steps; it may make a few calls more than steps (PNDM makes one).
 * @param seconds what the strategy's whole generation took.
 */
export function plainStepsFor(baseline: Measurements, steps: number, seconds: number): number {
  const { calls, unetSeconds } = baseline;
  const besidesTheUnet = baseline.seconds - unetSeconds;
  const affordable = (seconds - besidesTheUnet) / (unetSeconds / calls);
  return Math.min(steps, Math.max(1, Math.round(affordable) - (calls - steps)));
}
