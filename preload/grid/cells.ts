/** What the axes of a grid make of its settings. Part of what the contract means, and pure: host and pages share it. */
import type { Precision } from '../../native-models/vocabulary.ts';
import { INT8_ALONE } from '../../native-models/strategy/precision.ts';
import type { GridAxis, GridAxisKind } from '../contract/grid.ts';
import type { RunSettings } from '../contract/run-settings.ts';

type Value<K extends GridAxisKind> = Extract<GridAxis, { kind: K }>['values'][number];
type Apply<K extends GridAxisKind> = (settings: RunSettings, value: Value<K>) => RunSettings;

/** In this order, whichever axis comes first: mode, semantics and precision change the strategy that is there by then. */
const APPLY: { readonly [K in GridAxisKind]: Apply<K> } = {
  strategy: (settings, strategy) => ({ ...settings, strategy }),
  mode: (settings, mode) => ({ ...settings, strategy: settings.strategy && { ...settings.strategy, mode } }),
  semantics: (settings, semantics) => ({
    ...settings,
    strategy: settings.strategy && { ...settings.strategy, semantics },
  }),
  precision: (settings, precision) => ({ ...settings, strategy: inPrecision(settings.strategy, precision) }),
  prompt: (settings, prompt) => ({ ...settings, prompt }),
  seed: (settings, seed) => ({ ...settings, seed }),
  steps: (settings, steps) => ({ ...settings, steps }),
  guidanceScale: (settings, guidanceScale) => ({ ...settings, guidanceScale }),
  scheduler: (settings, scheduler) => ({ ...settings, scheduler }),
  modelId: (settings, modelId) => ({ ...settings, modelId }),
  size: (settings, { width, height }) => ({ ...settings, width, height }),
};

function inPrecision(strategy: RunSettings['strategy'], precision: Precision): RunSettings['strategy'] {
  if (strategy) return { ...strategy, precision };
  // The contract's copy of a strategy has mutable types: zod's.
  return precision === 'int8' ? ({ ...INT8_ALONE } as unknown as RunSettings['strategy']) : null;
}

const ORDER = Object.keys(APPLY) as readonly GridAxisKind[];

interface Choice {
  readonly kind: GridAxisKind;
  readonly value: unknown;
}

/** The settings of every cell, the first axis slowest. */
export function cellsOf(settings: RunSettings, axes: readonly GridAxis[]): readonly RunSettings[] {
  const choices = axes.reduce<readonly (readonly Choice[])[]>(
    (partial, { kind, values }) => partial.flatMap((one) => values.map((value) => [...one, { kind, value }])),
    [[]],
  );
  return choices.map((each) =>
    each
      .toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))
      .reduce((made, { kind, value }) => APPLY[kind](made, value as never), settings),
  );
}

/** Mode and semantics vary a strategy: there has to be one. */
export function lacksStrategy({ strategy }: Pick<RunSettings, 'strategy'>, kinds: readonly GridAxisKind[]): boolean {
  return strategy === null && !kinds.includes('strategy') && (kinds.includes('mode') || kinds.includes('semantics'));
}

/** Settings as a name that does not depend on the order of their fields. */
export function keyOf(settings: RunSettings): string {
  return JSON.stringify(settings, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
