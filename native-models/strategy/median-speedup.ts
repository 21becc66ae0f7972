/** Several measurements of one speed-up as one number. */
import { median } from '../median.ts';
import type { SpeedupDoubt } from './doubtful-speedup.ts';

/** A speed-up that was measured once. */
export interface MeasuredSpeedup {
  /** null while there is no baseline; such a one counts for nothing. */
  readonly speedup: number | null;
  readonly doubt: SpeedupDoubt | null;
}

/** The middle of several. */
export interface MedianSpeedup {
  readonly speedup: number;
  /** Of how many. */
  readonly runs: number;
  /** What speaks against at least half of them speaks against what stands in their middle. */
  readonly doubt: SpeedupDoubt | null;
}

/** @returns null where none was measured. */
export function medianSpeedup(measured: readonly MeasuredSpeedup[]): MedianSpeedup | null {
  const known = measured.flatMap(({ speedup, doubt }) => (speedup === null ? [] : [{ speedup, doubt }]));
  if (known.length === 0) return null;
  const doubts = known.flatMap(({ doubt }) => doubt ?? []);
  return {
    speedup: median(known.map(({ speedup }) => speedup)),
    runs: known.length,
    doubt: doubts.length * 2 >= known.length ? mostFrequent(doubts) : null,
  };
}

function mostFrequent<T>(values: readonly T[]): T | null {
  const counts = Map.groupBy(values, (value) => value);
  return [...counts].toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? null;
}
