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
 * @returns null for a run that measured none, or alone did so.
 */
export function repeatsAmong(runs: readonly Measured[]): (run: Measured) => MedianSpeedup | null {
  // Cells of a grid share runs.
  const groups = Map.groupBy(new Map(runs.map((run) => [run.id, run])).values(), keyOf);
  const medians = new Map<string, MedianSpeedup | null>();
  return (run) => {
    const key = keyOf(run);
    if (run.speedup === null || run.settings.strategy === null) return null;
    if (!medians.has(key)) medians.set(key, medianSpeedup(groups.get(key) ?? []));
    const found = medians.get(key) ?? null;
    return found && found.runs > 1 ? found : null;
  };
}

function keyOf({ settings }: Measured): string {
  return `${conditionsOf(settings)} ${canonical(settings.strategy && { ...settings.strategy, name: '' })}`;
}
