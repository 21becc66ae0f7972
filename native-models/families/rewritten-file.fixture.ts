/** The recorded single files, written anew with other names, types or tensors: as other tools write them. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import {
  type Dtype,
  elements,
  readSafetensors,
  type TensorToWrite,
  writeSafetensors,
} from '../checkpoint/formats/safetensors.ts';
import type { TensorReference, WeightSource } from '../graph/weights.ts';
import { recordingPath } from '../reference/recording.ts';
import { temporaryFolder } from '../reference/temporary-folder.ts';
import { type Checkpoint, openCheckpoint } from './open.ts';

export interface WrittenTensor extends TensorToWrite {
  readonly bytes: Uint8Array;
}

/** What the tiny models have and real ones have not, so that no file shows it. */
const TINY = { sd1: { heads: 2 }, sd2: { heads: [1, 2, 2, 2] } } as const;
export type Recorded = keyof typeof TINY;

/** A tensor without numbers: a mark, or one whose numbers nobody reads. */
export function zeros(name: string, shape: readonly number[], dtype: Dtype = 'F32'): WrittenTensor {
  return { name, dtype, shape, bytes: new Uint8Array(elements(shape) * 8) };
}

/** All tensors of a recorded file. */
export async function tensorsIn(path: string): Promise<WrittenTensor[]> {
  const bytes = await readFile(path);
  const { tensors } = await readSafetensors(path, path);
  return [...tensors.values()].map(({ storedName, dtype, shape, offset, length }) => ({
    name: storedName,
    dtype: dtype as Dtype,
    shape,
    bytes: bytes.subarray(offset, offset + length),
  }));
}

export const recordedSingleFile = (family: Recorded) =>
  tensorsIn(recordingPath(`single-file/${family}-ldm.safetensors`));

/** Writes them. @returns the path. */
export async function fileWith(tensors: readonly WrittenTensor[], metadata: Record<string, string> = {}) {
  const path = join(await temporaryFolder(), 'model.safetensors');
  const data = tensors.map(({ bytes, dtype, shape }) => bytes.subarray(0, bytesOf(dtype, shape)));
  await writeSafetensors(path, tensors, data, metadata);
  return path;
}

const BYTES: Partial<Record<Dtype, number>> = { F64: 8, I64: 8, F32: 4, I32: 4, F16: 2, BF16: 2 };
const bytesOf = (dtype: Dtype, shape: readonly number[]) => elements(shape) * (BYTES[dtype] ?? 1);

export async function openTiny(path: string, family: Recorded): Promise<Checkpoint> {
  return openCheckpoint(path, {
    dataFolder: await temporaryFolder(),
    overrides: {
      unet: { attention_head_dim: TINY[family].heads, norm_num_groups: 4 },
      vae: { norm_num_groups: 4 },
      textEncoder: { num_attention_heads: 2 },
    },
    tokenizerFolder: recordingPath(`${family}/model/tokenizer`),
  });
}

const FOLDERS = ['unet', 'vae', 'text_encoder'] as const;

/** Every tensor of the family's diffusers folder: both have the same numbers under its name. */
export async function expectSameWeights(found: Checkpoint, expected: Checkpoint, family: Recorded): Promise<void> {
  for (const folder of FOLDERS) {
    const [weights, truth] = await Promise.all([found, expected].map((each) => networkOf(each, folder).load()));
    const [read, readTruth] = [reader(weights!), reader(truth!)];
    const names = await namesIn(recordingPath(`${family}/model/${folder}`));
    expect(names.length).toBeGreaterThan(30);
    for (const { name, shape } of names) {
      const same = (await read(weights!.tensor(name, shape))).equals(await readTruth(truth!.tensor(name, shape)));
      expect(same, name).toBe(true);
    }
  }
}

function networkOf({ unet, vae, textEncoders }: Checkpoint, folder: (typeof FOLDERS)[number]) {
  return { unet, vae, text_encoder: textEncoders.get('textEncoder')! }[folder];
}

async function namesIn(folder: string): Promise<readonly WrittenTensor[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.safetensors'));
  const tables = await Promise.all(files.map((name) => tensorsIn(join(folder, name))));
  return tables.flat().filter(({ dtype }) => dtype !== 'I64');
}

/** The bytes that references into one network's files lead to. */
export function reader(weights: WeightSource) {
  const files = new Map<string, Promise<Buffer>>();
  return async ({ data }: TensorReference): Promise<Buffer> => {
    if (data.kind !== 'file') throw new Error('expected a tensor in a file');
    const path = join(weights.folder, data.file);
    const reading = files.get(path) ?? readFile(path);
    files.set(path, reading);
    return (await reading).subarray(data.offset, data.offset + data.length);
  };
}
