/** What this machine measured for a strategy: the runs on record that were made with exactly it. */
import { isProgram } from '../../native-models/strategy/describe.ts';
import { unitsOf, type Architecture } from '../../native-models/strategy/architecture.ts';
import { applyTo } from '../../native-models/strategy/mask.ts';
import type { RunSettings } from '../../preload/contract/run-settings.ts';
import type { Run } from '../../preload/contract/task.ts';
import { type Composition, sameMask, sameMode, strategyOf } from './composition.ts';
import { sameSegments } from './switching/segments.ts';

export interface Measured {
  readonly speedup: number;
  readonly runs: number;
}

type Conditions = Pick<
  RunSettings,
  'modelId' | 'device' | 'devicePrecision' | 'width' | 'height' | 'steps' | 'scheduler' | 'initImage' | 'vaeTiling'
>;

/** Median over the runs with the same strategy under the same conditions; null while there are none. */
export function measuredSpeedup(
  runs: readonly Run[],
  composition: Composition,
  conditions: Conditions,
  architecture: Architecture,
): Measured | null {
  const mask = applyTo(architecture, composition.mask).units;
  const speedups = runs
    .filter(({ settings }) => sameConditions(settings, conditions))
    .filter(({ settings: { strategy } }) => {
      if (!composition.on || !strategy) return false;
      if (isProgram(strategy) || composition.program) {
        return JSON.stringify(strategy) === JSON.stringify(strategyOf(composition, ''));
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

function sameConditions(a: Conditions, b: Conditions): boolean {
  const keys = ['modelId', 'device', 'width', 'height', 'steps', 'scheduler', 'vaeTiling'] as const;
  const precision = ({ devicePrecision = 'float32' }: Conditions) => devicePrecision;
  if (precision(a) !== precision(b)) return false;
  // Whichever the start picture is: its strength says how many of the steps are made.
  return keys.every((key) => a[key] === b[key]) && a.initImage?.strength === b.initImage?.strength;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
