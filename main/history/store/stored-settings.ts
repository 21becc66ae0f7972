/** Settings and strategies as rows keep them. What a row from before there was a choice does not say, it did not do. */
import { DEFAULT_PRECISION } from '../../../native-models/strategy/precision.ts';
import type { GridAxis } from '../../../preload/contract/grid.ts';
import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import type { Work } from '../../../preload/contract/work.ts';

type Strategy = NonNullable<RunSettings['strategy']>;
type Incomplete<S> = S extends Strategy ? Omit<S, 'precision'> & Partial<Pick<S, 'precision'>> : never;
type StoredStrategy = Incomplete<Strategy>;
type StoredSettings = Omit<RunSettings, 'strategy' | 'vaeTiling'> &
  Partial<Pick<RunSettings, 'vaeTiling'>> & { readonly strategy: StoredStrategy | null };

export function storedSettings(json: string): RunSettings {
  return completed(JSON.parse(json) as StoredSettings);
}

/** What a task is to do; where that has a run's settings, they are completed like those. */
export function storedWork(json: string): Work {
  const work = JSON.parse(json) as Work;
  return 'strategy' in work.settings ? { ...work, settings: completed(work.settings) } : work;
}

function completed(stored: StoredSettings): RunSettings {
  return { ...stored, strategy: stored.strategy && complete(stored.strategy), vaeTiling: stored.vaeTiling ?? false };
}

export function storedStrategy(json: string): Strategy {
  return complete(JSON.parse(json) as StoredStrategy);
}

/** Values of a grid's axes, strategies among them. */
export function storedAxes<Axis extends GridAxis>(json: string): Axis[] {
  return (JSON.parse(json) as Axis[]).map((axis) =>
    axis.kind === 'strategy'
      ? { ...axis, values: axis.values.map((strategy) => strategy && complete(strategy)) }
      : axis,
  );
}

function complete(strategy: StoredStrategy): Strategy {
  return { ...strategy, precision: strategy.precision ?? DEFAULT_PRECISION };
}
