/** One more family, as it would stand in files of its own beside the others; and a checkpoint of it, made of recorded ones. */
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readSafetensors, writeSafetensors } from '../checkpoint/formats/safetensors.ts';
import { concat, linear } from '../graph/layers.ts';
import { recordedJson, recordingPath } from '../reference/recording.ts';
import { TorchGenerator } from '../sampling/noise.ts';
import { TEXT_ENCODER_OUTPUT } from '../text-encoder/text-encoder.ts';
import { parseUNetConfig } from '../unet/config.ts';
import { FAMILIES } from './families.ts';
import type { Family } from './family.ts';
import { CLIP_FOLDER } from './networks.ts';

const { sd1, sd2 } = FAMILIES;
const PIPELINE = 'StableDiffusionTwicePipeline';
/** Of the text encoders in a single file. */
const PREFIXES = ['embedders.0.', 'embedders.1.'] as const;
const ADDED = 'add_embedding.linear';

/**
 * Two text encoders whose tokens the UNet reads one after the other; it is told besides, as SDXL's is, what the second makes of
 * the whole prompt (here: of its last token) and how large the picture is to be.
 */
export const twice: Family<'textEncoder' | 'textEncoder2'> = {
  version: 'Twice',
  goodFor: 'trying what one more family takes',
  recognise: {
    pipelines: [PIPELINE],
    folder: async () => true,
    file: (tensors) => [...tensors.keys()].some((name) => name.startsWith(PREFIXES[1])),
  },
  unet: {
    ...sd1.unet,
    parse(json, source) {
      const config = parseUNetConfig(json, source);
      return {
        ...config,
        added: {
          inputs: { text_embeds: [config.crossAttentionDim], time_ids: [2] },
          build: (b, { text_embeds: text, time_ids: size }, width) =>
            linear(b, concat(b, [text!, size!], 1), ADDED, width),
        },
      };
    },
  },
  vae: sd1.vae,
  textEncoders: [
    ...sd1.textEncoders.map((recipe) => ({ ...recipe, inFile: { ...recipe.inFile, prefix: PREFIXES[0] } })),
    ...sd2.textEncoders.map((recipe) => ({
      ...recipe,
      role: 'textEncoder2' as const,
      inFolder: { ...CLIP_FOLDER, folder: 'text_encoder_2' },
      inFile: { ...recipe.inFile, part: 'second text encoder', missing: 'a second text encoder', prefix: PREFIXES[1] },
      tokenizerFolder: 'tokenizer_2',
    })),
  ],
  scheduler: sd1.scheduler,
  feeds(configOf) {
    const [first, second] = [configOf('textEncoder'), configOf('textEncoder2')];
    return {
      tokens: first.tokens + second.tokens,
      width: first.hiddenSize,
      added: { text_embeds: [second.hiddenSize], time_ids: [2] },
    };
  },
  async condition({ width, height }, encode) {
    const first = (await encode('textEncoder'))[TEXT_ENCODER_OUTPUT]!;
    const second = (await encode('textEncoder2'))[TEXT_ENCODER_OUTPUT]!;
    return {
      encoder_hidden_states: Float32Array.of(...first, ...second),
      text_embeds: second.slice(-second.length / 77),
      time_ids: Float32Array.of(height / 64, width / 64),
    };
  },
};

export const WITH_ANOTHER = { ...FAMILIES, twice };

/** Weights of what is added, [32, 18] and [32]; those of the recorded UNet, whose time embedding is 32 wide. */
export const ADDED_WEIGHTS = {
  [`${ADDED}.weight`]: { shape: [32, 18], data: new TorchGenerator(1).randn(32 * 18) },
  [`${ADDED}.bias`]: { shape: [32], data: new TorchGenerator(2).randn(32) },
};

/** Writes a checkpoint into `folder`: SD 1's networks, SD 2's text encoder as the second, and a UNet that is told more. */
export async function writeAnother(folder: string): Promise<void> {
  for (const part of ['vae', 'text_encoder', 'tokenizer', 'scheduler']) {
    await cp(recordingPath(`sd1/model/${part}`), join(folder, part), { recursive: true });
  }
  for (const part of ['text_encoder', 'tokenizer']) {
    await cp(recordingPath(`sd2/model/${part}`), join(folder, `${part}_2`), { recursive: true });
  }
  const index = {
    ...recordedJson<object>('sd1/model/model_index.json'),
    _class_name: PIPELINE,
    text_encoder_2: ['transformers', 'CLIPTextModel'],
    tokenizer_2: ['transformers', 'CLIPTokenizer'],
  };
  await writeFile(join(folder, 'model_index.json'), JSON.stringify(index));
  await mkdir(join(folder, 'unet'));
  await cp(recordingPath('sd1/model/unet/config.json'), join(folder, 'unet/config.json'));
  await writeUNet(join(folder, 'unet/diffusion_pytorch_model.safetensors'));
}

async function writeUNet(path: string): Promise<void> {
  const recorded = recordingPath('sd1/model/unet/diffusion_pytorch_model.safetensors');
  const bytes = await readFile(recorded);
  const stored = [...(await readSafetensors(recorded, 'unet')).tensors.values()];
  const own = stored.map(({ storedName, shape, offset, length }) => ({
    tensor: { name: storedName, dtype: 'F32' as const, shape },
    data: bytes.subarray(offset, offset + length),
  }));
  const added = Object.entries(ADDED_WEIGHTS).map(([name, { shape, data }]) => ({
    tensor: { name, dtype: 'F32' as const, shape },
    data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  }));
  const all = [...own, ...added];
  await writeSafetensors(
    path,
    all.map(({ tensor }) => tensor),
    all.map(({ data }) => data),
  );
}
