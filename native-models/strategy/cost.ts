/** What a plan costs on paper, in MACs of the UNet: no clock, no overhead. */
import type { Plan, StepForm } from './plan.ts';

/** What the forms of a plan cost. */
export interface PlanCosts {
  /** MACs of a full step, one per UNet of the plan. */
  readonly fullMacs: readonly number[];
  /** MACs of a call, one per form of the plan: c times those of its UNet's full step. */
  readonly formMacs: readonly number[];
}

/**
 * With one UNet and one mask: 1 - (full + inherit * c) / calls.
 * @param referenceMacs MACs of a call of the run compared with; without it, each call's own UNet computed in full, so
 *   that only inheritance counts. To credit switching to a smaller UNet as well, give the large one's.
 */
export function idealSaving(
  plan: Pick<Plan, 'calls' | 'forms' | 'unets'>,
  { fullMacs, formMacs }: PlanCosts,
  referenceMacs?: number,
): number {
  if (fullMacs.length !== plan.unets.length || formMacs.length !== plan.forms.length) {
    throw new RangeError(
      `idealSaving: costs of ${fullMacs.length} UNets and ${formMacs.length} forms were given for the plan's ${plan.unets.length} and ${plan.forms.length}`,
    );
  }
  let spent = 0;
  let reference = 0;
  for (const { unet, form } of plan.calls) {
    if (form !== null) spent += formMacs[form]!;
    reference += referenceMacs ?? fullMacs[unet]!;
  }
  return reference === 0 ? 0 : 1 - spent / reference;
}

/**
 * MACs of the forms of a plan.
 * @param inheritShare c of a form that inherits: the share of its UNet's full step that it computes.
 * @param guided whether both halves of the guidance count: a form that computes one then costs half.
 */
export function costsOf(
  { forms }: Pick<Plan, 'forms'>,
  fullMacs: readonly number[],
  inheritShare: (form: StepForm) => number,
  guided = true,
): PlanCosts {
  const formMacs = forms.map((form) => {
    const macs = fullMacs[form.unet]! * (form.inherits.length > 0 ? inheritShare(form) : 1);
    return guided && form.halves === 'conditional' ? macs / 2 : macs;
  });
  return { fullMacs, formMacs };
}

/** How many times faster the UNet would be if time were MACs; 1 when nothing is inherited. */
export function idealSpeedup(
  plan: Pick<Plan, 'calls' | 'forms' | 'unets'>,
  costs: PlanCosts,
  referenceMacs?: number,
): number {
  return 1 / (1 - idealSaving(plan, costs, referenceMacs));
}
