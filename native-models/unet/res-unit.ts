import { add, channelsOf, conv, groupNorm, linear, reshape, silu } from '../graph/layers.ts';
import type { Value } from '../graph/graph.ts';
import type { UnitId } from '../strategy/architecture.ts';
import type { UNetContext } from './context.ts';

/**
 * ResUnit: `out = F(x) + identity(x)` (diffusers models/resnet.py, ResnetBlock2D), with
 * F everything up to and including conv2, and identity x itself or, where the channels change, a 1x1 convolution.
 * @param x (batch, any channels, height, width)
 * @returns (batch, outChannels, height, width)
 */
export function resUnit(context: UNetContext, id: UnitId, x: Value, prefix: string, outChannels: number): Value {
  const { b, config, time, tap } = context;
  const feature = b.within(id, () => {
    let h = silu(b, groupNorm(b, x, `${prefix}.norm1`, config.groups, config.normEps));
    h = conv(b, h, `${prefix}.conv1`, { outChannels, kernel: 3 });
    const shift = linear(b, time, `${prefix}.time_emb_proj`, outChannels);
    h = add(b, h, reshape(b, shift, [shift.shape[0]!, outChannels, 1, 1]));
    h = silu(b, groupNorm(b, h, `${prefix}.norm2`, config.groups, config.normEps));
    return conv(b, h, `${prefix}.conv2`, { outChannels, kernel: 3 });
  });
  const out = b.within(`${id}.identity`, () => {
    const identity =
      channelsOf(x) === outChannels ? x : conv(b, x, `${prefix}.conv_shortcut`, { outChannels, kernel: 1 });
    return add(b, tap(`F:${id}`, feature, b), identity, 'out');
  });
  return tap(`out:${id}`, out, b);
}
