import { join } from 'node:path';
import { readFile, readdir, realpath } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { recordedJson, recordingPath } from '../reference/recording.ts';
import { temporaryFolder } from '../reference/temporary-folder.ts';
import { FAMILIES } from './families.ts';
import { type Checkpoint, openCheckpoint } from './open.ts';
import { type TensorToWrite, readSafetensors, writeSafetensors } from '../checkpoint/formats/safetensors.ts';
import { readSingleFile } from './read-single-file.ts';
import { reader } from './rewritten-file.fixture.ts';

/** What the tiny models have and real ones have not, so that no file shows it. */
const TINY = {
  sd1: { heads: 2, textLayers: 2 },
  sd2: { heads: [1, 2, 2, 2], textLayers: 3 },
} as const;
const COMPONENTS = [
  ['unet', 'unet'],
  ['vae', 'vae'],
  ['textEncoder', 'text_encoder'],
] as const;

async function openRecorded(family: keyof typeof TINY, dataFolder: string) {
  const checkpoint = await openCheckpoint(recordingPath(`single-file/${family}-ldm.safetensors`), {
    dataFolder,
    overrides: {
      unet: { attention_head_dim: TINY[family].heads, norm_num_groups: 4 },
      vae: { norm_num_groups: 4 },
      textEncoder: { num_attention_heads: 2 },
    },
    tokenizerFolder: recordingPath(`${family}/model/tokenizer`),
  });
  return networksOf(checkpoint);
}

/** The text encoder beside the others. */
function networksOf({ unet, vae, textEncoders }: Checkpoint) {
  return { unet, vae, textEncoder: textEncoders.get('textEncoder')! };
}

async function openFolder(family: string, dataFolder: string) {
  return networksOf(await openCheckpoint(recordingPath(`${family}/model`), { dataFolder }));
}

/** Names and shapes in a family's diffusers folder, as our graph builders ask for them. */
async function tensorsOf(family: string, folder: string) {
  const names = await readdir(recordingPath(`${family}/model/${folder}`));
  const files = names.filter((name) => name.endsWith('.safetensors'));
  const tables = await Promise.all(
    files.map((name) => readSafetensors(recordingPath(`${family}/model/${folder}/${name}`), name)),
  );
  return tables.flatMap(({ tensors }) => [...tensors]).filter(([, { dtype }]) => dtype !== 'I64');
}

describe.each(['sd1', 'sd2'] as const)('%s in the original naming', (family) => {
  test.each(COMPONENTS)('%s: the same tensors as in the diffusers folder', async (network, folder) => {
    const dataFolder = await temporaryFolder();
    const single = await (await openRecorded(family, dataFolder))[network].load();
    const model = await openFolder(family, dataFolder);
    const diffusers = await model[network].load();
    const tensors = await tensorsOf(family, folder);
    const [singleBytes, diffusersBytes] = [reader(single), reader(diffusers)];
    expect(tensors.length).toBeGreaterThan(30);
    for (const [name, { shape }] of tensors) {
      const found = await singleBytes(single.tensor(name, shape));
      const expected = await diffusersBytes(diffusers.tensor(name, shape));
      expect(found.equals(expected), name).toBe(true);
    }
  });

  test('a device that computes in float16 reads it where it lies: nothing is hashed, nothing copied', async () => {
    const dataFolder = await temporaryFolder();
    const checkpoint = await openRecorded(family, dataFolder);
    for (const [network] of COMPONENTS) {
      const { folder } = await checkpoint[network].load('float16');
      expect(folder).toBe(await realpath(recordingPath('single-file')));
    }
    expect(await readdir(dataFolder)).toEqual([]);
  });

  test.each(COMPONENTS)('%s: the configuration, read off the shapes', async (network, folder) => {
    const checkpoint = await openRecorded(family, '');
    const recorded = recordedJson<Record<string, unknown>>(`${family}/model/${folder}/config.json`);
    const { sample_size: _, scaling_factor: __, ...config } = checkpoint[network].config as Record<string, unknown>;
    const known = Object.entries(config).filter(([key]) => key in recorded);
    expect(Object.fromEntries(known)).toEqual(Object.fromEntries(known.map(([key]) => [key, recorded[key]])));
    expect(known.length).toBeGreaterThan(6);
    const { parameters } = (await openFolder(family, ''))[network];
    expect(checkpoint[network].parameters).toBe(parameters);
  });

  test('the tokenizer pads as this family does', async () => {
    const [single, diffusers] = [await openRecorded(family, ''), await openFolder(family, '')];
    const prompt = 'a cat in a forest!!';
    const encoded = async ({ textEncoder }: typeof single) => (await textEncoder.tokenizer()).encode(prompt);
    expect(await encoded(single)).toEqual(await encoded(diffusers));
    expect(FAMILIES[family].textEncoders[0]?.padToken).toBe(family === 'sd2' ? '!' : '<|endoftext|>');
  });
});

const recordedFile = (family: string) =>
  readSafetensors(recordingPath(`single-file/${family}-ldm.safetensors`), 'model.safetensors');

