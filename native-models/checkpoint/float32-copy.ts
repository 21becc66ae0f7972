import { type FileHandle, open } from 'node:fs/promises';
import type { SafetensorsFile, StoredTensor } from './safetensors.ts';
import { sourceHash } from './source-hash.ts';
import { TO_FLOAT32, type ToFloat32 } from './to-float32.ts';
import { type CacheOptions, changed, copiesFolder, findCopy, writeCopy } from './weights-cache.ts';

const CHUNK_BYTES = 8 << 20;

/**
 * The f32 copy of f16 and bf16 weights, made now if there is none: `<dataFolder>/weights-f32/<sha256 of file>.safetensors`.
 * Tensors that are not floating point are left out.
 */
export async function float32Copy(file: SafetensorsFile, options: CacheOptions): Promise<SafetensorsFile> {
  const folder = await copiesFolder('float32', options.dataFolder);
  const sha256 = await sourceHash(file, folder, options);
  const found = await findCopy('float32', sha256, file.label, options.dataFolder);
  if (found) return found;
  const tensors = [...file.tensors.values()]
    .filter(({ dtype }) => dtype in TO_FLOAT32)
    .toSorted((a, b) => a.offset - b.offset);
  return await writeCopy(
    {
      kind: 'float32',
      sha256,
      label: file.label,
      source: file.path,
      tensors: tensors.map(({ storedName, shape }) => ({ name: storedName, dtype: 'F32', shape })),
      data: () => converted(file, tensors, options),
      unchanged: async () => (await sourceHash(file, folder, options)) === sha256,
    },
    options,
  );
}

async function* converted(file: SafetensorsFile, tensors: readonly StoredTensor[], options: CacheOptions) {
  const totalBytes = tensors.reduce((sum, { length }) => sum + length, 0);
  let doneBytes = 0;
  await using source = await open(file.path);
  for (const { offset, length, toFloat32 } of runsOf(tensors)) {
    for await (const piece of readChunks(source, offset, length, file.label)) {
      options.signal?.throwIfAborted();
      yield new Uint8Array(toFloat32(piece).buffer);
      doneBytes += piece.length;
      options.onProgress?.({ stage: 'converting', file: file.label, doneBytes, totalBytes });
    }
  }
}

interface Run {
  readonly dtype: string;
  readonly offset: number;
  readonly length: number;
  readonly toFloat32: ToFloat32;
}

/** Tensors of one type that lie one behind the other are converted as one: real files are a single run. */
function runsOf(tensors: readonly StoredTensor[]): readonly Run[] {
  const runs: Run[] = [];
  for (const { dtype, offset, length } of tensors) {
    const last = runs.at(-1);
    if (last !== undefined && last.dtype === dtype && last.offset + last.length === offset) {
      runs[runs.length - 1] = { ...last, length: last.length + length };
    } else {
      runs.push({ dtype, offset, length, toFloat32: TO_FLOAT32[dtype]! });
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
