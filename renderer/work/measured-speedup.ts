/** What this machine measured for a strategy: the runs on record that were made with exactly it. */
import { isProgram } from '../../native-models/strategy/describe.ts';
import { unitsOf, type Architecture } from '../../native-models/strategy/architecture.ts';
import { applyTo } from '../../native-models/strategy/mask.ts';
import type { RunSettings } from '../../preload/contract/run-settings.ts';
import { canonical, paceOf } from '../../preload/settings/identity.ts';
import type { Run } from '../../preload/contract/task.ts';
import { type Composition, sameMask, sameMode, strategyOf } from './composition.ts';
import { sameSegments } from './switching/segments.ts';

export interface Measured {
  readonly speedup: number;
  readonly runs: number;
}

/** Whatever decides the gain of a strategy. */
type Conditions = Omit<
  RunSettings,
  'strategy' | 'prompt' | 'negativePrompt' | 'promptSyntax' | 'guidanceScale' | 'seed'
>;

/** Median over the runs with the same strategy under the same conditions; null while there are none. */
export function measuredSpeedup(
  runs: readonly Run[],
  composition: Composition,
  conditions: Conditions,
  architecture: Architecture,
): Measured | null {
  const wanted = conditionsOf(conditions);
  const mask = applyTo(architecture, composition.mask).units;
  const speedups = runs
    .filter(({ settings }) => conditionsOf(settings) === wanted)
    .filter(({ settings: { strategy } }) => {
      if (!composition.on || !strategy) return false;
      if (isProgram(strategy) || composition.program) {
        return canonical(strategy) === canonical(strategyOf(composition, ''));
      }
      const theirs = unitsOf(architecture)
        .map(({ id }) => id)
        .filter((id) => strategy.inherit.includes(id));
      return (
        strategy.semantics === composition.semantics &&
        strategy.precision === composition.precision &&
        sameMode(strategy.mode, composition.mode) &&
        sameSegments(strategy.switching, composition.switching) &&
        sameMask(theirs, mask)
      );
    })
    .flatMap(({ speedup }) => (speedup === null ? [] : [speedup]));
  return speedups.length === 0 ? null : { speedup: median(speedups), runs: speedups.length };
}

/** A speed-up is a ratio: guidance makes both sides of it longer. Strategies are compared by what they do. */
function conditionsOf(settings: Conditions): string {
  return paceOf(settings, ['call', 'calls', 'around'], ['guidanceScale', 'strategy']);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
