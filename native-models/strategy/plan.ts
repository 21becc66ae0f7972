/** Strategy -> plan: what each denoiser call of one run does. The loop in `sampling/` follows it without deciding anything. */
import { StrategyError } from '../errors.ts';
import type { Semantics, StepKind } from '../vocabulary.ts';
import { type Architecture, type UnitId, unitsOf } from './architecture.ts';
import type { FeatureName } from './features.ts';
import { planMask } from './plan-mask.ts';
import { planProgram } from './plan-program.ts';
import type { Strategy, Guard, Source } from './strategy.ts';
import { unetsOf } from './switching.ts';

/** One graph that a run needs. */
export interface StepForm {
  /** Index into the plan's `unets`. */
  readonly unet: number;
  /** The units that it does not compute, in path order. */
  readonly inherits: readonly UnitId[];
  /** What calls of this form may be asked to leave for later calls. */
  readonly leaves: readonly FeatureName[];
  /** 'conditional' computes the prompt's half of the guidance alone. In a run without guidance both are the same. */
  readonly halves: 'both' | 'conditional';
}

/** What is fed for some features: the sum of weight x what each call of `source` left. */
export interface Read {
  readonly features: readonly FeatureName[];
  readonly source: Source;
}

interface AnyCall {
  /** Index of the denoiser call, 0 for the first; never the timestep. */
  readonly call: number;
  /** Index into the plan's `unets`. */
  readonly unet: number;
}

/** A call that runs the UNet. */
export interface ComputedCall extends AnyCall {
  /** Index into the plan's `forms`. */
  readonly form: number;
  readonly reads: readonly Read[];
  /** The guidance term, cond - uncond: computed, or a sum of those of earlier calls, so that this call computes one half only. */
  readonly guidance: 'computed' | Source;
  /**
   * A form that computes everything, for when `guard` trips. What it leaves then stands in the place of what the call would have
   * read: later calls that name the same earlier call are fed from this one.
   */
  readonly otherwise?: { readonly guard: Guard; readonly form: number };
}

/** A call that computes nothing: its output is a sum of those of earlier calls, after guidance. */
export interface SkippedCall extends AnyCall {
  readonly form: null;
  readonly output: Source;
}

export type PlannedCall = ComputedCall | SkippedCall;

export interface PlannedUNet {
  /** The strategy's name of it; null for the run's own UNet. */
  readonly name: string | null;
  /** The units that inherit on this UNet at some call, in path order. */
  readonly mask: readonly UnitId[];
  /** Units of the strategy's masks that this UNet lacks. */
  readonly leftOut: readonly UnitId[];
}

/** A strategy resolved for one run. */
export interface Plan {
  readonly forms: readonly StepForm[];
  readonly calls: readonly PlannedCall[];
  /** In the order of `unetsOf(strategy.switching)`; one without switching. */
  readonly unets: readonly PlannedUNet[];
  readonly semantics: Semantics;
  /** What a person should know: units left out, calls that do not exist. */
  readonly warnings: readonly string[];
}

/** The kind of a call of a form. */
export function kindOf(form: StepForm | null): StepKind {
  if (!form) return 'skip';
  return form.inherits.length === 0 && form.halves === 'both' ? 'full' : 'inherit';
}

/** What every call of a plan is, by index. */
export function kindsOf({ forms, calls }: Pick<Plan, 'forms' | 'calls'>): readonly StepKind[] {
  return calls.map(({ form }) => kindOf(form === null ? null : forms[form]!));
}

/** How many calls of a plan compute everything. */
export function countFull(plan: Pick<Plan, 'forms' | 'calls'>): number {
  return kindsOf(plan).filter((kind) => kind === 'full').length;
}

/**
 * @param strategy null: every call full, as if inheritance did not exist.
 * @param calls number of denoiser calls (N+1 for PNDM), not of steps.
 * @param architectures one per UNet of the run, in the order of `unetsOf(strategy.switching)`.
 * @throws StrategyError where the strategy does not fit the run; the message says what to change.
 */
export function planRun(strategy: Strategy | null, calls: number, architectures: readonly Architecture[]): Plan {
  const switching = strategy?.switching ?? [];
  const names = switching.length > 0 ? unetsOf(switching) : [null];
  if (architectures.length !== names.length) {
    throw new StrategyError(
      `plan: the run uses ${names.length} UNet${names.length === 1 ? '' : 's'} (${names.map((name) => name ?? 'its own').join(', ')}), but ${architectures.length} were given; give one architecture for each, in this order`,
    );
  }
  const run = { calls, architectures, names };
  return strategy?.kind === 'program' ? planProgram(strategy, run) : planMask(strategy, run);
}

/**
 * Every call full, and leaving the F of every unit for somebody who looks on. Nothing reads them.
 * @param calls number of denoiser calls.
 */
export function planObserved(calls: number, architecture: Architecture): Plan {
  const plan = planRun(null, calls, [architecture]);
  const leaves = unitsOf(architecture).map(({ id }): FeatureName => `F:${id}`);
  return { ...plan, forms: plan.forms.map((form) => ({ ...form, leaves })) };
}
