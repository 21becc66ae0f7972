import type { FloatType } from '../../vocabulary.ts';
import { type FileHandle, open } from 'node:fs/promises';
import { CheckpointError } from '../../errors.ts';
import type { Dtype, SafetensorsFile, StoredTensor } from '../formats/safetensors.ts';
import { sourceHash } from './source-hash.ts';
import { canExceedFloat16, hasInfinite, isInfinite, TO_FLOAT16 } from './to-float16.ts';
import { TO_FLOAT32 } from './to-float32.ts';
import { type CacheOptions, changed, copiesFolder, findCopy, writeCopy } from './weights-cache.ts';

const CHUNK_BYTES = 8 << 20;

type Convert = (bytes: Uint8Array<ArrayBuffer>) => Float32Array | Uint16Array;

const TARGETS: Readonly<
  Record<FloatType, { readonly dtype: Dtype; readonly from: Readonly<Record<string, Convert>> }>
> = {
  float32: { dtype: 'F32', from: TO_FLOAT32 },
  float16: { dtype: 'F16', from: TO_FLOAT16 },
};

/**
 * The copy of `file` whose weights are all of one type, made now if there is none:
 * `<dataFolder>/weights-f32/<sha256 of file>.safetensors`, or `weights-f16`. Tensors that are not floating point are left out.
 * @throws CheckpointError for a weight that float16 cannot hold: torch makes it infinite, and every picture black.
 */
export async function floatCopy(
  file: SafetensorsFile,
  type: FloatType,
  options: CacheOptions,
): Promise<SafetensorsFile> {
  const folder = await copiesFolder(type, options.dataFolder);
  const sha256 = await sourceHash(file, folder, options);
  const tensors = [...file.tensors.values()]
    .filter(({ dtype }) => Object.hasOwn(TARGETS[type].from, dtype))
    .toSorted((a, b) => a.offset - b.offset);
  const found = await findCopy(type, sha256, file.label, options.dataFolder);
  // A copy from before a type could be read lacks its tensors: it is made anew.
  if (found && tensors.every(({ storedName }) => found.tensors.has(storedName))) return found;
  return await writeCopy(
    {
      kind: type,
      sha256,
      label: file.label,
      source: file.path,
      tensors: tensors.map(({ storedName, shape }) => ({ name: storedName, dtype: TARGETS[type].dtype, shape })),
      data: () => converted(file, type, tensors, options),
      unchanged: async () => (await sourceHash(file, folder, options)) === sha256,
    },
    options,
  );
}

async function* converted(
  file: SafetensorsFile,
  type: FloatType,
  tensors: readonly StoredTensor[],
  { signal, onProgress }: CacheOptions,
) {
  const totalBytes = tensors.reduce((sum, { length }) => sum + length, 0);
  let doneBytes = 0;
  await using source = await open(file.path);
  for (const { dtype, offset, length } of runsOf(tensors)) {
    const convert = TARGETS[type].from[dtype]!;
    let at = offset;
    for await (const piece of readChunks(source, offset, length, file.label)) {
      signal?.throwIfAborted();
      const numbers = convert(piece);
      if (numbers instanceof Uint16Array && canExceedFloat16(dtype) && hasInfinite(numbers)) {
        const first = at + (piece.length / numbers.length) * numbers.findIndex(isInfinite);
        throw beyondFloat16(tensors.find((tensor) => first < tensor.offset + tensor.length)!);
      }
      yield new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
      at += piece.length;
      doneBytes += piece.length;
      onProgress?.({ stage: 'converting', file: file.label, doneBytes, totalBytes });
    }
  }
}

function beyondFloat16({ label, storedName }: StoredTensor): CheckpointError {
  return new CheckpointError(
    label,
    `${storedName}: it has a weight beyond 65504, the largest number of float16`,
    'Compute in float32 on this device',
  );
}

interface Run {
  readonly dtype: string;
  readonly offset: number;
  readonly length: number;
}

/** Tensors of one type that lie one behind the other are converted as one: real files are a single run. */
function runsOf(tensors: readonly StoredTensor[]): readonly Run[] {
  const runs: Run[] = [];
  for (const { dtype, offset, length } of tensors) {
    const last = runs.at(-1);
    if (last !== undefined && last.dtype === dtype && last.offset + last.length === offset) {
      runs[runs.length - 1] = { ...last, length: last.length + length };
    } else {
      runs.push({ dtype, offset, length });
    }
  }
  return runs;
}

async function* readChunks(source: FileHandle, offset: number, length: number, label: string) {
  for (let done = 0; done < length;) {
    const piece = new Uint8Array(Math.min(CHUNK_BYTES, length - done));
    const { bytesRead } = await source.read(piece, 0, piece.length, offset + done);
    if (bytesRead < piece.length) throw changed(label);
    yield piece;
    done += bytesRead;
  }
}
