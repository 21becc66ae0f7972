/** How many plain steps take the time that a strategy took: the honest rival of its speed-up. */

/** As much as is asked of a measured run: its denoiser calls, and seconds of all of it and of the UNet alone. */
export interface MeasuredBaseline {
  readonly calls: number;
  readonly seconds: number;
  readonly unetSeconds: number;
}

/**
 * @param baseline the full run of `steps` steps; it may make a few calls more than steps (PNDM makes one).
 * @param seconds what the strategy's whole generation took.
 * @param strength of image-to-image, which makes that share of its steps: the last ones.
 */
export function plainStepsFor(baseline: MeasuredBaseline, steps: number, seconds: number, strength = 1): number {
  const { calls, unetSeconds } = baseline;
  const made = Math.trunc(steps * strength);
  const besidesTheUnet = baseline.seconds - unetSeconds;
  const affordable = (seconds - besidesTheUnet) / (unetSeconds / calls);
  const wanted = Math.min(made, Math.max(1, Math.round(affordable) - (calls - made)));
  return Math.min(steps, stepsThatMake(wanted, strength));
}

/** The fewest steps of which so many are made. */
function stepsThatMake(wanted: number, strength: number): number {
  let steps = Math.floor(wanted / strength);
  while (Math.trunc(steps * strength) < wanted) steps += 1;
  return steps;
}
