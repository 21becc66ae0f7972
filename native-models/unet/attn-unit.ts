import type { GraphBuilder } from '../graph/builder.ts';
import {
  add,
  attention as scaledDotProduct,
  channelsOf,
  conv,
  gelu,
  groupNorm,
  imageToTokens,
  layerNorm,
  linear,
  tokensToImage,
} from '../graph/layers.ts';
import type { Value } from '../graph/graph.ts';
import type { UnitId } from '../strategy/architecture.ts';
import type { Attention } from './config.ts';
import type { UNetContext } from './context.ts';

/** Transformer2DModel's own norms, whatever the UNet's norm_eps is. */
const GROUP_NORM_EPS = 1e-6;
const LAYER_NORM_EPS = 1e-5;

/**
 * AttnUnit: `out = F(x) + x`, F = proj_out(transformer(proj_in(norm(x)))) (diffusers
 * models/transformers/transformer_2d.py). SD 1.x projects with 1x1 convolutions, SD 2.x with Linears.
 * @param x (batch, channels, height, width), and so is the result.
 */
export function attnUnit(context: UNetContext, id: UnitId, x: Value, prefix: string, attention: Attention): Value {
  const { b, config, text, tap } = context;
  const channels = channelsOf(x);
  const [height, width] = x.shape.slice(2) as [number, number];
  if (channels % attention.heads !== 0) {
    throw new Error(`${id}: ${channels} channels do not divide into ${attention.heads} heads`);
  }
  const feature = b.within(id, () => {
    const normed = groupNorm(b, x, `${prefix}.norm`, config.groups, GROUP_NORM_EPS);
    let tokens = config.linearProjection
      ? linear(b, imageToTokens(b, normed), `${prefix}.proj_in`, channels)
      : imageToTokens(b, conv(b, normed, `${prefix}.proj_in`, { outChannels: channels, kernel: 1 }));
    for (let i = 0; i < attention.depth; i++) {
      tokens = transformerBlock(b, tokens, text, `${prefix}.transformer_blocks.${i}`, attention.heads);
    }
    return config.linearProjection
      ? tokensToImage(b, linear(b, tokens, `${prefix}.proj_out`, channels), height, width)
      : conv(b, tokensToImage(b, tokens, height, width), `${prefix}.proj_out`, { outChannels: channels, kernel: 1 });
  });
  const out = b.within(`${id}.identity`, () => add(b, tap(`F:${id}`, feature, b), x, 'out'));
  return tap(`out:${id}`, out, b);
}

/** BasicTransformerBlock (diffusers models/attention.py): self-attention, cross-attention, GEGLU feed-forward. */
function transformerBlock(b: GraphBuilder, x: Value, text: Value, prefix: string, heads: number): Value {
  const attend = (name: 'attn1' | 'attn2', query: Value, context: Value): Value => {
    const channels = query.shape.at(-1)!;
    const project = (part: 'to_q' | 'to_k' | 'to_v', from: Value) =>
      linear(b, from, `${prefix}.${name}.${part}`, channels, { bias: false });
    const attended = scaledDotProduct(
      b,
      { query: project('to_q', query), key: project('to_k', context), value: project('to_v', context) },
      heads,
    );
    return linear(b, attended, `${prefix}.${name}.to_out.0`, channels);
  };
  const norm1 = layerNorm(b, x, `${prefix}.norm1`, LAYER_NORM_EPS);
  let h = add(b, attend('attn1', norm1, norm1), x);
  h = add(b, attend('attn2', layerNorm(b, h, `${prefix}.norm2`, LAYER_NORM_EPS), text), h);
  return add(b, geglu(b, layerNorm(b, h, `${prefix}.norm3`, LAYER_NORM_EPS), `${prefix}.ff`), h);
}

/**
 * net.2(value * GELU(gate)) with [value, gate] = net.0(x), four times as wide each. Each is a product of its own with its half of
 * the weights: what splits the whole in two afterwards is a copy, 2% of a call of SD 1.5.
 */
function geglu(b: GraphBuilder, x: Value, prefix: string): Value {
  const channels = x.shape.at(-1)!;
  const width = 4 * channels;
  const half = (from: number) => linear(b, x, `${prefix}.net.0.proj`, 2 * width, { only: [from, from + width] });
  const [value, gate] = [half(0), half(width)];
  return linear(b, b.op('Mul', [value, gelu(b, gate)], { name: 'GEGLU' }), `${prefix}.net.2`, channels);
}
