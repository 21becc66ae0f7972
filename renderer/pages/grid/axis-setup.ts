/** What a person set up for an axis, and the values that this makes. */
import type { Semantics } from '../../../native-models/vocabulary.ts';
import type { Architecture } from '../../../native-models/strategy/architecture.ts';
import type { Mask } from '../../../native-models/strategy/mask.ts';
import { DEFAULT_PRECISION } from '../../../native-models/strategy/precision.ts';
import { presetOf, resolvePreset } from '../../../native-models/strategy/presets.ts';
import { parseMode } from '../../../native-models/strategy/sampling-mode.ts';
import type { SamplingMode, Strategy } from '../../../native-models/strategy/strategy.ts';
import type { GridAxis, GridAxisKind } from '../../../preload/contract/grid.ts';
import { axisOf as axisOfKind } from '../../../preload/settings/axes.ts';
import { TYPED_SEED } from '../../../preload/settings/sampling.ts';
import { modesIn } from './mode-list.ts';
import { type Listed, numbersIn } from './number-list.ts';
import { sizesIn } from './size-list.ts';

export type AxisKind = GridAxisKind;
export type AxisValue = GridAxis['values'][number];

export interface StrategySetup {
  readonly kind: 'strategy';
  /** Inheritance off, as a value among the others. */
  readonly baseline: boolean;
  /** Names of presets and saved strategies, or `COMPOSED`. */
  readonly masks: readonly string[];
  readonly modes: readonly string[];
  readonly semantics: readonly Semantics[];
  /** Whole strategies, as they came with a grid that was opened. */
  readonly given?: readonly Strategy[];
}

type ChosenKind = 'semantics' | 'precision' | 'scheduler' | 'modelId';
/** Typed in: lines of prompts, lists of numbers. */
export interface TypedSetup {
  readonly kind: Exclude<AxisKind, ChosenKind | 'strategy'>;
  readonly text: string;
}
/** Chosen among what there is. */
export interface ChosenSetup {
  readonly kind: ChosenKind;
  readonly chosen: readonly string[];
}

export type AxisSetup = StrategySetup | TypedSetup | ChosenSetup;

/** Inheritance off, as the host labels it. */
export const BASELINE = 'baseline';

/** Stands in where an axis of modes says which. */
const ANY_MODE = parseMode('P5+');

/** The mask that is on the composer. */
export const COMPOSED = 'as composed';

/** What masks and names stand for. */
export interface Context {
  readonly architecture: Architecture | null;
  readonly composed: Mask;
  readonly saved: readonly { readonly name: string; readonly inherit: Mask }[];
  readonly models: readonly { readonly id: string; readonly name: string }[];
  /** What the axes vary: masks times modes leaves out the modes where those have an axis of their own. */
  readonly kinds: ReadonlySet<AxisKind>;
  /** Pixels that the model's sides are multiples of. */
  readonly unit: number;
}

export interface Axis {
  readonly kind: AxisKind;
  readonly values: readonly AxisValue[];
  readonly problem: string | null;
}

export function axisOf(setup: AxisSetup, context: Context): Axis {
  const { values, problem } = resolve(setup, context);
  return { kind: setup.kind, values, problem: problem ?? (values.length === 0 ? 'Choose at least one value.' : null) };
}

function resolve(setup: AxisSetup, context: Context): Listed<AxisValue> {
  if (setup.kind === 'strategy') return { values: strategiesOf(setup, context), problem: null };
  if ('text' in setup) return valuesIn(setup, context);
  const isHere = (chosen: string) => setup.kind !== 'modelId' || context.models.some(({ id }) => id === chosen);
  return { values: setup.chosen.filter(isHere), problem: null };
}

/** What is typed in, by the kind of value that it lists. */
function valuesIn({ kind, text }: TypedSetup, { unit }: Context): Listed<AxisValue> {
  const { value } = axisOfKind(kind);
  switch (value.kind) {
    case 'whole':
      return numbersIn(text, { ...(kind === 'seed' ? TYPED_SEED : value.limits), whole: true });
    case 'real':
      return numbersIn(text, { ...value.limits, whole: false });
    case 'mode':
      return modesIn(text);
    case 'sides':
      return sizesIn(text, unit);
    default:
      return { values: linesOf(text), problem: null };
  }
}

function linesOf(text: string): readonly string[] {
  const lines = text.split('\n').map((line) => line.trim());
  return [...new Set(lines)].filter(Boolean);
}

function strategiesOf(setup: StrategySetup, context: Context): readonly (Strategy | null)[] {
  const modes: readonly SamplingMode[] = context.kinds.has('mode') ? [ANY_MODE] : setup.modes.map(parseMode);
  const semantics: readonly Semantics[] = context.kinds.has('semantics') ? ['residual'] : setup.semantics;
  const made = setup.masks.flatMap((name) => {
    const inherit = maskOf(name, context);
    if (!inherit) return [];
    return modes.flatMap((mode) =>
      semantics.map((semantics): Strategy => ({
        name,
        inherit,
        mode,
        semantics,
        switching: [],
        precision: DEFAULT_PRECISION,
      })),
    );
  });
  return [...(setup.baseline ? [null] : []), ...(setup.given ?? []), ...made];
}

function maskOf(name: string, { architecture, composed, saved }: Context): Mask | null {
  if (name === COMPOSED) return composed;
  const own = saved.find((strategy) => strategy.name === name);
  if (own) return own.inherit;
  return architecture && resolvePreset(presetOf(name), architecture).inherited;
}
