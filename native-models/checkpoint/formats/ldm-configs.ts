import type { Shape } from '../../graph/graph.ts';
import type { BlockCounts } from './ldm-names.ts';
import type { TensorTable } from './safetensors.ts';

/**
 * The config.json that a single file in LDM's naming lacks, read off its names and shapes.
 * Neither shows the number of attention heads or of normalisation groups: a family knows the former, the latter are 32.
 */

/** A tensor that decides the configuration: its shape, or zeros when it is missing. */
type ShapeOf = (name: string) => Shape;

const shapesIn =
  (stored: TensorTable): ShapeOf =>
  (name) =>
    stored.get(name)?.shape ?? [];

/** 0, 1, ... as long as `name(i)` is there. */
function countWhile(present: (index: number) => boolean): number {
  let count = 0;
  while (present(count)) count++;
  return count;
}

export function ldmUNetCounts(unet: TensorTable): BlockCounts {
  const layers = countWhile((layer) => unet.has(`input_blocks.${1 + layer}.0.in_layers.0.weight`));
  const blocks = countWhile((block) => unet.has(`input_blocks.${1 + block * (layers + 1)}.0.in_layers.0.weight`));
  return { blocks, layers };
}

/** @param headsOf attention heads of each block, or of all, by the blocks' channels. */
export function ldmUNetConfig(
  unet: TensorTable,
  { blocks, layers }: BlockCounts,
  headsOf: (channels: readonly number[]) => number | readonly number[],
) {
  const shapeOf = shapesIn(unet);
  const inputs = Array.from({ length: blocks }, (_, block) => `input_blocks.${1 + block * (layers + 1)}`);
  const channels = inputs.map((input) => shapeOf(`${input}.0.in_layers.2.weight`)[0] ?? 0);
  const attends = inputs.map((input) => unet.has(`${input}.1.proj_in.weight`));
  const firstAttention = inputs[attends.indexOf(true)] ?? 'middle_block';
  return {
    _class_name: 'UNet2DConditionModel',
    in_channels: shapeOf('input_blocks.0.0.weight')[1],
    out_channels: shapeOf('out.2.weight')[0],
    block_out_channels: channels,
    layers_per_block: layers,
    down_block_types: attends.map((attend) => (attend ? 'CrossAttnDownBlock2D' : 'DownBlock2D')),
    up_block_types: attends.toReversed().map((attend) => (attend ? 'CrossAttnUpBlock2D' : 'UpBlock2D')),
    attention_head_dim: headsOf(channels),
    cross_attention_dim: shapeOf(`${firstAttention}.1.transformer_blocks.0.attn2.to_k.weight`)[1],
    use_linear_projection: shapeOf(`${firstAttention}.1.proj_in.weight`).length === 2,
  };
}

export function ldmVaeCounts(vae: TensorTable): BlockCounts {
  return {
    blocks: countWhile((level) => vae.has(`encoder.down.${level}.block.0.conv1.weight`)),
    layers: countWhile((layer) => vae.has(`encoder.down.0.block.${layer}.conv1.weight`)),
  };
}

export function ldmVaeConfig(vae: TensorTable, { blocks, layers }: BlockCounts) {
  const shapeOf = shapesIn(vae);
  return {
    _class_name: 'AutoencoderKL',
    in_channels: shapeOf('encoder.conv_in.weight')[1],
    out_channels: shapeOf('decoder.conv_out.weight')[0],
    latent_channels: shapeOf('decoder.conv_in.weight')[1],
    block_out_channels: Array.from(
      { length: blocks },
      (_, level) => shapeOf(`encoder.down.${level}.block.0.conv1.weight`)[0],
    ),
    layers_per_block: layers,
    scaling_factor: 0.18215,
  };
}

const CLIP_HEAD_CHANNELS = 64;

export function clipConfig(clip: TensorTable) {
  const shapeOf = shapesIn(clip);
  const [vocabulary, width = 0] = shapeOf('text_model.embeddings.token_embedding.weight');
  const layers = countWhile((layer) => clip.has(`text_model.encoder.layers.${layer}.layer_norm1.weight`));
  return {
    architectures: ['CLIPTextModel'],
    hidden_size: width,
    intermediate_size: shapeOf('text_model.encoder.layers.0.mlp.fc1.weight')[0],
    num_hidden_layers: layers,
    num_attention_heads: width / CLIP_HEAD_CHANNELS,
    vocab_size: vocabulary,
    max_position_embeddings: shapeOf('text_model.embeddings.position_embedding.weight')[0],
  };
}

/** Layers of OpenCLIP ViT-H; SD 2 takes what the last but one gives. Some tools have already left the last one out. */
const OPEN_CLIP_LAYERS = 24;
const OPEN_CLIP_LAYERS_USED = 23;

export function openClipLayersUsed(openClip: TensorTable): number {
  const layers = countWhile((layer) => openClip.has(`transformer.resblocks.${layer}.ln_1.weight`));
  return layers === OPEN_CLIP_LAYERS_USED ? layers : layers - 1;
}

/** The same in the names of transformers: a folder's text encoder, whence these come, ends where SD 2's does. */
export function renamedOpenClipLayersUsed(layers: number): number {
  return layers === OPEN_CLIP_LAYERS ? OPEN_CLIP_LAYERS_USED : layers;
}
