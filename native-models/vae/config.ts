import { z } from 'zod';
import { UnsupportedConfigError } from '../errors.ts';
import { between, readConfig, whole } from '../read-config.ts';
import { LIMITS } from '../vocabulary.ts';
import { VAE_KEYS } from './config-keys.ts';

export interface VaeConfig {
  readonly imageChannels: number;
  readonly latentChannels: number;
  readonly blockChannels: readonly number[];
  readonly layersPerBlock: number;
  readonly groups: number;
  /** Latents the UNet sees = VAE latents * scalingFactor. */
  readonly scalingFactor: number;
  readonly quantConv: boolean;
  readonly postQuantConv: boolean;
  readonly midAttention: boolean;
}

/** Of values that latents are multiplied by: 0.18215 brings them to a variance of 1, and no autoencoder's are far from that. */
const SCALING = { min: 1e-4, max: 1e4 } as const;

const { network: MOST } = LIMITS;

const schema = z.object({
  in_channels: z.literal(3).default(3),
  out_channels: z.literal(3).default(3),
  latent_channels: whole(MOST.latentChannels).default(4),
  block_out_channels: z.array(whole(MOST.channels)).min(1).max(MOST.blocks),
  layers_per_block: whole(MOST.layers).default(1),
  norm_num_groups: whole(MOST.channels).default(32),
  scaling_factor: between(SCALING.min, SCALING.max).default(0.18215),
  use_quant_conv: z.boolean().default(true),
  use_post_quant_conv: z.boolean().default(true),
  mid_block_add_attention: z.boolean().default(true),
  down_block_types: z.array(z.literal('DownEncoderBlock2D')).max(MOST.blocks).optional(),
  up_block_types: z.array(z.literal('UpDecoderBlock2D')).max(MOST.blocks).optional(),
});

const READER = {
  schema,
  keys: VAE_KEYS,
  advice: 'Give the AutoencoderKL of an SD 1.x or 2.x model, or correct the file',
};

/**
 * Reads an AutoencoderKL's config.json.
 * @throws UnsupportedConfigError naming `source` and the key that does not fit.
 */
export function parseVaeConfig(json: unknown, source: string): VaeConfig {
  const raw = readConfig(READER, json, source);
  const { block_out_channels: channels, norm_num_groups: groups } = raw;
  const refused = (what: string) => new UnsupportedConfigError(`${source}: ${what}. ${READER.advice}`);
  for (const key of ['down_block_types', 'up_block_types'] as const) {
    const types = raw[key] ?? channels;
    if (types.length !== channels.length)
      throw refused(`${key} has ${types.length} entries for ${channels.length} blocks`);
  }
  const narrow = channels.find((count) => count % groups !== 0);
  if (narrow !== undefined) {
    throw refused(`norm_num_groups is ${groups}; ${narrow} of block_out_channels do not divide into as many groups`);
  }
  return {
    imageChannels: raw.in_channels,
    latentChannels: raw.latent_channels,
    blockChannels: channels,
    layersPerBlock: raw.layers_per_block,
    groups,
    scalingFactor: raw.scaling_factor,
    quantConv: raw.use_quant_conv,
    postQuantConv: raw.use_post_quant_conv,
    midAttention: raw.mid_block_add_attention,
  };
}

/** Pixels per latent along one side: 8 in SD 1.x. */
export function scaleFactorOf(config: VaeConfig): number {
  return 2 ** (config.blockChannels.length - 1);
}
