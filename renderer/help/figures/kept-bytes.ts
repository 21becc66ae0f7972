/** What the feature cache holds while a run goes on. */
import type { FeatureName } from '../../../native-models/strategy/features.ts';
import { lifetimesOf, peakFeatureBytes } from '../../../native-models/strategy/lifetime.ts';
import type { Plan } from '../../../native-models/strategy/plan.ts';
import type { ModelCost } from '../../../preload/contract/model.ts';

export interface Kept {
  /** Behind each call, in bytes: what later calls still read. */
  readonly behind: readonly number[];
  /** The most at one time. */
  readonly peak: number;
}

/** @param halves of the guidance: each keeps its own. */
export function keptBytes(plan: Plan, cost: ModelCost, halves: number): Kept {
  const sizes = new Map<FeatureName, number>(
    cost.units.map(({ id, outputBytes }) => [`F:${id}` as FeatureName, outputBytes * halves]),
  );
  const sizeOf = (name: FeatureName) => sizes.get(name) ?? 0;
  const lifetimes = lifetimesOf(plan);
  const behind = lifetimes.map((_, now) =>
    lifetimes
      .slice(0, now + 1)
      .flatMap(({ features }) => [...features])
      .filter(([, lastRead]) => lastRead > now)
      .reduce((sum, [name]) => sum + sizeOf(name), 0),
  );
  return { behind, peak: peakFeatureBytes(plan, sizeOf) };
}
