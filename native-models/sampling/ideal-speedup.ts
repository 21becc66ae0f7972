import { idealSpeedup } from '../strategy/cost.ts';
import type { Plan } from '../strategy/plan.ts';
import type { UNetConfig } from '../unet/config.ts';
import { inheritCost, oneHalf, unetCost } from '../unet/cost.ts';
import { inheritanceOf } from '../unet/inheritance.ts';

/**
 * By MACs, against the same number of calls made in full by the run's own UNet.
 * @param unets one per UNet of the plan.
 * @param latents their height and width.
 */
export function idealSpeedupOf(
  plan: Plan,
  unets: readonly UNetConfig[],
  own: UNetConfig,
  latents: { readonly width: number; readonly height: number },
): number {
  const size = oneHalf(latents.height, latents.width);
  const costs = unets.map((config, i) => {
    const { mask } = plan.unets[i]!;
    const inherits = plan.calls.some((call) => call.unet === i && call.step === 'inherit');
    return {
      fullMacs: unetCost(config, size).macs,
      inheritShare: inherits ? inheritCost(config, size, inheritanceOf(config, mask, plan.semantics)).macShare : 1,
    };
  });
  return idealSpeedup(plan, costs, unetCost(own, size).macs);
}
