import { z } from 'zod';
import { UnsupportedConfigError } from '../errors.ts';

export interface VaeConfig {
  readonly imageChannels: number;
  readonly latentChannels: number;
  readonly blockChannels: readonly number[];
  readonly layersPerBlock: number;
  readonly groups: number;
  /** Latents the UNet sees = VAE latents * scalingFactor. */
  readonly scalingFactor: number;
  readonly shiftFactor: number;
  readonly quantConv: boolean;
  readonly postQuantConv: boolean;
  readonly midAttention: boolean;
}

const schema = z.object({
  in_channels: z.literal(3).default(3),
  out_channels: z.literal(3).default(3),
  act_fn: z.literal('silu').default('silu'),
  latent_channels: z.number().int().positive().default(4),
  block_out_channels: z.array(z.number().int().positive()).min(1),
  layers_per_block: z.number().int().positive().default(1),
  norm_num_groups: z.number().int().positive().default(32),
  scaling_factor: z.number().default(0.18215),
  shift_factor: z.number().nullish(),
  use_quant_conv: z.boolean().default(true),
  use_post_quant_conv: z.boolean().default(true),
  mid_block_add_attention: z.boolean().default(true),
  down_block_types: z.array(z.literal('DownEncoderBlock2D')).optional(),
  up_block_types: z.array(z.literal('UpDecoderBlock2D')).optional(),
});

/**
 * Reads an AutoencoderKL's config.json.
 * @throws UnsupportedConfigError naming `source` and the key that does not fit.
 */
export function parseVaeConfig(json: unknown, source: string): VaeConfig {
  const parsed = schema.safeParse(json);
  if (!parsed.success) {
    throw new UnsupportedConfigError(`${source}: not an autoencoder we can build. ${z.prettifyError(parsed.error)}`);
  }
  const raw = parsed.data;
  return {
    imageChannels: raw.in_channels,
    latentChannels: raw.latent_channels,
    blockChannels: raw.block_out_channels,
    layersPerBlock: raw.layers_per_block,
    groups: raw.norm_num_groups,
    scalingFactor: raw.scaling_factor,
    shiftFactor: raw.shift_factor ?? 0,
    quantConv: raw.use_quant_conv,
    postQuantConv: raw.use_post_quant_conv,
    midAttention: raw.mid_block_add_attention,
  };
}

/** Pixels per latent along one side: 8 in SD 1.x. */
export function scaleFactorOf(config: VaeConfig): number {
  return 2 ** (config.blockChannels.length - 1);
}
