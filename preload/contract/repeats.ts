/** Runs that measure one and the same speed-up: repeats in all that it depends on, whatever they show. */
import { type MedianSpeedup, medianSpeedup } from '../../native-models/strategy/median-speedup.ts';
import { canonical, paceOf } from '../settings/identity.ts';
import type { RunSettings } from './run-settings.ts';
import type { Run } from './task.ts';

/** What a speed-up depends on beside the strategy, whatever it is called. */
export type Conditions = Omit<
  RunSettings,
  'strategy' | 'prompt' | 'negativePrompt' | 'promptSyntax' | 'guidanceScale' | 'seed'
>;

/** A speed-up is a ratio: guidance makes both sides of it longer. Strategies are compared by what they do. */
export function conditionsOf(settings: Conditions): string {
  return paceOf(settings, ['call', 'calls', 'around'], ['guidanceScale', 'strategy']);
}

type Measured = Pick<Run, 'id' | 'settings' | 'speedup' | 'doubt'>;

/**
 * The median over a run's repeats among some runs, itself among them.
 * @returns what gives null for a run that measured nothing, that is alone, or that is not among them.
 */
export function repeatsAmong(runs: readonly Measured[]): (run: Pick<Run, 'id'>) => MedianSpeedup | null {
  const measured = runs.filter(({ speedup, settings }) => speedup !== null && settings.strategy !== null);
  // Cells of a grid share runs.
  const distinct = new Map(measured.map((run) => [run.id, run])).values();
  const groups = [...Map.groupBy(distinct, keyOf).values()].filter(({ length }) => length > 1);
  const medians = new Map(
    groups.flatMap((group) => {
      const median = medianSpeedup(group);
      return group.map(({ id }) => [id, median] as const);
    }),
  );
  return ({ id }) => medians.get(id) ?? null;
}

function keyOf({ settings }: Measured): string {
  return `${conditionsOf(settings)} ${canonical(settings.strategy && { ...settings.strategy, name: '' })}`;
}
