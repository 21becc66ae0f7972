import { z } from 'zod';
import { UnsupportedConfigError } from '../errors.ts';
import type { Architecture, BlockId, BlockShape } from '../strategy/architecture.ts';
import type { AddedEmbedding } from './added-embedding.ts';

/** What a `unet/config.json` of a Stable Diffusion 1.x or 2.x has to say, resolved to one value per block. */
export interface UNetConfig {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly down: readonly DownBlock[];
  readonly mid: { readonly attention: Attention } | null;
  readonly up: readonly UpBlock[];
  readonly crossAttentionDim: number;
  readonly groups: number;
  readonly normEps: number;
  readonly linearProjection: boolean;
  readonly flipSinToCos: boolean;
  readonly freqShift: number;
  readonly downsamplePadding: number;
  readonly centerInputSample: boolean;
  /** Latents' height and width that the checkpoint was trained at. */
  readonly sampleSize: number;
  /** Further inputs, which join the time embedding; null in SD 1.x and 2.x. */
  readonly added: AddedEmbedding | null;
}

export interface Attention {
  readonly heads: number;
  /** Transformer blocks within one AttnUnit: 1 in SD 1.x and 2.x. */
  readonly depth: number;
}
export interface DownBlock {
  readonly channels: number;
  readonly layers: number;
  readonly attention: Attention | null;
  readonly downsample: boolean;
}
export interface UpBlock {
  readonly channels: number;
  readonly layers: number;
  readonly attention: Attention | null;
  readonly upsample: boolean;
}

const numberOrList = z.union([z.number().int().positive(), z.array(z.number().int().positive())]);

const schema = z.object({
  _diffusers_version: z.string().optional(),
  in_channels: z.number().int().positive().default(4),
  out_channels: z.number().int().positive().default(4),
  sample_size: z.number().int().positive().nullish(),
  center_input_sample: z.boolean().default(false),
  flip_sin_to_cos: z.boolean().default(true),
  freq_shift: z.number().default(0),
  down_block_types: z
    .array(z.string())
    .default(['CrossAttnDownBlock2D', 'CrossAttnDownBlock2D', 'CrossAttnDownBlock2D', 'DownBlock2D']),
  mid_block_type: z.string().nullable().default('UNetMidBlock2DCrossAttn'),
  up_block_types: z
    .array(z.string())
    .default(['UpBlock2D', 'CrossAttnUpBlock2D', 'CrossAttnUpBlock2D', 'CrossAttnUpBlock2D']),
  block_out_channels: z.array(z.number().int().positive()).min(1).default([320, 640, 1280, 1280]),
  layers_per_block: numberOrList.default(2),
  downsample_padding: z.number().int().default(1),
  norm_num_groups: z.number().int().positive().default(32),
  norm_eps: z.number().default(1e-5),
  cross_attention_dim: numberOrList.default(1280),
  transformer_layers_per_block: numberOrList.default(1),
  attention_head_dim: numberOrList.default(8),
  num_attention_heads: numberOrList.nullish(),
  use_linear_projection: z.boolean().default(false),
});

/** Keys that change what is computed in ways we do not build, with the only values that leave it alone. */
const ONLY: Readonly<Record<string, readonly unknown[]>> = {
  act_fn: ['silu'],
  addition_embed_type: [null],
  attention_type: ['default'],
  class_embed_type: [null],
  class_embeddings_concat: [false],
  conv_in_kernel: [3],
  conv_out_kernel: [3],
  cross_attention_norm: [null],
  dropout: [0],
  dual_cross_attention: [false],
  encoder_hid_dim: [null],
  encoder_hid_dim_type: [null],
  mid_block_only_cross_attention: [null, false],
  mid_block_scale_factor: [1],
  num_class_embeds: [null],
  only_cross_attention: [false],
  resnet_out_scale_factor: [1],
  resnet_skip_time_act: [false],
  resnet_time_scale_shift: ['default'],
  reverse_transformer_layers_per_block: [null],
  time_cond_proj_dim: [null],
  time_embedding_act_fn: [null],
  time_embedding_dim: [null],
  time_embedding_type: ['positional'],
  timestep_post_act: [null],
};

/**
 * Reads a UNet2DConditionModel's config.json.
 * @param json parsed JSON; keys that are missing have diffusers' defaults.
 * @param source named in errors, e.g. `unet/config.json`.
 * @throws UnsupportedConfigError for what no SD 1.x / 2.x UNet has.
 */
