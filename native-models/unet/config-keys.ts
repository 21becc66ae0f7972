import { type KeyTable, rows } from '../key-table.ts';

const used = rows(
  'in_channels out_channels sample_size center_input_sample flip_sin_to_cos freq_shift down_block_types mid_block_type ' +
    'up_block_types block_out_channels layers_per_block downsample_padding norm_num_groups norm_eps cross_attention_dim ' +
    'transformer_layers_per_block attention_head_dim use_linear_projection',
  'used',
);

/** Every key of a UNet2DConditionModel's config.json. */
export const UNET_KEYS: KeyTable = {
  ...used,

  // One function under two names.
  act_fn: { only: ['silu', 'swish', 'SiLU', 'Swish', 'SILU', 'SWISH'] },
  addition_embed_type: { only: [null] },
  attention_type: { only: ['default'] },
  class_embed_type: { only: [null] },
  conv_in_kernel: { only: [3] },
  conv_out_kernel: { only: [3] },
  cross_attention_norm: { only: [null] },
  dual_cross_attention: { only: [false] },
  encoder_hid_dim: { only: [null] },
  encoder_hid_dim_type: { only: [null] },
  mid_block_scale_factor: { only: [1] },
  num_attention_heads: {
    only: [null],
    remedy: 'Call the number of heads attention_head_dim, as diffusers does, which refuses this key as well',
  },
  num_class_embeds: { only: [null] },
  only_cross_attention: { only: [false, ...falses(8)] },
  resnet_out_scale_factor: { only: [1] },
  resnet_skip_time_act: { only: [false] },
  resnet_time_scale_shift: { only: ['default'] },
  reverse_transformer_layers_per_block: { only: [null] },
  time_cond_proj_dim: { only: [null] },
  time_embedding_act_fn: { only: [null] },
  time_embedding_dim: { only: [null] },
  time_embedding_type: { only: ['positional'] },
  timestep_post_act: { only: [null] },

  dropout: { harmless: 'only training drops anything out' },
  upcast_attention: { harmless: 'attention is computed in float32, or in float16 in a way that does not overflow' },
  mid_block_only_cross_attention: { harmless: 'only another type of mid block reads it' },
  class_embeddings_concat: { harmless: 'read only where there are class embeddings' },
  projection_class_embeddings_input_dim: { harmless: 'read only where there are class embeddings' },
  addition_time_embed_dim: { harmless: 'read only where addition_embed_type is given' },
  addition_embed_type_num_heads: { harmless: 'read only where addition_embed_type is given' },
  ...rows('decay inv_gamma min_decay optimization_step power update_after_step use_ema_warmup', {
    harmless: "notes of training, which diffusers' EMAModel adds",
  }),
};

/** Lists that say false of each block. */
function falses(most: number): readonly (readonly false[])[] {
  return Array.from({ length: most }, (_, count) => Array<false>(count + 1).fill(false));
}
