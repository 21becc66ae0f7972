import { costsOf, idealSpeedup } from '../strategy/cost.ts';
import type { Plan } from '../strategy/plan.ts';
import type { UNetConfig } from '../unet/config.ts';
import { inheritCost, oneHalf, unetCost } from '../unet/cost.ts';
import { inheritanceOf } from '../unet/inheritance.ts';

/**
 * By MACs, against the same number of calls made in full by the run's own UNet.
 * @param unets one per UNet of the plan.
 * @param latents their height and width.
 * @param guided whether the run computes both halves of the guidance.
 */
export function idealSpeedupOf(
  plan: Plan,
  unets: readonly UNetConfig[],
  own: UNetConfig,
  latents: { readonly width: number; readonly height: number },
  guided: boolean,
): number {
  const size = oneHalf(latents.height, latents.width);
  const fullMacs = unets.map((config) => unetCost(config, size).macs);
  const shareOf = ({ unet, inherits }: Plan['forms'][number]) => {
    const config = unets[unet]!;
    return inheritCost(config, size, inheritanceOf(config, inherits, plan.semantics)).macShare;
  };
  return idealSpeedup(plan, costsOf(plan, fullMacs, shareOf, guided), unetCost(own, size).macs);
}
