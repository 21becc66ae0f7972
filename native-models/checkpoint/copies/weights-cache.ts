import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { CheckpointError, DiskError } from '../../errors.ts';
import {
  DTYPE_BYTES,
  elements,
  readSafetensors,
  type SafetensorsFile,
  type TensorToWrite,
  writeSafetensors,
} from '../formats/safetensors.ts';

/**
 * Copies of weights, made once and mapped by every session after that: `<dataFolder>/<folder>/<id>.safetensors`, the id
 * standing for the bytes they were made from; see `float-copy.ts` and `int8-copy.ts`.
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

/** What they hold, with the folder of each kind and the rules they are made by: one made by other rules counts as missing. */
const KINDS = {
  float32: { folder: 'weights-f32', format: '1' },
  float16: { folder: 'weights-f16', format: '1' },
  int8: { folder: 'weights-int8', format: '1' },
} as const;
export type CopyKind = keyof typeof KINDS;
const KIND_NAMES = Object.keys(KINDS) as CopyKind[];

export interface CachedWeights {
  readonly kind: CopyKind;
  readonly sha256: string;
  readonly path: string;
  readonly bytes: number;
  /** The file it was first made from, as it was called then. */
  readonly source: string;
}

/** Written all the time: a part that nothing has touched for so long belongs to a dead process. */
const STALE_PART_MS = 3_600_000;

/** The folder of one kind, made if it is not there. */
export async function copiesFolder(kind: CopyKind, dataFolder: string): Promise<string> {
  const folder = folderOf(kind, dataFolder);
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw refused(folder, 'it cannot be made', cause);
  });
  return folder;
}

const folderOf = (kind: CopyKind, dataFolder: string) => join(dataFolder, KINDS[kind].folder);
const pathOf = (kind: CopyKind, dataFolder: string, sha256: string) =>
  join(folderOf(kind, dataFolder), `${sha256}.safetensors`);

/** A copy as it is to be made. */
export interface NewCopy {
  readonly kind: CopyKind;
  readonly sha256: string;
  /** What messages call what it is made from. */
  readonly label: string;
  readonly source: string;
  readonly tensors: readonly TensorToWrite[];
  /** The bytes of all tensors in their order, in pieces of any size. */
  readonly data: () => AsyncIterable<Uint8Array>;
  /** Asked when all is written: whether it was made from what it was meant to be. */
  readonly unchanged: () => Promise<boolean>;
}

/** The copy, or null when there is none, it is cut short, or it was made by other rules. */
export async function findCopy(
  kind: CopyKind,
  sha256: string,
  label: string,
  dataFolder: string,
): Promise<SafetensorsFile | null> {
  return await readCopy(kind, pathOf(kind, dataFolder, sha256), label);
}

/** Whole or not at all, whatever happens meanwhile. @throws DiskError where the disk does not take it. */
export async function writeCopy(copy: NewCopy, { dataFolder, signal }: CacheOptions): Promise<SafetensorsFile> {
  const { kind, sha256, label, source, tensors } = copy;
  const target = pathOf(kind, dataFolder, sha256);
  await removeStaleParts(folderOf(kind, dataFolder));
  await checkSpace(copy, dataFolder);
  const part = `${target}.${randomUUID()}.part`;
  try {
    await writeSafetensors(part, tensors, copy.data(), { 'heirloom.format': KINDS[kind].format, source, sha256 });
    signal?.throwIfAborted();
    if (!(await copy.unchanged())) throw changed(label);
    // Another process may have put the same bytes there meanwhile; replacing them is harmless where it is allowed.
    await rename(part, target).catch(async (cause: unknown) => {
      if ((await readCopy(kind, target, label)) === null) throw cause;
    });
  } catch (cause) {
    throw refused(label, `its ${kind} copy cannot be written to ${folderOf(kind, dataFolder)}`, cause);
  } finally {
    await rm(part, { force: true }).catch(() => {}); // what went wrong has been said
  }
  return await readSafetensors(target, label);
}

/** An error of the system's in words; any other as it is. */
function refused(what: string, happened: string, cause: unknown): unknown {
  const { code } = cause as NodeJS.ErrnoException;
  if (cause instanceof CheckpointError || typeof code !== 'string' || !code.startsWith('E')) return cause;
  return new DiskError(what, `${happened} (${code})`, 'Make room there, or choose another data folder', { cause });
}

export function changed(label: string): CheckpointError {
  return new CheckpointError(label, 'the file changed while it was read', 'Try again when it is complete');
}

async function readCopy(kind: CopyKind, path: string, label: string): Promise<SafetensorsFile | null> {
  try {
    const copy = await readSafetensors(path, label);
    return copy.metadata['heirloom.format'] === KINDS[kind].format ? copy : null;
  } catch (cause) {
    if (cause instanceof CheckpointError) return null;
    throw cause;
  }
}

async function checkSpace({ kind, tensors, label }: NewCopy, dataFolder: string): Promise<void> {
  const neededBytes = tensors.reduce((sum, { dtype, shape }) => sum + DTYPE_BYTES[dtype] * elements(shape), 0);
  const folder = folderOf(kind, dataFolder);
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= neededBytes) return;
  throw new DiskError(
    label,
    `its ${kind} copy needs ${megabytes(neededBytes)} in ${folder}, found ${megabytes(bavail * bsize)} free`,
    'Make room, or choose another data folder',
  );
}

const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;

async function removeStaleParts(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.part')) continue;
    const part = join(folder, name);
    const { mtimeMs } = await stat(part).catch(() => ({ mtimeMs: Infinity }));
    if (Date.now() - mtimeMs > STALE_PART_MS) await rm(part, { force: true });
  }
}

/** Of every kind. */
export async function listCopies(dataFolder: string): Promise<readonly CachedWeights[]> {
  return (await Promise.all(KIND_NAMES.map((kind) => listKind(kind, dataFolder)))).flat();
}

async function listKind(kind: CopyKind, dataFolder: string): Promise<readonly CachedWeights[]> {
  const folder = folderOf(kind, dataFolder);
  const names = await readdir(folder).catch((): string[] => []);
  const copies = names
    .filter((name) => name.endsWith('.safetensors'))
    .map(async (name) => {
      const path = join(folder, name);
      const copy = await readCopy(kind, path, name);
      const { size: bytes } = await stat(path);
      const sha256 = name.slice(0, -'.safetensors'.length);
      return { kind, sha256, path, bytes, source: copy?.metadata['source'] ?? '' };
    });
  return await Promise.all(copies);
}

/** Removing a copy that a session uses is safe where the system allows it at all; the next start makes it again. */
export async function removeCopy(
  dataFolder: string,
  { kind, sha256 }: Pick<CachedWeights, 'kind' | 'sha256'>,
): Promise<void> {
  await rm(pathOf(kind, dataFolder, sha256), { force: true });
}