test('heads of the real models: 8 in SD 1, 64 channels each in SD 2', async () => {
  const sd1 = await readSingleFile(await recordedFile('sd1'), FAMILIES);
  const sd2 = await readSingleFile(await recordedFile('sd2'), FAMILIES);
  const { block_out_channels: channels } = sd2.unet.config as { block_out_channels: number[] };
  expect(sd1.unet.config).toMatchObject({ attention_head_dim: 8, use_linear_projection: false, sample_size: 64 });
  expect(sd2.unet.config).toMatchObject({
    attention_head_dim: channels.map((count) => count / 64),
    use_linear_projection: true,
    sample_size: 96,
  });
});

describe('what the UNet predicts', () => {
  /** The recorded file with another header: more tensors (without bytes that matter) or metadata. */
  async function variant(family: string, extra: readonly TensorToWrite[], data: Uint8Array[], metadata = {}) {
    const { tensors, path } = await recordedFile(family);
    const bytes = await readFile(path);
    const stored = [...tensors.values()];
    const copy = join(await temporaryFolder(), 'model.safetensors');
    await writeSafetensors(
      copy,
      [...stored.map(({ storedName, dtype, shape }) => ({ name: storedName, dtype: dtype as 'F16', shape })), ...extra],
      [...stored.map(({ offset, length }) => bytes.subarray(offset, offset + length)), ...data],
      metadata,
    );
    return readSafetensors(copy, 'model.safetensors');
  }
  const steps = (count: bigint): [readonly TensorToWrite[], Uint8Array[]] => [
    [{ name: 'global_step', dtype: 'I64', shape: [] }],
    [new Uint8Array(BigInt64Array.of(count).buffer)],
  ];
  const predictionOf = async (file: Awaited<ReturnType<typeof variant>>, scheduler = {}) =>
    (await readSingleFile(file, FAMILIES, { overrides: { scheduler } })).schedulerConfig;

  test('SD 1 epsilon, SD 2 v-prediction, SD 2.0 base by its steps epsilon', async () => {
    expect(await predictionOf(await recordedFile('sd1'))).toMatchObject({ prediction_type: 'epsilon' });
    expect(await predictionOf(await recordedFile('sd2'))).toMatchObject({ prediction_type: 'v_prediction' });
    expect(await predictionOf(await variant('sd2', ...steps(875_000n)))).toMatchObject({ prediction_type: 'epsilon' });
    expect(await predictionOf(await variant('sd2', ...steps(140_000n)))).toMatchObject({
      prediction_type: 'v_prediction',
    });
  });

  test('a file may say so itself, and the caller has the last word', async () => {
    const declared = await variant('sd2', [], [], { 'modelspec.prediction_type': 'epsilon' });
    expect(await predictionOf(declared)).toMatchObject({ prediction_type: 'epsilon' });
    expect(await predictionOf(declared, { prediction_type: 'v_prediction' })).toMatchObject({
      prediction_type: 'v_prediction',
    });
    const marked = await variant('sd1', [{ name: 'v_pred', dtype: 'F32', shape: [0] }], []);
    expect(await predictionOf(marked)).toMatchObject({ prediction_type: 'v_prediction' });
  });
});

/** A file with these tensor names; what is refused is refused before any number is read. */
async function fileOf(tensors: Readonly<Record<string, readonly number[]>>) {
  const path = join(await temporaryFolder(), 'model.safetensors');
  const list = Object.entries(tensors).map(([name, shape]): TensorToWrite => ({ name, dtype: 'F16', shape }));
  const bytes = list.reduce((sum, { shape }) => sum + 2 * shape.reduce((product, size) => product * size, 1), 0);
  await writeSafetensors(path, list, [new Uint8Array(bytes)]);
  return readSafetensors(path, 'model.safetensors');
}

const UNET_IN = 'model.diffusion_model.input_blocks.0.0.weight';
const SD = { [UNET_IN]: [8, 4, 3, 3], 'first_stage_model.x': [1], 'cond_stage_model.transformer.x': [1] };

