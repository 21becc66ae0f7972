import type { GraphBuilder } from '../graph/builder.ts';
import type { Value } from '../graph/graph.ts';
import {
  add,
  attention,
  channelsOf,
  conv,
  groupNorm,
  imageToTokens,
  linear,
  silu,
  tokensToImage,
} from '../graph/layers.ts';
import type { VaeConfig } from './config.ts';

const NORM_EPS = 1e-6;

/** ResnetBlock2D without a time embedding. */
export function resnet(b: GraphBuilder, x: Value, prefix: string, outChannels: number, groups: number): Value {
  let h = silu(b, groupNorm(b, x, `${prefix}.norm1`, groups, NORM_EPS));
  h = conv(b, h, `${prefix}.conv1`, { outChannels, kernel: 3 });
  h = silu(b, groupNorm(b, h, `${prefix}.norm2`, groups, NORM_EPS));
  h = conv(b, h, `${prefix}.conv2`, { outChannels, kernel: 3 });
  const identity =
    channelsOf(x) === outChannels ? x : conv(b, x, `${prefix}.conv_shortcut`, { outChannels, kernel: 1 });
  return add(b, h, identity);
}

/** UNetMidBlock2D: resnet, one-head self-attention over all positions, resnet. */
export function midBlock(b: GraphBuilder, x: Value, prefix: string, config: VaeConfig): Value {
  const channels = channelsOf(x);
  let h = resnet(b, x, `${prefix}.resnets.0`, channels, config.groups);
  if (config.midAttention) h = selfAttention(b, h, `${prefix}.attentions.0`, config.groups);
  return resnet(b, h, `${prefix}.resnets.1`, channels, config.groups);
}

export function normActivateConv(
  b: GraphBuilder,
  x: Value,
  prefix: string,
  outChannels: number,
  groups: number,
): Value {
  const activated = silu(b, groupNorm(b, x, `${prefix}.conv_norm_out`, groups, NORM_EPS));
  return conv(b, activated, `${prefix}.conv_out`, { outChannels, kernel: 3 });
}

function selfAttention(b: GraphBuilder, x: Value, prefix: string, groups: number): Value {
  const channels = channelsOf(x);
  const [height, width] = x.shape.slice(2) as [number, number];
  const tokens = imageToTokens(b, groupNorm(b, x, `${prefix}.group_norm`, groups, NORM_EPS));
  const project = (part: string) => linear(b, tokens, `${prefix}.${part}`, channels);
  const attended = attention(b, { query: project('to_q'), key: project('to_k'), value: project('to_v') }, 1);
  return add(b, tokensToImage(b, linear(b, attended, `${prefix}.to_out.0`, channels), height, width), x);
}
