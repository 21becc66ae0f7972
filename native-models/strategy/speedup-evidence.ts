/** What a run and its baseline, as they were timed, tell of a speed-up: so runs of any age can be judged. */
import type { StepKind } from '../vocabulary.ts';
import { median } from '../median.ts';
import type { SpeedupEvidence } from './doubtful-speedup.ts';
import { DEFAULT_PRECISION } from './precision.ts';
import type { Strategy } from './strategy.ts';

interface CallTime {
  readonly step: StepKind;
  readonly seconds: number;
}

/** Times in seconds: of the whole run, of its denoiser calls together, and of each. */
export interface TimedRun {
  readonly seconds: number;
  readonly unetSeconds: number;
  readonly timings: readonly CallTime[];
}

/** With fewer full calls their quartiles say little. */
const ENOUGH_CALLS = 6;

/**
 * @param run its `idealSpeedup` is by MACs, as the engine gives it; of plain sampling it is the baseline's calls over its own.
 * @returns null where a clock that stood still leaves nothing to say.
 */
export function speedupEvidence(
  run: TimedRun & { readonly strategy: Strategy | null; readonly idealSpeedup: number },
  baseline: TimedRun,
): SpeedupEvidence | null {
  const { strategy } = run;
  if (run.seconds === 0 || baseline.seconds === 0) return null;
  const [own, full] = [fullCalls(run), fullCalls(baseline)];
  return {
    speedup: baseline.seconds / run.seconds,
    idealSpeedup: run.idealSpeedup,
    precision: strategy?.precision ?? DEFAULT_PRECISION,
    unetShare: Math.min(1, baseline.unetSeconds / baseline.seconds),
    fullCall: own.length > 0 && full.length > 0 && computesTheSame(strategy) ? median(own) / median(full) : null,
    unevenness: unevennessOf([full, strategy?.switching.length ? [] : own]),
  };
}

/** Of the more uneven of these. */
function unevennessOf(runs: readonly (readonly number[])[]): number | null {
  const enough = runs.filter((calls) => calls.length >= ENOUGH_CALLS);
  return enough.length === 0 ? null : Math.max(...enough.map((calls) => middleHalf(calls) / median(calls)));
}

/** From the median of the quicker half to that of the slower one. */
function middleHalf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return median(sorted.slice(-half)) - median(sorted.slice(0, half));
}

/** Whether a full call of the strategy is one of the baseline: by the same UNet, with the same arithmetic. */
function computesTheSame(strategy: Strategy | null): boolean {
  if (!strategy) return true;
  return strategy.precision === DEFAULT_PRECISION && strategy.switching.length === 0;
}

function fullCalls({ timings }: TimedRun): readonly number[] {
  // A call that took no time was not timed.
  return timings.filter(({ step, seconds }) => step === 'full' && seconds > 0).map(({ seconds }) => seconds);
}
