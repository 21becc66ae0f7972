import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CheckpointError } from '../../errors.ts';
import { quantiseRows, transposed } from './int8.ts';
import { readSafetensors, type SafetensorsFile, type TensorToWrite } from '../formats/safetensors.ts';
import { sourceHash } from './source-hash.ts';
import { storedWeights } from '../formats/stored-weights.ts';
import type { TensorReference, WeightSource } from '../../graph/weights.ts';
import { type CacheOptions, changed, copiesFolder, findCopy, writeCopy } from './weights-cache.ts';

/** A tensor of the float32 network, by the name that its graph knows it by. */
export interface Float32Tensor extends TensorReference {
  readonly name: string;
}

/** What an int8 copy of a network holds: everything its graph reads, for a session knows only one folder of weights. */
export interface Int8Layout {
  /** Weights (out, in) that become int8 (in, out), with scales (out). */
  readonly linear: readonly Float32Tensor[];
  /** What stays as it is. */
  readonly float32: readonly Float32Tensor[];
}

/** What the scales of `name` are called in a copy. */
const scaleName = (name: string) => `${name}:scale`;

/**
 * The int8 copy of a network, made now if there is none: `<dataFolder>/weights-int8/<id>.safetensors`, the id a hash of the
 * float32 files that it is made from.
 * @param folder the one that `layout`'s tensors lie in. @param label what messages call the network.
 */
export async function int8Copy(
  { linear, float32 }: Int8Layout,
  folder: string,
  label: string,
  options: CacheOptions,
): Promise<WeightSource> {
  const names = [...linear, ...float32].map(({ name, data }) => {
    if (data.kind !== 'file') throw new CheckpointError(label, `${name}: it lies in no file that could be copied`);
    return data.file;
  });
  const files = [...new Set(names)].toSorted().map((file) => join(folder, file));
  const cacheFolder = await copiesFolder('int8', options.dataFolder);
  const identity = () => identityOf(files, cacheFolder, options);
  const sha256 = await identity();
  const found = await findCopy('int8', sha256, label, options.dataFolder);
  if (found) return int8Weights(found, label);
  // Parts of four bytes first: whatever is mapped is then where its type wants it.
  const tensors: readonly TensorToWrite[] = [
    ...float32.map(({ name, shape }): TensorToWrite => ({ name, dtype: 'F32', shape })),
    ...linear.flatMap(({ name, shape: [out, into] }): TensorToWrite[] => [
      { name: scaleName(name), dtype: 'F32', shape: [out!] },
      { name, dtype: 'I8', shape: [into!, out!] },
    ]),
  ];
  const copy = {
    kind: 'int8',
    sha256,
    label,
    source: await originOf(files[0]!),
    tensors,
    data: () => quantised({ linear, float32 }, folder, label, options),
    unchanged: async () => (await identity()) === sha256,
  } as const;
  return int8Weights(await writeCopy(copy, options), label);
}

async function identityOf(files: readonly string[], cacheFolder: string, options: CacheOptions): Promise<string> {
  const hashes: string[] = [];
  for (const path of files) hashes.push(await sourceHash({ path, label: basename(path) }, cacheFolder, options));
  return createHash('sha256').update(hashes.join('\n')).digest('hex');
}

/** A float32 copy says itself what it was made from. */
async function originOf(path: string): Promise<string> {
  const { metadata } = await readSafetensors(path, basename(path));
  return (metadata['heirloom.format'] && metadata['source']) || path;
}

async function* quantised({ linear, float32 }: Int8Layout, folder: string, label: string, options: CacheOptions) {
  const all = [
    ...float32.map((tensor) => ({ tensor, write: (weights: Float32Array) => [weights] })),
    ...linear.map((tensor) => ({ tensor, write: (weights: Float32Array) => int8Linear(weights, tensor.shape[0]!) })),
  ];
  const totalBytes = all.reduce((sum, { tensor }) => sum + lengthOf(tensor.data), 0);
  const opened = new Map<string, FileHandle>();
  let doneBytes = 0;
  try {
    for (const { tensor, write } of all) {
      options.signal?.throwIfAborted();
      for (const array of write(await read(tensor, folder, opened, label))) yield bytesOf(array);
      doneBytes += lengthOf(tensor.data);
      options.onProgress?.({ stage: 'converting', file: label, doneBytes, totalBytes });
    }
  } finally {
    for (const file of opened.values()) await file.close();
  }
}

function int8Linear(weights: Float32Array, out: number): readonly (Float32Array | Int8Array)[] {
  const { integers, scales } = quantiseRows(weights, out);
  return [scales, transposed(integers, out)];
}

async function read({ data }: Float32Tensor, folder: string, opened: Map<string, FileHandle>, label: string) {
  if (data.kind !== 'file') throw new Error('checked before');
  const file = opened.get(data.file) ?? (await open(join(folder, data.file)));
  opened.set(data.file, file);
  const bytes = new Uint8Array(data.length);
  const { bytesRead } = await file.read(bytes, 0, bytes.length, data.offset);
  if (bytesRead < bytes.length) throw changed(label);
  return new Float32Array(bytes.buffer);
}

const lengthOf = (data: TensorReference['data']) => (data.kind === 'file' ? data.length : 0);
const bytesOf = (array: Float32Array | Int8Array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** An int8 copy as weights: what is held in float32 as ever, the rest with its scales. */
function int8Weights(copy: SafetensorsFile, label: string): WeightSource {
  const float32 = storedWeights(copy.tensors, label);
  return {
    ...float32,
    int8(name, shape) {
      const stored = copy.tensors.get(name);
      if (stored?.dtype !== 'I8') return null;
      const { offset, length } = stored;
      if (stored.shape.join() !== shape.join()) {
        throw new CheckpointError(label, `${name}: expected [${shape.join(', ')}], found [${stored.shape.join(', ')}]`);
      }
      return {
        weight: { type: 'int8', shape, data: { kind: 'file', file: basename(copy.path), offset, length } },
        scale: float32.tensor(scaleName(name), [shape.at(-1)!]),
      };
    },
  };
}
