import { parseUNetConfig, type UNetConfig } from './config.ts';

/** Published configurations, for whatever only the architecture matters to: presets, costs, drawings. */
const SD1 = { cross_attention_dim: 768, attention_head_dim: 8 };
const SD2 = { cross_attention_dim: 1024, attention_head_dim: [5, 10, 20, 20], use_linear_projection: true };

const CONFIGS = {
  /** runwayml/stable-diffusion-v1-5 */
  sd15: SD1,
  /** stabilityai/stable-diffusion-2-1 (trained at 96x96 latents) */
  sd21: { ...SD2, sample_size: 96 },
  /** nota-ai/bk-sdm-base */
  'bk-base': { ...SD1, layers_per_block: 1 },
  /** nota-ai/bk-sdm-small */
  'bk-small': { ...SD1, layers_per_block: 1, mid_block_type: null },
  /** nota-ai/bk-sdm-tiny */
  'bk-tiny': {
    ...SD1,
    layers_per_block: 1,
    mid_block_type: null,
    block_out_channels: [320, 640, 1280],
    down_block_types: Array<string>(3).fill('CrossAttnDownBlock2D'),
    up_block_types: Array<string>(3).fill('CrossAttnUpBlock2D'),
  },
} as const;

export type BuiltInModel = keyof typeof CONFIGS;
export const BUILT_IN_MODELS = Object.keys(CONFIGS) as readonly BuiltInModel[];

export function isBuiltInModel(name: string): name is BuiltInModel {
  return Object.hasOwn(CONFIGS, name);
}

export function builtInConfig(model: BuiltInModel): UNetConfig {
  return parseUNetConfig(CONFIGS[model], `built-in ${model}`);
}
