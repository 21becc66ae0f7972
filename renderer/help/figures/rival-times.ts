import type { MeasuredBaseline } from '../../../native-models/equal-time.ts';
import type { Run } from '../../../preload/contract/task.ts';

/** What a full run takes, for a rival to be reckoned from. */
export interface BaselineTimes extends MeasuredBaseline {
  /** Whether a run on record says so. */
  readonly measured: boolean;
}

/**
 * A run of so many calls as the latest baseline on record would be, made longer or shorter; without one, the UNet is all that takes
 * time, a second a call.
 * @param runs the latest first.
 */
export function timesOf(
  calls: number,
  runs: readonly Pick<Run, 'purpose' | 'seconds' | 'unetSeconds' | 'timings'>[],
): BaselineTimes {
  const run = runs.find(({ purpose, timings }) => purpose === 'baseline' && timings.length > 0);
  if (!run) return { calls, seconds: calls, unetSeconds: calls, measured: false };
  const unetSeconds = (run.unetSeconds / run.timings.length) * calls;
  return { calls, unetSeconds, seconds: unetSeconds + (run.seconds - run.unetSeconds), measured: true };
}
