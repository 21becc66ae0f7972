import { describe, expect, test } from 'vitest';
import { parseUNetConfig } from './config.ts';

/** As stabilityai/stable-diffusion-2-1's unet/config.json has it, keys that change nothing included. */
const SD21 = {
  _class_name: 'UNet2DConditionModel',
  _diffusers_version: '0.10.0.dev0',
  act_fn: 'silu',
  attention_head_dim: [5, 10, 20, 20],
  block_out_channels: [320, 640, 1280, 1280],
  center_input_sample: false,
  cross_attention_dim: 1024,
  down_block_types: ['CrossAttnDownBlock2D', 'CrossAttnDownBlock2D', 'CrossAttnDownBlock2D', 'DownBlock2D'],
  downsample_padding: 1,
  dual_cross_attention: false,
  flip_sin_to_cos: true,
  freq_shift: 0,
  in_channels: 4,
  layers_per_block: 2,
  mid_block_scale_factor: 1,
  norm_eps: 1e-5,
  norm_num_groups: 32,
  num_class_embeds: null,
  only_cross_attention: false,
  out_channels: 4,
  sample_size: 96,
  up_block_types: ['UpBlock2D', 'CrossAttnUpBlock2D', 'CrossAttnUpBlock2D', 'CrossAttnUpBlock2D'],
  upcast_attention: true,
  use_linear_projection: true,
};

const parse = (change: object) => parseUNetConfig({ ...SD21, ...change }, 'unet/config.json');

describe("a UNet's config.json", () => {
  test('SD 2.1: heads per block, Linears, 96x96 latents; upcast_attention is what f32 does anyway', () => {
    const { down, up, mid, linearProjection, sampleSize } = parse({});
    expect(down.map(({ attention }) => attention?.heads)).toEqual([5, 10, 20, undefined]);
    expect(up.map(({ attention }) => attention?.heads)).toEqual([undefined, 20, 10, 5]);
    expect(mid?.attention.heads).toBe(20);
    expect({ linearProjection, sampleSize }).toEqual({ linearProjection: true, sampleSize: 96 });
  });

  test('sample_size of files older than diffusers 0.9 is 64 at least, as diffusers takes it', () => {
    expect(parse({ _diffusers_version: '0.6.0', sample_size: 32 }).sampleSize).toBe(64);
    expect(parse({ _diffusers_version: '0.8.1', sample_size: 96 }).sampleSize).toBe(96);
    expect(parse({ _diffusers_version: '0.9.0', sample_size: 32 }).sampleSize).toBe(32);
    expect(parse({ _diffusers_version: '0.27.2', sample_size: 32 }).sampleSize).toBe(32);
    expect(parse({ _diffusers_version: undefined, sample_size: 32 }).sampleSize).toBe(32);
  });

  test.each([
    ['class_embed_type', 'timestep'],
    ['num_class_embeds', 1000],
    ['resnet_time_scale_shift', 'scale_shift'],
    ['time_cond_proj_dim', 256],
    ['addition_embed_type', 'text_time'],
    ['encoder_hid_dim', 768],
    ['only_cross_attention', [true, true, true, false]],
    ['dual_cross_attention', true],
    ['conv_in_kernel', 1],
    ['act_fn', 'gelu'],
    ['time_embedding_type', 'fourier'],
    ['mid_block_scale_factor', 2],
    ['attention_type', 'gated'],
    ['mid_block_type', 'UNetMidBlock2DSimpleCrossAttn'],
    ['down_block_types', ['AttnDownBlock2D', 'DownBlock2D', 'DownBlock2D', 'DownBlock2D']],
    ['cross_attention_dim', [768, 1024, 1024, 1024]],
    ['layers_per_block', [2, 2]],
    ['attention_head_dim', 'eight'],
  ])('%s %j changes what is computed: refused by name', (key, value) => {
    const name = key === 'down_block_types' ? 'AttnDownBlock2D' : key;
    expect(() => parse({ [key]: value })).toThrow(name);
    expect(() => parse({ [key]: value })).toThrow(/^unet\/config\.json: /);
  });
});
