import { cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { recordedJson, recordedTensors, recordingPath } from '../reference/recording.ts';
import { temporaryFolder } from '../reference/temporary-folder.ts';
import { openCheckpoint, openUNet } from './open.ts';
import { readSafetensors, writeSafetensors } from '../checkpoint/formats/safetensors.ts';
import type { WeightSource } from '../graph/weights.ts';
import { copyOf, open, UNET_FILE } from './copied-model.fixture.ts';

const FAMILIES = ['sd1', 'sd2', 'bk-tiny'] as const;
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
