import { cp, readdir, readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { recordingPath } from '../../reference/recording.ts';
import { temporaryFolder } from '../../reference/temporary-folder.ts';
import { parseUNetConfig } from '../../unet/config.ts';
import { int8Layout } from '../../unet/int8-layout.ts';
import { quantiseRows } from './int8.ts';
import { int8Copy } from './int8-copy.ts';
import { openUNet } from '../../families/open.ts';
import { readSafetensors, readTensorBytes } from '../formats/safetensors.ts';
import { type CacheOptions, type CacheProgress, listCopies, removeCopy } from './weights-cache.ts';

const SOURCE = recordingPath('sd1/model/unet');

async function makeCopy(options: CacheOptions, source = SOURCE) {
  const network = await openUNet(source, options);
  const weights = await network.load();
  const config = parseUNetConfig(network.config, network.configFile);
  const layout = int8Layout(config, weights);
  return { weights, layout, copy: await int8Copy(layout, weights.folder, 'UNet in int8', options) };
}

const cached = async (dataFolder: string) =>
  (await readdir(join(dataFolder, 'weights-int8'))).filter((name) => name !== 'index.json');

test('linear weights are integers with scales, transposed; everything else is what it was', async () => {
  const dataFolder = await temporaryFolder();
  const { layout, weights } = await makeCopy({ dataFolder });
  const { path } = (await listCopies(dataFolder))[0]!;
  const { tensors } = await readSafetensors(path, 'copy');
  const source = await readSafetensors(join(SOURCE, 'diffusion_pytorch_model.safetensors'), 'source');
  const floats = async (bytes: Promise<Buffer>) => new Float32Array(new Uint8Array(await bytes).buffer);

  for (const { name } of layout.float32) {
    expect(await readTensorBytes(tensors.get(name)!)).toEqual(await readTensorBytes(source.tensors.get(name)!));
  }
  const name = 'mid_block.attentions.0.transformer_blocks.0.attn1.to_q.weight';
  const [out, into] = source.tensors.get(name)!.shape as [number, number];
  const { integers, scales } = quantiseRows(await floats(readTensorBytes(source.tensors.get(name)!)), out);
  const found = new Int8Array(await readTensorBytes(tensors.get(name)!));
  expect(tensors.get(name)).toMatchObject({ dtype: 'I8', shape: [into, out] });
  expect(await floats(readTensorBytes(tensors.get(`${name}:scale`)!))).toEqual(scales);
  for (let o = 0; o < out; o++) {
    for (let i = 0; i < into; i++) expect(found[i * out + o]).toBe(integers[o * into + i]);
  }
  expect(weights.int8).toBeUndefined();
});

test('layers of the time, keys and values of the text, and convolutions stay in float32', async () => {
  const { layout } = await makeCopy({ dataFolder: await temporaryFolder() });
  const names = layout.linear.map(({ name }) => name);
  expect(names).toContain('down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_k.weight');
  expect(names).toContain('down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_q.weight');
  expect(names.filter((name) => /time|attn2\.to_[kv]|conv|proj_(in|out)|resnets/.test(name))).toEqual([]);
  const stays = new Set(layout.float32.map(({ name }) => name));
  expect(stays).toContain('time_embedding.linear_1.weight');
  expect(stays).toContain('down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k.weight');
  expect(names.filter((name) => stays.has(name.replace(/\[.*/, '')))).toEqual([]);
});

test('progress reaches its end; the second time nothing is read or written', async () => {
  const events: CacheProgress[] = [];
  const options = {
    dataFolder: await temporaryFolder(),
    onProgress: (progress: CacheProgress) => events.push(progress),
  };
  await makeCopy(options);
  for (const stage of ['hashing', 'converting']) {
    const last = events.findLast((event) => event.stage === stage)!;
    expect(last.doneBytes).toBe(last.totalBytes);
  }
  events.length = 0;
  await makeCopy(options);
  expect(events).toEqual([]);
});

test('changed weights get a copy of their own, the same bytes elsewhere do not', async () => {
  const dataFolder = await temporaryFolder();
  const elsewhere = await temporaryFolder();
  await makeCopy({ dataFolder });
  await cp(SOURCE, elsewhere, { recursive: true });
  await makeCopy({ dataFolder }, elsewhere);
  expect(await cached(dataFolder)).toHaveLength(1);
  await cp(recordingPath('sd1/base-unet'), elsewhere, { recursive: true });
  await makeCopy({ dataFolder }, elsewhere);
  expect(await cached(dataFolder)).toHaveLength(2);
});

test('a copy that was cut short is made again', async () => {
  const dataFolder = await temporaryFolder();
  await makeCopy({ dataFolder });
  const { path, bytes } = (await listCopies(dataFolder))[0]!;
  const whole = await readFile(path);
  await truncate(path, bytes - 1);
  await makeCopy({ dataFolder });
  expect(await readFile(path)).toEqual(whole);
});

test.each(['hashing', 'converting'])('stopped while %s: nothing is left behind', async (stage) => {
  const dataFolder = await temporaryFolder();
  const controller = new AbortController();
  const onProgress = (progress: CacheProgress) => {
    if (progress.stage === stage) controller.abort();
  };
  await expect(makeCopy({ dataFolder, onProgress, signal: controller.signal })).rejects.toThrow('abort');
  expect(await cached(dataFolder)).toEqual([]);
});

test('copies are listed beside those in float32, with what they were made from, and can be removed', async () => {
  const dataFolder = await temporaryFolder();
  await makeCopy({ dataFolder });
  const [copy, ...others] = await listCopies(dataFolder);
  expect(others).toEqual([]);
  expect(copy).toMatchObject({ kind: 'int8', source: join(SOURCE, 'diffusion_pytorch_model.safetensors') });
  await removeCopy(dataFolder, copy!);
  expect(await listCopies(dataFolder)).toEqual([]);
});

test('of half-precision weights, the source is the file they came in', async () => {
  const dataFolder = await temporaryFolder();
  const folder = fileURLToPath(new URL('../../../resources/models/heirloom-emoji/unet', import.meta.url));
  const source = join(folder, 'diffusion_pytorch_model.safetensors');
  await makeCopy({ dataFolder }, folder);
  const copies = await listCopies(dataFolder);
  expect(copies.map(({ kind }) => kind)).toEqual(['float32', 'int8']);
  expect(copies.map((copy) => copy.source)).toEqual([source, source]);
});
