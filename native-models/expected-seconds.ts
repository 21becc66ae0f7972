/** How long calls will take, from what calls of their kind took: the one estimate for a run, a comparison and the queue. */
import type { StepKind } from './vocabulary.ts';

/** Seconds of a call by its kind, whatever tells calls apart in time: how much they compute, or the form they have. */
export type Rates<Kind> = ReadonlyMap<Kind, number>;

/**
 * Seconds that so many calls of each kind take.
 * @param known what calls took, what fits best first: the first that has a kind counts.
 * @param otherwise seconds of a call of a kind that was never timed.
 */
export function expectedSeconds<Kind>(
  calls: Iterable<readonly [kind: Kind, calls: number]>,
  known: readonly Rates<Kind>[],
  otherwise: (kind: Kind) => number,
): number {
  let seconds = 0;
  for (const [kind, count] of calls) {
    seconds += count * (known.find((rates) => rates.has(kind))?.get(kind) ?? otherwise(kind));
  }
  return seconds;
}

/** What a call of each kind took. @param typical of several: their mean unless given. */
export function ratesOf<Kind, Timing extends { readonly seconds: number }>(
  timings: readonly Timing[],
  kindOf: (timing: Timing) => Kind,
  typical: (seconds: readonly number[]) => number = mean,
): Rates<Kind> {
  const rateOf = (of: readonly Timing[]) => typical(of.map(({ seconds }) => seconds));
  return new Map([...Map.groupBy(timings, kindOf)].map(([kind, of]) => [kind, rateOf(of)] as const));
}

function mean(seconds: readonly number[]): number {
  return seconds.reduce((sum, each) => sum + each, 0) / seconds.length;
}

/** What a call takes of a full one, where none like it was timed: an inherit step of the paper's presets costs about so much. */
export const USUAL_SHARE = { full: 1, inherit: 0.4, skip: 0 } as const satisfies Record<StepKind, number>;