test.each([
  ['Stable Diffusion XL', { ...SD, 'conditioner.embedders.1.model.ln_final.bias': [1] }],
  ['the Stable Diffusion XL refiner', { ...SD, 'conditioner.embedders.0.model.ln_final.bias': [1] }],
  ['Stable Diffusion 3', { 'model.diffusion_model.joint_blocks.0.x_block.attn.qkv.weight': [1] }],
  ['Flux', { 'double_blocks.0.img_attn.norm.key_norm.scale': [1] }],
  ['a LoRA', { 'lora_unet_down_blocks_0_attentions_0_proj_in.lora_up.weight': [1] }],
  ['a LoRA', { 'unet.down_blocks.0.attentions.0.to_q.lora_A.weight': [1] }],
  ['a textual inversion', { emb_params: [1, 768], 'string_to_param.*': [1, 768] }],
  ['a LoRA', { 'down_blocks.0.attentions.0.processor.to_q_lora.up.weight': [1] }],
  ['a LoRA', { 'unet.down_blocks.0.attentions.0.to_q.lora.down.weight': [1] }],
  ['a LoRA', { 'unet.mid_block.attentions.0.to_q.lora_linear_layer.up.weight': [1] }],
  ['a LoRA', { 'lora_te_text_model_encoder_layers_0_mlp_fc1.hada_w1_a': [1] }],
  ['a LoRA', { 'lycoris_mid_block_attentions_0_proj_in.lokr_w1': [1] }],
  ['a textual inversion', { '<my-fox>': [16] }],
  ['a textual inversion', { 'my-style': [3, 768] }],
  ['a textual inversion', { clip_l: [2, 768], clip_g: [2, 1280] }],
  ['a ControlNet', { 'control_model.time_embed.0.weight': [1] }],
  ['a ControlNet', { 'controlnet_cond_embedding.conv_in.weight': [1], 'down_blocks.0.resnets.0.conv1.weight': [1] }],
  ['a ControlNet', { 'controlnet_down_blocks.0.weight': [1], 'down_blocks.0.resnets.0.conv1.weight': [1] }],
  ['an IP-Adapter', { 'image_proj.norm.weight': [1], 'ip_adapter.1.to_k_ip.weight': [1] }],
  ['a T2I-Adapter', { 'body.0.in_conv.weight': [1] }],
  ['an autoencoder (VAE) alone', { 'first_stage_model.encoder.conv_in.weight': [1] }],
  ['an autoencoder (VAE) alone', { 'encoder.down_blocks.0.resnets.0.conv1.weight': [1] }],
  ['an autoencoder (VAE) alone', { 'decoder.up.0.block.0.conv1.weight': [1] }],
  ['a UNet alone', { 'input_blocks.0.0.weight': [1] }],
  ['one network of a diffusers folder (a text encoder)', { 'text_model.final_layer_norm.weight': [1] }],
  ['a text encoder (OpenCLIP) alone', { 'transformer.resblocks.0.ln_1.weight': [1] }],
  ['a checkpoint with only the averaged copy', { 'model_ema.diffusion_modeltime_embed0weight': [1], decay: [] }],
  ['Stable Video Diffusion', { ...SD, 'model.diffusion_model.middle_block.0.time_stack.in_layers.0.weight': [1] }],
  ['a UNet that is told its guidance scale', { ...SD, 'model.diffusion_model.time_embed.cond_proj.weight': [1] }],
  ['AnimateDiff', { 'down_blocks.0.motion_modules.0.temporal_transformer.norm.bias': [1] }],
  ['a UNet with class embeddings', { ...SD, 'model.diffusion_model.label_emb.0.0.weight': [1] }],
  ['one network of a diffusers folder', { 'down_blocks.0.resnets.0.conv1.weight': [1] }],
  ['an autoencoder (VAE) alone', { 'encoder.down.0.block.0.conv1.weight': [1] }],
  ['an inpainting model (9 input channels)', { ...SD, [UNET_IN]: [8, 9, 3, 3] }],
  ['an InstructPix2Pix model (8 input channels)', { ...SD, [UNET_IN]: [8, 8, 3, 3] }],
  ['a depth-to-image model (5 input channels)', { ...SD, [UNET_IN]: [8, 5, 3, 3] }],
])('%s is refused by name', async (what, tensors) => {
  await expect(readSingleFile(await fileOf(tensors), FAMILIES)).rejects.toThrow(`model.safetensors: this is ${what}`);
});

test.each([
  ['a UNet (model.diffusion_model.…)', { 'something.else': [1] }],
  ['an autoencoder (first_stage_model.…)', { [UNET_IN]: [8, 4, 3, 3], 'cond_stage_model.transformer.x': [1] }],
  [
    'a text encoder (cond_stage_model.transformer.… or cond_stage_model.model.…)',
    { [UNET_IN]: [8, 4, 3, 3], 'first_stage_model.x': [1] },
  ],
])('without %s', async (part, tensors) => {
  await expect(readSingleFile(await fileOf(tensors), FAMILIES)).rejects.toThrow(
    `model.safetensors: expected ${part}, found none. Heirloom opens Stable Diffusion 1.x and 2.x`,
  );
});

test('all that a pruned file lacks is said at once, and what to do', async () => {
  await expect(readSingleFile(await fileOf({ [UNET_IN]: [8, 4, 3, 3] }), FAMILIES)).rejects.toThrow(
    'model.safetensors: expected an autoencoder (first_stage_model.…), found none. Heirloom opens Stable Diffusion 1.x ' +
      'and 2.x, whole; it lacks a text encoder (cond_stage_model.transformer.… or cond_stage_model.model.…) as well. ' +
      'Get the full version of this model (a pruned file may lack parts), or its diffusers folder',
  );
});

test("a misshapen tensor is named with the file's own name for it", async () => {
  const { unet } = await openRecorded('sd1', '');
  expect(() => unet.shapes.tensor('mid_block.resnets.1.conv1.weight', [1, 2])).toThrow(
    'sd1-ldm.safetensors: mid_block.resnets.1.conv1.weight (model.diffusion_model.middle_block.2.in_layers.2.weight): ' +
      'expected [1, 2], found [',
  );
});
