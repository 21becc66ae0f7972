import { costsOf, idealSpeedup } from '../strategy/cost.ts';
import type { Plan } from '../strategy/plan.ts';
import type { UNetConfig } from '../unet/config.ts';
import { fullStepMacs, inheritCost } from '../unet/cost.ts';
import type { UNetSize } from '../unet/context.ts';
import { inheritanceOf } from '../unet/inheritance.ts';

/**
 * By MACs, against the same number of calls made in full by the run's own UNet.
 * @param unets one per UNet of the plan.
 * @param size height and width of the latents, tokens of the text embedding.
 * @param guided whether the run computes both halves of the guidance.
 */
export function idealSpeedupOf(
  plan: Plan,
  unets: readonly UNetConfig[],
  own: UNetConfig,
  { width, height, tokens }: Omit<UNetSize, 'batch'>,
  guided: boolean,
): number {
  const size = { batch: 1, height, width, tokens };
  const fullMacs = unets.map((config) => fullStepMacs(config, size));
  const shareOf = ({ unet, inherits }: Plan['forms'][number]) => {
    const config = unets[unet]!;
    return inheritCost(config, size, inheritanceOf(config, inherits, plan.semantics)).macShare;
  };
  return idealSpeedup(plan, costsOf(plan, fullMacs, shareOf, guided), fullStepMacs(own, size));
}
