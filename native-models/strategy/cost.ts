/** What a plan costs on paper, in MACs of the UNet: no clock, no overhead. */
import type { Plan } from './plan.ts';

export interface UNetStepCost {
  /** MACs of a full step. */
  readonly fullMacs: number;
  /** c: the share of `fullMacs` that an inherit step costs under the plan's mask and semantics. */
  readonly inheritShare: number;
}

/**
 * With one UNet: 1 - (full + inherit * c) / calls.
 * @param costs one per UNet of the plan.
 * @param referenceMacs MACs of a call of the run compared with; without it, each call's own UNet computed in full, so
 *   that only inheritance counts. To credit switching to a smaller UNet as well, give the large one's.
 */
export function idealSaving(plan: Plan, costs: readonly UNetStepCost[], referenceMacs?: number): number {
  if (costs.length !== plan.unets.length) {
    throw new RangeError(`idealSaving: ${costs.length} costs were given for the plan's ${plan.unets.length} UNets`);
  }
  let spent = 0;
  let reference = 0;
  for (const { unet, step } of plan.calls) {
    const { fullMacs, inheritShare } = costs[unet]!;
    spent += step === 'full' ? fullMacs : fullMacs * inheritShare;
    reference += referenceMacs ?? fullMacs;
  }
  return reference === 0 ? 0 : 1 - spent / reference;
}

/** How many times faster the UNet would be if time were MACs; 1 when nothing is inherited. */
export function idealSpeedup(plan: Plan, costs: readonly UNetStepCost[], referenceMacs?: number): number {
  return 1 / (1 - idealSaving(plan, costs, referenceMacs));
}