export function parseUNetConfig(json: unknown, source: string): UNetConfig {
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw new UnsupportedConfigError(`${source}: ${z.prettifyError(parsed.error)}`);
  for (const [key, accepted] of Object.entries(ONLY)) {
    const value = (json as Record<string, unknown>)[key];
    if (value === undefined || accepted.includes(value)) continue;
    throw new UnsupportedConfigError(
      `${source}: ${key} is ${JSON.stringify(value)}; this UNet is not of the SD 1.x or 2.x family ` +
        `(expected ${accepted.map((v) => JSON.stringify(v)).join(' or ')})`,
    );
  }
  return resolve(parsed.data, source);
}

type Raw = z.infer<typeof schema>;

function resolve(raw: Raw, source: string): UNetConfig {
  const count = raw.block_out_channels.length;
  const perBlock = (key: keyof Raw, value: number | number[]): readonly number[] => {
    if (typeof value === 'number') return Array<number>(count).fill(value);
    if (value.length !== count) {
      throw new UnsupportedConfigError(`${source}: ${key} has ${value.length} entries for ${count} blocks`);
    }
    return value;
  };
  for (const key of ['down_block_types', 'up_block_types'] as const) {
    if (raw[key].length !== count) {
      throw new UnsupportedConfigError(`${source}: ${key} has ${raw[key].length} entries for ${count} blocks`);
    }
  }
  const crossAttentionDims = new Set(perBlock('cross_attention_dim', raw.cross_attention_dim));
  if (crossAttentionDims.size > 1) {
    throw new UnsupportedConfigError(`${source}: cross_attention_dim differs between blocks`);
  }
  const layers = perBlock('layers_per_block', raw.layers_per_block);
  const depths = perBlock('transformer_layers_per_block', raw.transformer_layers_per_block);
  // diffusers' naming slip, kept for every SD checkpoint: attention_head_dim holds the number of heads.
  const heads = perBlock('attention_head_dim', raw.num_attention_heads ?? raw.attention_head_dim);
  const attention = (block: number): Attention => ({ heads: heads[block]!, depth: depths[block]! });

  const down = raw.block_out_channels.map((channels, k): DownBlock => ({
    channels,
    layers: layers[k]!,
    attention: hasAttention(raw.down_block_types[k]!, 'Down', source) ? attention(k) : null,
    downsample: k < count - 1,
  }));
  const up = raw.block_out_channels.toReversed().map((channels, k): UpBlock => ({
    channels,
    layers: layers[count - 1 - k]! + 1,
    attention: hasAttention(raw.up_block_types[k]!, 'Up', source) ? attention(count - 1 - k) : null,
    upsample: k < count - 1,
  }));
  return {
    inChannels: raw.in_channels,
    outChannels: raw.out_channels,
    down,
    mid: hasMid(raw.mid_block_type, source) ? { attention: attention(count - 1) } : null,
    up,
    crossAttentionDim: [...crossAttentionDims][0]!,
    groups: raw.norm_num_groups,
    normEps: raw.norm_eps,
    linearProjection: raw.use_linear_projection,
    flipSinToCos: raw.flip_sin_to_cos,
    freqShift: raw.freq_shift,
    downsamplePadding: raw.downsample_padding,
    centerInputSample: raw.center_input_sample,
    sampleSize: sampleSizeOf(raw),
    added: null,
  };
}

const SD_SAMPLE_SIZE = 64;

/** diffusers before 0.9 wrote the wrong sample_size for models of 512 pixels: it takes no less than 64 from such files. */
function sampleSizeOf({ sample_size, _diffusers_version: version }: Raw): number {
  const size = sample_size ?? SD_SAMPLE_SIZE;
  return version !== undefined && /^0\.[0-8](\.|$)/.test(version) ? Math.max(size, SD_SAMPLE_SIZE) : size;
}

function hasAttention(type: string, side: 'Down' | 'Up', source: string): boolean {
  if (type === `CrossAttn${side}Block2D`) return true;
  if (type === `${side}Block2D`) return false;
  throw new UnsupportedConfigError(`${source}: block type ${type}; expected CrossAttn${side}Block2D or ${side}Block2D`);
}

function hasMid(type: string | null, source: string): boolean {
  if (type === null) return false;
  if (type === 'UNetMidBlock2DCrossAttn') return true;
  throw new UnsupportedConfigError(`${source}: mid_block_type ${type}; expected UNetMidBlock2DCrossAttn or null`);
}

/** The blocks, layers and units that strategies speak about. */
export function architectureOf(config: UNetConfig): Architecture {
  const block = (id: BlockId, layers: number, attention: Attention | null): BlockShape => ({
    id,
    resUnits: layers,
    attnUnits: attention ? layers : 0,
  });
  return {
    blocks: [
      ...config.down.map(({ layers, attention }, k) => block(`dn${k}`, layers, attention)),
      ...(config.mid ? [{ id: 'mid', resUnits: 2, attnUnits: 1 } as const] : []),
      ...config.up.map(({ layers, attention }, k) => block(`up${k}`, layers, attention)),
    ],
  };
}
