/** Settings and strategies as rows keep them. What a row from before there was a choice does not say, it did not do. */
import { DEFAULT_PRECISION } from '../../../native-models/strategy/precision.ts';
import type { Strategy } from '../../../native-models/strategy/strategy.ts';
import type { GridAxis } from '../../../preload/contract/grid.ts';
import type { Work } from '../../../preload/contract/work.ts';
import { damaged, isObject, listIn, objectIn } from './stored-json.ts';
import { completed, type RunSettings } from '../../../preload/settings/settings.ts';

/** Settings of a row; fields keep their order. @throws Problem, as the others here, where the row is damaged. */
export function storedSettings(json: string): RunSettings {
  return whole(completed(objectIn(json, RUN) as RunSettings)); // what was written; the contract checks what goes to a page
}

/** What a task is to do; where that has a run's settings, they are completed like those. */
export function storedWork(json: string): Work {
  const work = objectIn(json, 'what a task is to do') as Work;
  if (!isObject(work.settings)) throw damaged('what a task is to do');
  return 'strategy' in work.settings ? { ...work, settings: whole(completed(work.settings)) } : work;
}

const [RUN, STRATEGY, AXES] = ["a run's settings", 'a strategy', "a grid's axes"];

function whole(settings: RunSettings): RunSettings {
  return settings.strategy ? { ...settings, strategy: complete(settings.strategy) } : settings;
}

/** A strategy that was saved. */
export function storedStrategy(json: string): Strategy {
  return complete(objectIn(json, STRATEGY) as Strategy);
}

/** Values of a grid's axes, strategies among them. */
export function storedAxes<Axis extends GridAxis>(json: string): Axis[] {
  return listIn(json, AXES, isAxis).map((axis) => {
    const read = axis as Axis;
    return read.kind === 'strategy'
      ? { ...read, values: read.values.map((strategy) => strategy && complete(strategy)) }
      : read;
  });
}

/** As far as readers of grids go by it. */
function isAxis(value: unknown): value is Pick<GridAxis, 'kind' | 'values'> {
  return isObject(value) && 'values' in value && Array.isArray(value.values);
}

/** Rows from before there was a precision lack it, whatever the type says. */
function complete(strategy: Strategy): Strategy {
  if (!isObject(strategy)) throw damaged(STRATEGY);
  return { ...strategy, precision: strategy.precision ?? DEFAULT_PRECISION };
}
