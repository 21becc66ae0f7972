import { type KeyTable, rows } from '../key-table.ts';

const used = rows(
  'in_channels out_channels latent_channels block_out_channels layers_per_block norm_num_groups scaling_factor ' +
    'use_quant_conv use_post_quant_conv mid_block_add_attention down_block_types up_block_types',
  'used',
);

/** What Stable Diffusion's pipelines do not read: docs/adr/0019-keys-of-configs.md. */
const NOT_READ =
  "Stable Diffusion's pipelines do not read it, in diffusers or here: latents are only multiplied by scaling_factor";

/** Every key of an AutoencoderKL's config.json. */
export const VAE_KEYS: KeyTable = {
  ...used,
  // One function under two names.
  act_fn: { only: ['silu', 'swish', 'SiLU', 'Swish', 'SILU', 'SWISH'] },
  shift_factor: { unread: NOT_READ, silent: [null, 0] },
  latents_mean: { unread: NOT_READ, silent: [null] },
  latents_std: { unread: NOT_READ, silent: [null] },
  sample_size: { harmless: 'the size that it was trained at: only the tiling of diffusers goes by it' },
  force_upcast: { harmless: 'a decoder that overflows in float16 is run again in float32' },
};
