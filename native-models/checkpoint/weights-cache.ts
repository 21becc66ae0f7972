import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readFile, readdir, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CheckpointError } from './errors.ts';
import { type SafetensorsFile, type StoredTensor, elements, readSafetensors, writeSafetensors } from './safetensors.ts';
import { TO_FLOAT32, type ToFloat32 } from './to-float32.ts';

/**
 * f32 copies of f16 and bf16 weights, made once and mapped by every session after that:
 * `<dataFolder>/weights-f32/<sha256 of the source>.safetensors`, and `index.json` that remembers the hashes of sources.
 */
export interface CacheOptions {
  readonly dataFolder: string;
  readonly onProgress?: ((progress: CacheProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface CacheProgress {
  readonly stage: 'hashing' | 'converting';
  readonly file: string;
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export interface CachedWeights {
  readonly sha256: string;
  readonly path: string;
  readonly bytes: number;
  /** The file it was first made from, as it was called then. */
  readonly source: string;
}

/** A file made by other rules counts as missing. */
const FORMAT = '1';
const CHUNK_BYTES = 8 << 20;
/** A conversion writes all the time: a part that nothing has touched for so long belongs to a dead process. */
const STALE_PART_MS = 3_600_000;

const cacheFolder = (dataFolder: string) => join(dataFolder, 'weights-f32');
const cachePath = (dataFolder: string, sha256: string) => join(cacheFolder(dataFolder), `${sha256}.safetensors`);

/** The f32 copy of `file`, made now if there is none. Tensors that are not floating point are left out. */
export async function float32Copy(file: SafetensorsFile, options: CacheOptions): Promise<SafetensorsFile> {
  await mkdir(cacheFolder(options.dataFolder), { recursive: true });
  const sha256 = await sourceHash(file, options);
  const target = cachePath(options.dataFolder, sha256);
  return (await readCopy(target, file.label)) ?? (await convert(file, sha256, target, options));
}

/** The copy at `path`, or null when there is none, it is cut short, or it was made by other rules. */
async function readCopy(path: string, label: string): Promise<SafetensorsFile | null> {
  try {
    const copy = await readSafetensors(path, label);
    return copy.metadata['heirloom.format'] === FORMAT ? copy : null;
  } catch (cause) {
    if (cause instanceof CheckpointError) return null;
    throw cause;
  }
}

async function convert(file: SafetensorsFile, sha256: string, target: string, options: CacheOptions) {
  const tensors = [...file.tensors.values()]
    .filter(({ dtype }) => dtype in TO_FLOAT32)
    .toSorted((a, b) => a.offset - b.offset);
  const totalBytes = tensors.reduce((sum, { length }) => sum + length, 0);
  await removeStaleParts(options.dataFolder);
  await checkSpace(
    tensors.reduce((sum, { shape }) => sum + 4 * elements(shape), 0),
    file.label,
    options.dataFolder,
  );

  const part = `${target}.${randomUUID()}.part`;
  const source = await open(file.path);
  let doneBytes = 0;
  const converted = async function* () {
    for (const { offset, length, toFloat32 } of runsOf(tensors)) {
      for await (const piece of readChunks(source, offset, length, file.label)) {
        options.signal?.throwIfAborted();
        yield new Uint8Array(toFloat32(piece).buffer);
        doneBytes += piece.length;
        options.onProgress?.({ stage: 'converting', file: file.label, doneBytes, totalBytes });
      }
    }
  };
  try {
    await writeSafetensors(
      part,
      tensors.map(({ storedName, shape }) => ({ name: storedName, dtype: 'F32', shape })),
      converted(),
      { 'heirloom.format': FORMAT, source: file.path, sha256 },
    );
    options.signal?.throwIfAborted();
    if ((await sourceHash(file, options)) !== sha256) throw changed(file.label);
    // Another process may have put the same bytes there meanwhile; replacing them is harmless where it is allowed.
    await rename(part, target).catch(async (cause: unknown) => {
      if ((await readCopy(target, file.label)) === null) throw cause;
    });
  } finally {
    await source.close();
    await rm(part, { force: true });
  }
  return readSafetensors(target, file.label);
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

function changed(label: string): CheckpointError {
  return new CheckpointError(label, 'the file changed while it was read', 'Try again when it is complete');
}

async function checkSpace(neededBytes: number, label: string, dataFolder: string): Promise<void> {
  const { bavail, bsize } = await statfs(cacheFolder(dataFolder));
  if (bavail * bsize < neededBytes) {
    throw new CheckpointError(
      label,
      `its float32 copy needs ${megabytes(neededBytes)} in ${cacheFolder(dataFolder)}, found ${megabytes(bavail * bsize)} free`,
      'Make room, or choose another data folder',
    );
  }
}

const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;

async function removeStaleParts(dataFolder: string): Promise<void> {
  for (const name of await readdir(cacheFolder(dataFolder))) {
    if (!name.endsWith('.part')) continue;
    const part = join(cacheFolder(dataFolder), name);
    const { mtimeMs } = await stat(part).catch(() => ({ mtimeMs: Infinity }));
    if (Date.now() - mtimeMs > STALE_PART_MS) await rm(part, { force: true });
  }
}

const indexSchema = z.record(z.string(), z.object({ size: z.number(), mtimeMs: z.number(), sha256: z.string() }));
type Index = z.infer<typeof indexSchema>;

/** From the index while size and time of the file are unchanged, else by reading all of it. */
async function sourceHash(file: SafetensorsFile, options: CacheOptions): Promise<string> {
  const { size, mtimeMs } = await stat(file.path);
  const known = (await readIndex(options.dataFolder))[file.path];
  if (known !== undefined && known.size === size && known.mtimeMs === mtimeMs) return known.sha256;

  const hash = createHash('sha256');
  let doneBytes = 0;
  for await (const piece of createReadStream(file.path, { highWaterMark: CHUNK_BYTES, signal: options.signal })) {
    hash.update(piece as Buffer);
    doneBytes += (piece as Buffer).length;
    options.onProgress?.({ stage: 'hashing', file: file.label, doneBytes, totalBytes: size });
  }
  const sha256 = hash.digest('hex');
  // Processes that write at once may lose each other's entry: that costs one more hash, nothing else.
  const index = await readIndex(options.dataFolder);
  await writeIndex(options.dataFolder, { ...index, [file.path]: { size, mtimeMs, sha256 } });
  return sha256;
}

async function readIndex(dataFolder: string): Promise<Index> {
  try {
    return indexSchema.parse(JSON.parse(await readFile(join(cacheFolder(dataFolder), 'index.json'), 'utf8')));
  } catch {
    return {}; // missing or damaged: it only saves time
  }
}

async function writeIndex(dataFolder: string, index: Index): Promise<void> {
  const target = join(cacheFolder(dataFolder), 'index.json');
  const part = `${target}.${randomUUID()}.part`;
  await writeFile(part, JSON.stringify(index, null, 1));
  await rename(part, target);
}

export async function listFloat32Copies(dataFolder: string): Promise<readonly CachedWeights[]> {
  const names = await readdir(cacheFolder(dataFolder)).catch((): string[] => []);
  const copies = names
    .filter((name) => name.endsWith('.safetensors'))
    .map(async (name) => {
      const path = join(cacheFolder(dataFolder), name);
      const copy = await readCopy(path, name);
      const { size: bytes } = await stat(path);
      return { sha256: name.slice(0, -'.safetensors'.length), path, bytes, source: copy?.metadata['source'] ?? '' };
    });
  return Promise.all(copies);
}

/** Removing a copy that a session uses is safe where the system allows it at all; the next start makes it again. */
export async function removeFloat32Copy(dataFolder: string, sha256: string): Promise<void> {
  await rm(cachePath(dataFolder, sha256), { force: true });
}
