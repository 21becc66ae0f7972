/** What a person set up for an axis, and the values that this makes. */
import type { Architecture } from '../../../native-models/strategy/architecture.ts';
import type { Mask } from '../../../native-models/strategy/mask.ts';
import { presetOf, resolvePreset } from '../../../native-models/strategy/presets.ts';
import { parseMode } from '../../../native-models/strategy/sampling-mode.ts';
import type { Semantics, Strategy } from '../../../native-models/strategy/strategy.ts';
import { SCHEDULER_NAMES } from '../../composer/labels.ts';
import type { StudioClient } from '../../host/host.ts';
import type { SamplerId } from '../../../native-models/sampling/sampler.ts';
import { strategyName } from '../history/wording.ts';
import { type Limits, type Listed, numbersIn } from './number-list.ts';

export type GridAxis = Parameters<StudioClient['tasks']['submitGrid']>[0]['axes'][number];
export type AxisKind = GridAxis['kind'];
export type AxisValue = GridAxis['values'][number];

export interface StrategyPlan {
  readonly kind: 'strategy';
  /** Inheritance off, as a value among the others. */
  readonly baseline: boolean;
  /** Names of presets and saved strategies, or `COMPOSED`. */
  readonly masks: readonly string[];
  readonly modes: readonly string[];
  readonly semantics: readonly Semantics[];
}

/** Typed in: lines of prompts, lists of numbers. */
type TypedPlan = { [K in 'prompt' | 'seed' | 'steps' | 'guidanceScale']: { readonly kind: K; readonly text: string } };
/** Chosen among what there is. */
type ChosenPlan = { [K in 'scheduler' | 'modelId']: { readonly kind: K; readonly chosen: readonly string[] } };

export type AxisPlan = StrategyPlan | TypedPlan[keyof TypedPlan] | ChosenPlan[keyof ChosenPlan];

/** Inheritance off, as labels write it. */
export const BASELINE = 'baseline';

/** The mask that is on the composer. */
export const COMPOSED = 'as composed';

export const AXIS_TITLES: Readonly<Record<AxisKind, string>> = {
  strategy: 'Strategy',
  prompt: 'Prompt',
  seed: 'Seed',
  steps: 'Steps',
  guidanceScale: 'Guidance',
  scheduler: 'Scheduler',
  modelId: 'Model',
};

export const LIMITS = {
  seed: { min: 0, max: 2 ** 48, whole: true },
  steps: { min: 1, max: 1000, whole: true },
  guidanceScale: { min: 0, max: 100, whole: false },
} as const satisfies Readonly<Record<string, Limits>>;

/** What masks and names stand for. */
export interface Context {
  readonly architecture: Architecture | null;
  readonly composed: Mask;
  readonly saved: readonly { readonly name: string; readonly inherit: readonly string[] }[];
  readonly models: readonly { readonly id: string; readonly name: string }[];
}

export interface Axis {
  readonly kind: AxisKind;
  readonly values: readonly AxisValue[];
  /** One for each value. */
  readonly labels: readonly string[];
  readonly problem: string | null;
}

export function axisOf(plan: AxisPlan, context: Context): Axis {
  const { values, labels, problem } = resolve(plan, context);
  return {
    kind: plan.kind,
    values,
    labels,
    problem: problem ?? (values.length === 0 ? 'Choose at least one value.' : null),
  };
}

type Resolved = Listed<AxisValue> & { readonly labels: readonly string[] };

function resolve(plan: AxisPlan, context: Context): Resolved {
  switch (plan.kind) {
    case 'strategy':
      return labelled({ values: strategiesOf(plan, context), problem: null }, labelOf);
    case 'prompt':
      return labelled({ values: linesOf(plan.text), problem: null }, String);
    case 'seed':
    case 'steps':
    case 'guidanceScale':
      return labelled(numbersIn(plan.text, LIMITS[plan.kind]), String);
    case 'scheduler':
      return labelled({ values: plan.chosen, problem: null }, (id) => SCHEDULER_NAMES[id as SamplerId]);
    case 'modelId': {
      const nameOf = new Map(context.models.map(({ id, name }) => [id, name]));
      const values = plan.chosen.filter((id) => nameOf.has(id));
      return labelled({ values, problem: null }, (id) => nameOf.get(id)!);
    }
  }
}

function labelled<T extends AxisValue>({ values, problem }: Listed<T>, label: (value: T) => string): Resolved {
  return { values, problem, labels: values.map((value) => label(value)) };
}

function linesOf(text: string): readonly string[] {
  const lines = text.split('\n').map((line) => line.trim());
  return [...new Set(lines)].filter(Boolean);
}

type Value = Extract<AxisValue, object> | null;

function strategiesOf({ baseline, masks, modes, semantics }: StrategyPlan, context: Context): readonly Value[] {
  const made = masks.flatMap((name) => {
    const inherit = maskOf(name, context);
    if (!inherit) return [];
    return modes.flatMap((mode) =>
      semantics.map((semantics): Strategy => ({ name, inherit, mode: parseMode(mode), semantics, switching: [] })),
    );
  });
  return [...(baseline ? [null] : []), ...(made as unknown as Value[])];
}

function maskOf(name: string, { architecture, composed, saved }: Context): Mask | null {
  if (name === COMPOSED) return composed;
  const own = saved.find((strategy) => strategy.name === name);
  if (own) return own.inherit as Mask;
  return architecture && resolvePreset(presetOf(name), architecture).inherited;
}

function labelOf(strategy: Value): string {
  return strategy === null ? BASELINE : strategyName(strategy);
}
