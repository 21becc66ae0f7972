import { z } from 'zod';
import { UnsupportedConfigError } from '../errors.ts';
import { between, readConfig, whole, wholeOrEach } from '../read-config.ts';
import type { Architecture, BlockId, BlockShape } from '../strategy/architecture.ts';
import { LIMITS } from '../vocabulary.ts';
import type { AddedEmbedding } from './added-embedding.ts';
import { assertBuildable } from './buildable.ts';
import { UNET_KEYS } from './config-keys.ts';

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
  readonly downsamplePadding: 0 | 1;
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

const { network: MOST } = LIMITS;

const schema = z.object({
  _diffusers_version: z.string().optional(),
  in_channels: whole(MOST.latentChannels).default(4),
  out_channels: whole(MOST.latentChannels).default(4),
  sample_size: wholeOrEach(LIMITS.side.max, 2).nullish(),
  center_input_sample: z.boolean().default(false),
  flip_sin_to_cos: z.boolean().default(true),
  freq_shift: between(-16, 16).default(0),
  down_block_types: z
    .array(z.string())
    .default(['CrossAttnDownBlock2D', 'CrossAttnDownBlock2D', 'CrossAttnDownBlock2D', 'DownBlock2D']),
  mid_block_type: z.string().nullable().default('UNetMidBlock2DCrossAttn'),
  up_block_types: z
    .array(z.string())
    .default(['UpBlock2D', 'CrossAttnUpBlock2D', 'CrossAttnUpBlock2D', 'CrossAttnUpBlock2D']),
  block_out_channels: z.array(whole(MOST.channels)).min(1).max(MOST.blocks).default([320, 640, 1280, 1280]),
  layers_per_block: wholeOrEach(MOST.layers, MOST.blocks).default(2),
  downsample_padding: z.literal([0, 1]).default(1),
  norm_num_groups: whole(MOST.channels).default(32),
  norm_eps: between(LIMITS.normEps.min, LIMITS.normEps.max).default(1e-5),
  cross_attention_dim: wholeOrEach(MOST.channels, MOST.blocks).default(1280),
  transformer_layers_per_block: wholeOrEach(MOST.layers, MOST.blocks).default(1),
  attention_head_dim: wholeOrEach(MOST.channels, MOST.blocks).default(8),
  use_linear_projection: z.boolean().default(false),
});

const READER = { schema, keys: UNET_KEYS, advice: 'Give a UNet of the SD 1.x or 2.x family, or correct the file' };

/**
 * Reads a UNet2DConditionModel's config.json.
 * @param json parsed JSON; keys that are missing have diffusers' defaults.
 * @param source named in errors, e.g. `unet/config.json`.
 * @throws UnsupportedConfigError for what no SD 1.x / 2.x UNet has.
 */
export function parseUNetConfig(json: unknown, source: string): UNetConfig {
  return resolve(readConfig(READER, json, source), source);
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
  const heads = perBlock('attention_head_dim', raw.attention_head_dim);
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
  const config: UNetConfig = {
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
    sampleSize: sampleSizeOf(raw, source),
    added: null,
  };
  assertBuildable(config, source);
  return config;
}

const SD_SAMPLE_SIZE = 64;

/** diffusers before 0.9 wrote the wrong sample_size for models of 512 pixels: it takes no less than 64 from such files. */
function sampleSizeOf({ sample_size, _diffusers_version: version }: Raw, source: string): number {
  const sizes = [sample_size ?? SD_SAMPLE_SIZE].flat();
  const size = Math.max(...sizes);
  if (sizes.some((side) => side !== size)) {
    throw new UnsupportedConfigError(
      `${source}: sample_size is ${sizes.join(' x ')}; expected one size: pictures start out square. Correct the file`,
    );
  }
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
