/** Settings of a run or of a dropped picture, taken over into the composer: everything it carries, nothing else. */
import type { Model } from '../../preload/contract/model.ts';
import type { RunSettings } from '../../preload/contract/run-settings.ts';
import { type Composition, compositionOf } from './composition.ts';
import type { Draft } from './draft.ts';

export interface Present {
  readonly draft: Draft;
  readonly composition: Composition;
}

export interface Restored extends Present {
  /** What could not be taken over as it was. */
  readonly notes: readonly string[];
}

export function restored(settings: Partial<RunSettings>, present: Present, models: readonly Model[]): Restored {
  const { strategy, modelId, ...rest } = settings;
  const usable = models.some(({ id, problem }) => id === modelId && problem === null);
  const draft: Draft = {
    ...present.draft,
    ...rest,
    ...(usable ? { modelId: modelId! } : {}),
    // Otherwise the next run would draw another seed, and make another picture.
    ...(rest.seed === undefined ? {} : { seedLocked: true, count: 1 }),
  };
  const notes = modelId !== undefined && !usable ? ['Its model is not here: the present one stays.'] : [];
  return { draft, composition: compositionFor(strategy, present.composition), notes };
}

function compositionFor(strategy: RunSettings['strategy'] | undefined, present: Composition): Composition {
  if (strategy === undefined) return present;
  // Off means off, and what was composed is still there to be switched on again.
  return strategy === null ? { ...present, on: false } : compositionOf(strategy);
}
