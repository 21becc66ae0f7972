import { statSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { recordedJson, recordedTensors, recordingPath } from '../reference/recording.ts';
import { temporaryFolder } from '../reference/temporary-folder.ts';
import { openCheckpoint, openUNet } from './open.ts';
import { readSafetensors, writeSafetensors } from './formats/safetensors.ts';
import type { WeightSource } from '../graph/weights.ts';

const FAMILIES = ['sd1', 'sd2', 'bk-tiny'] as const;
const UNET_FILE = 'diffusion_pytorch_model.safetensors';
const SD1_UNET = recordingPath(`sd1/model/unet/${UNET_FILE}`);

async function copyOf(family: string): Promise<string> {
  const folder = join(await temporaryFolder(), 'model');
  await cp(recordingPath(`${family}/model`), folder, { recursive: true });
  return folder;
}

const open = async (path: string) => openCheckpoint(path, { dataFolder: await temporaryFolder() });

/** The numbers that a reference leads to. */
async function numbersOf(weights: WeightSource, name: string, shape: readonly number[]): Promise<Float32Array> {
  const { type, data } = weights.tensor(name, shape);
  if (type !== 'float32' || data.kind !== 'file') throw new Error(`${name} is not float32 in a file`);
  expect(basename(data.file)).toBe(data.file);
  const file = await readFile(join(weights.folder, data.file));
  return new Float32Array(new Uint8Array(file.subarray(data.offset, data.offset + data.length)).buffer);
}

describe('a diffusers folder', () => {
  test.each(FAMILIES)('%s: every tensor of every network is there in float32', async (family) => {
    const checkpoint = await open(recordingPath(`${family}/model`));
    expect(checkpoint).toMatchObject({ name: 'model', format: 'diffusers' });
    for (const [network, folder] of [
      [checkpoint.unet, 'unet'],
      [checkpoint.vae, 'vae'],
      [checkpoint.textEncoders.get('textEncoder')!, 'text_encoder'],
    ] as const) {
      expect(network.config).toEqual(recordedJson(`${family}/model/${folder}/config.json`));
      const weights = await network.load();
      expect(network.parameters).toBeGreaterThan(1000);
      expect(weights.folder).not.toBe('');
    }
    expect(checkpoint.schedulerConfig).toEqual(recordedJson(`${family}/model/scheduler/scheduler_config.json`));
  });

  test('float32 stays in place, and a link is followed to the real file', async () => {
    const folder = await copyOf('sd1');
    const real = join(await temporaryFolder(), 'blob-0123');
    await rename(join(folder, 'unet', UNET_FILE), real);
    await symlink(real, join(folder, 'unet', UNET_FILE));
    const { unet } = await open(folder);
    expect(unet.dtype).toBe('float32');
    const weights = await unet.load();
    const { shape, data } = recordedTensors(`sd1/model/unet/${UNET_FILE}`)('conv_in.weight');
    expect(weights.folder).toBe(dirname(real));
    expect(weights.tensor('conv_in.weight', shape).data).toMatchObject({ kind: 'file', file: 'blob-0123' });
    expect(await numbersOf(weights, 'conv_in.weight', shape)).toEqual(data);
  });

  test('shards that lie in different folders are brought together', async () => {
    const folder = await copyOf('sd2');
    const elsewhere = join(await temporaryFolder(), 'blob');
    const shard = join(folder, 'unet', 'diffusion_pytorch_model-00001-of-00002.safetensors');
    await rename(shard, elsewhere);
    await symlink(elsewhere, shard);
    const apart = await (await open(folder)).unet.load();
    const whole = await open(recordingPath('sd2/model'));
    const together = await whole.unet.load();
    const [channels] = (whole.unet.config as { block_out_channels: [number] }).block_out_channels;
    for (const [name, shape] of [
      ['conv_in.weight', [channels, 4, 3, 3]],
      ['conv_out.weight', [4, channels, 3, 3]],
    ] as const) {
      expect(await numbersOf(apart, name, shape)).toEqual(await numbersOf(together, name, shape));
    }
  });

  test('a variant is taken when the plain file is missing', async () => {
    const folder = await copyOf('bk-tiny');
    await rename(join(folder, 'unet', UNET_FILE), join(folder, 'unet', 'diffusion_pytorch_model.fp16.safetensors'));
    await rename(join(folder, 'text_encoder/model.safetensors'), join(folder, 'text_encoder/model.fp16.safetensors'));
    expect((await open(folder)).unet.dtype).toBe('bfloat16');
  });

  test("the VAE's attention under its names of 2022, as convolutions", async () => {
    const folder = await copyOf('sd1');
    const file = join(folder, 'vae', UNET_FILE);
    const oldNames = recordedJson<Record<string, string>>('sd1-old-vae-names.json');
    const { tensors } = await readSafetensors(file, 'vae');
    const bytes = await readFile(file);
    await rm(file);
    await writeSafetensors(
      file,
      [...tensors].map(([name, { shape }]) => {
        const oldName = oldNames[name];
        const asConvolution = oldName !== undefined && shape.length === 2;
        return { name: oldName ?? name, dtype: 'F32', shape: asConvolution ? [...shape, 1, 1] : shape };
      }),
      [...tensors.values()].map(({ offset, length }) => bytes.subarray(offset, offset + length)),
    );
    const weights = await (await open(folder)).vae.load();
    const recorded = recordedTensors(`sd1/model/vae/${UNET_FILE}`);
    expect(Object.keys(oldNames).length).toBeGreaterThan(0);
    for (const name of Object.keys(oldNames)) {
      const { shape, data } = recorded(name);
      expect(await numbersOf(weights, name, shape)).toEqual(data);
    }
  });

  test('the text encoder with and without the prefix that transformers 5 drops', async () => {
    for (const family of FAMILIES) {
      const { textEncoders } = await open(recordingPath(`${family}/model`));
      expect(textEncoders.get('textEncoder')!.shapes.has('text_model.final_layer_norm.weight')).toBe(true);
    }
  });

  test('shapes need neither conversion nor a data folder', async () => {
    const { unet } = await openCheckpoint(recordingPath('sd2/model'), { dataFolder: '/no/such/folder' });
    expect(unet.dtype).toBe('float16');
    const [channels] = (unet.config as { block_out_channels: number[] }).block_out_channels;
    expect(unet.shapes.tensor('conv_in.bias', [channels!]).data).toEqual({ kind: 'absent' });
  });

  test('a snapshot in the Hugging Face cache goes by the name of its repository', async () => {
    const snapshots = join(await temporaryFolder(), 'models--nota-ai--bk-sdm-tiny', 'snapshots');
    await mkdir(snapshots, { recursive: true });
    await cp(recordingPath('bk-tiny/model'), join(snapshots, '0123abcd'), { recursive: true });
    expect((await open(join(snapshots, '0123abcd'))).name).toBe('nota-ai/bk-sdm-tiny');
  });
});

describe('a UNet', () => {
  test('in a folder of its own, in a pipeline, in a single file', async () => {
    const options = { dataFolder: await temporaryFolder() };
    expect((await openUNet(recordingPath('sd1/base-unet'), options)).dtype).toBe('float16');
    expect((await openUNet(recordingPath('sd1/model'), options)).dtype).toBe('float32');
    expect((await openUNet(recordingPath('single-file/sd1-ldm.safetensors'), options)).dtype).toBe('float16');
  });

  test('another network in its place', async () => {
    await expect(openUNet(recordingPath('sd1/model/vae'), { dataFolder: '' })).rejects.toThrow(
      'vae/config.json: expected UNet2DConditionModel, found AutoencoderKL',
    );
  });
});

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
