/** What cannot be opened says what is wrong, where, and what to do. */
import { statSync } from 'node:fs';
import { mkdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { recordedJson, recordedTensors, recordingPath } from '../reference/recording.ts';
import { temporaryFolder } from '../reference/temporary-folder.ts';
import { openCheckpoint } from './open.ts';
import { copyOf, open, SD1_UNET, UNET_FILE } from './copied-model.fixture.ts';
import { fileWith as writtenFile, tensorsIn } from './rewritten-file.fixture.ts';

/** What can be wrong with a folder, and the words a person gets. */
const BROKEN: readonly { named: string; spoil: (folder: string) => Promise<unknown>; says: string }[] = [
  {
    named: 'nothing there',
    spoil: (folder) => rm(folder, { recursive: true }),
    says: 'there is no such file or folder',
  },
  {
    named: 'an empty folder',
    spoil: async (folder) => {
      await rm(folder, { recursive: true });
      await mkdir(folder);
    },
    says: 'the folder is empty. A checkpoint is a diffusers folder (with model_index.json) or one .safetensors file',
  },
  {
    named: 'no model_index.json',
    spoil: (folder) => rm(join(folder, 'model_index.json')),
    says: 'no model_index.json. A checkpoint is',
  },
  {
    named: 'a single file beside nothing',
    spoil: async (folder) => {
      await rm(join(folder, 'model_index.json'));
      await writeFile(join(folder, 'v1-5.safetensors'), '');
    },
    says: 'no model_index.json. To open the single file, name it:',
  },
  {
    named: 'a pickle beside nothing',
    spoil: async (folder) => {
      await rm(join(folder, 'model_index.json'));
      await writeFile(join(folder, 'v1-5.ckpt'), '');
    },
    says: 'v1-5.ckpt: this is a Python pickle',
  },
  {
    named: 'model_index.json that is not JSON',
    spoil: (folder) => writeFile(join(folder, 'model_index.json'), '{"_class_name": '),
    says: 'model_index.json: this is not JSON',
  },
  {
    named: 'SDXL',
    spoil: (folder) => writeFile(join(folder, 'model_index.json'), '{"_class_name":"StableDiffusionXLPipeline"}'),
    says: 'model_index.json: expected StableDiffusionPipeline, found StableDiffusionXLPipeline. Heirloom runs',
  },
  {
    named: 'another text encoder',
    spoil: async (folder) => {
      const file = join(folder, 'model_index.json');
      await writeFile(file, (await readFile(file, 'utf8')).replace('CLIPTextModel', 'T5EncoderModel'));
    },
    says: 'model_index.json: text_encoder: expected CLIPTextModel, found T5EncoderModel',
  },
  {
    named: 'no configuration',
    spoil: (folder) => rm(join(folder, 'unet', 'config.json')),
    says: 'unet/config.json: the file is missing or cannot be read',
  },
  {
    named: 'a configuration that Git LFS left as a pointer',
    spoil: (folder) => writeFile(join(folder, 'vae/config.json'), 'version https://git-lfs.github.com/spec/v1\n'),
    says: 'vae/config.json: this is not JSON but a Git LFS pointer: run `git lfs pull`',
  },
  {
    named: 'weights only as a pickle',
    spoil: (folder) => rename(join(folder, 'unet', UNET_FILE), join(folder, 'unet', 'diffusion_pytorch_model.bin')),
    says:
      'unet/diffusion_pytorch_model.bin: this is a Python pickle (.ckpt, .bin, .pt), which can run any code when it ' +
      'is opened. Get the .safetensors version, or convert it',
  },
  {
    named: 'no weights',
    spoil: (folder) => rm(join(folder, 'unet', UNET_FILE)),
    says: 'unet: expected diffusion_pytorch_model.safetensors, found config.json. Get the missing file',
  },
  {
    named: 'weights cut short',
    spoil: (folder) => truncate(join(folder, 'unet', UNET_FILE), 100_000),
    says: `unet/${UNET_FILE}: the file is cut short: expected ${statSync(SD1_UNET).size} bytes, found 100000. The download`,
  },
];

test.each(BROKEN)('$named: an error that says so', async ({ spoil, says }) => {
  const folder = await copyOf('sd1');
  await spoil(folder);
  await expect(open(folder)).rejects.toThrow(says);
});

test('a shard that is missing, and one outside the folder', async () => {
  const folder = await copyOf('sd2');
  const shard = 'diffusion_pytorch_model-00002-of-00002.safetensors';
  await rm(join(folder, 'unet', shard));
  await expect(open(folder)).rejects.toThrow(`unet/${shard}: the file cannot be read (ENOENT`);
  const index = join(folder, 'unet', 'diffusion_pytorch_model.safetensors.index.json');
  await writeFile(index, JSON.stringify({ weight_map: { 'conv_in.weight': '../../secret.safetensors' } }));
  await expect(open(folder)).rejects.toThrow('unet/diffusion_pytorch_model.safetensors.index.json: ');
});

test('a folder that holds one network', async () => {
  await expect(open(recordingPath('sd1/base-unet'))).rejects.toThrow(
    'this is a single UNet2DConditionModel without its pipeline (no model_index.json)',
  );
});

test('a .ckpt', async () => {
  const path = join(await temporaryFolder(), 'model.ckpt');
  await writeFile(path, '');
  await expect(open(path)).rejects.toThrow('model.ckpt: this is a Python pickle');
});

test('a tensor that is missing or misshapen', async () => {
  const { unet, vae } = await open(recordingPath('sd1/model'));
  const { shape } = recordedTensors(`sd1/model/unet/${UNET_FILE}`)('up_blocks.1.resnets.0.conv1.weight');
  for (const weights of [unet.shapes, await unet.load()]) {
    expect(() => weights.tensor('up_blocks.1.resnets.0.conv1.weight', [1280, 2560, 3, 3])).toThrow(
      `unet/${UNET_FILE}: up_blocks.1.resnets.0.conv1.weight: expected [1280, 2560, 3, 3], found [${shape.join(', ')}]. `,
    );
    expect(() => weights.tensor('mid_block.resnets.9.conv1.bias', [16])).toThrow(
      `unet/${UNET_FILE}: mid_block.resnets.9.conv1.bias: expected [16], found no such tensor`,
    );
  }
  const { shape: quant } = recordedTensors(`sd1/model/vae/${UNET_FILE}`)('quant_conv.weight');
  // Only attention that was a convolution may have another shape than the file says.
  expect(() => vae.shapes.tensor('quant_conv.weight', quant.slice(0, 2))).toThrow(
    'expected [8, 8], found [8, 8, 1, 1]',
  );
});

test('a tokenizer with more tokens than the text encoder knows', async () => {
  const { textEncoders } = await openCheckpoint(recordingPath('single-file/sd1-ldm.safetensors'), {
    dataFolder: '',
    overrides: { textEncoder: { num_attention_heads: 2 } },
  });
  await expect(textEncoders.get('textEncoder')!.tokenizer()).rejects.toThrow(
    /^sd1-ldm\.safetensors \(text encoder\): expected a vocabulary of \d+ tokens, found 49408\. Give the tokenizer/,
  );
});

describe('a folder that was saved with a textual inversion', () => {
  const TABLE = 'text_model.embeddings.token_embedding.weight';

  /** sd1 with one token more, and a table of so many rows. */
  async function withToken(rows: number) {
    const folder = await copyOf('sd1');
    const text = join(folder, 'text_encoder');
    await writeFile(join(folder, 'tokenizer', 'added_tokens.json'), '{"<my-fox>": 604}');
    const config = recordedJson<object>('sd1/model/text_encoder/config.json');
    await writeFile(join(text, 'config.json'), JSON.stringify({ ...config, vocab_size: rows }));
    const tensors = (await tensorsIn(join(text, 'model.safetensors'))).map((tensor) => {
      if (tensor.name !== TABLE) return tensor;
      const bytes = new Uint8Array(rows * 16 * 4);
      bytes.set(tensor.bytes);
      return { ...tensor, shape: [rows, 16], bytes };
    });
    await rename(await writtenFile(tensors), join(text, 'model.safetensors'));
    return (await open(folder)).textEncoders.get('textEncoder')!;
  }

  test('its token is read, its row is there', async () => {
    const { tokenizer, shapes } = await withToken(605);
    expect((await tokenizer()).encode('a <my-fox> on grass').ids.slice(1, 4)).toEqual([320, 604, 594]);
    expect(shapes.tensor(TABLE, [605, 16]).shape).toEqual([605, 16]);
  });

  test('without its row it is refused: the id is beyond the table', async () => {
    const { tokenizer } = await withToken(604);
    await expect(tokenizer()).rejects.toThrow(
      'text_encoder/config.json: expected a vocabulary of 604 tokens, found 605. Give the tokenizer that belongs',
    );
  });
});
