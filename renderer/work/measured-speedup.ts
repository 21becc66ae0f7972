/** What this machine measured for a strategy: the runs on record that were made with exactly it. */
import { type Architecture, unitsOf } from '../../native-models/strategy/architecture.ts';
import { isProgram } from '../../native-models/strategy/describe.ts';
import { applyTo } from '../../native-models/strategy/mask.ts';
import { type MedianSpeedup, medianSpeedup } from '../../native-models/strategy/median-speedup.ts';
import type { Strategy } from '../../native-models/strategy/strategy.ts';
import { type Conditions, conditionsOf } from '../../preload/contract/repeats.ts';
import type { Run } from '../../preload/contract/task.ts';
import { canonical } from '../../preload/settings/identity.ts';
import { type Composition, sameMask, sameMode, strategyOf } from './composition.ts';
import { sameSegments } from './switching/segments.ts';

/** Median over the runs with the same strategy under the same conditions; null while there are none. */
export function measuredSpeedup(
  runs: readonly Run[],
  composition: Composition,
  conditions: Conditions,
  architecture: Architecture,
): MedianSpeedup | null {
  if (!composition.on) return null;
  const wanted = conditionsOf(conditions);
  return medianSpeedup(
    runs
      .filter(({ settings }) => conditionsOf(settings) === wanted)
      .filter(({ settings: { strategy } }) => strategy && isComposed(strategy, composition, architecture)),
  );
}

/** Whether a strategy does what is composed, on this UNet, whatever the two are called. */
export function isComposed(strategy: Strategy, composition: Composition, architecture: Architecture): boolean {
  if (isProgram(strategy) || composition.program) {
    return canonical(strategy) === canonical(strategyOf({ ...composition, on: true }, ''));
  }
  const theirs = unitsOf(architecture)
    .map(({ id }) => id)
    .filter((id) => strategy.inherit.includes(id));
  return (
    strategy.semantics === composition.semantics &&
    strategy.precision === composition.precision &&
    sameMode(strategy.mode, composition.mode) &&
    sameSegments(strategy.switching, composition.switching) &&
    sameMask(theirs, applyTo(architecture, composition.mask).units)
  );
}
