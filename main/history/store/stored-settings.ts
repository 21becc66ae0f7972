/** Settings and strategies as rows keep them. What a row from before there was a choice does not say, it did not do. */
import { DEFAULT_PRECISION } from '../../../native-models/strategy/precision.ts';
import type { Strategy } from '../../../native-models/strategy/strategy.ts';
import type { GridAxis } from '../../../preload/contract/grid.ts';
import type { Work } from '../../../preload/contract/work.ts';
import { completed, type RunSettings } from '../../../preload/settings/settings.ts';

/** Settings of a row; fields keep their order. */
export function storedSettings(json: string): RunSettings {
  return whole(completed(JSON.parse(json)));
}

/** What a task is to do; where that has a run's settings, they are completed like those. */
export function storedWork(json: string): Work {
  const work: Work = JSON.parse(json);
  return 'strategy' in work.settings ? { ...work, settings: whole(completed(work.settings)) } : work;
}

function whole(settings: RunSettings): RunSettings {
  return settings.strategy ? { ...settings, strategy: complete(settings.strategy) } : settings;
}

/** A strategy that was saved. */
export function storedStrategy(json: string): Strategy {
  return complete(JSON.parse(json));
}

/** Values of a grid's axes, strategies among them. */
export function storedAxes<Axis extends GridAxis>(json: string): Axis[] {
  const axes: Axis[] = JSON.parse(json);
  return axes.map((axis) =>
    axis.kind === 'strategy'
      ? { ...axis, values: axis.values.map((strategy) => strategy && complete(strategy)) }
      : axis,
  );
}

/** Rows from before there was a precision lack it, whatever the type says. */
function complete(strategy: Strategy): Strategy {
  return { ...strategy, precision: strategy.precision ?? DEFAULT_PRECISION };
}
