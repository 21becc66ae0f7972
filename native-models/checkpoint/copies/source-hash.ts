import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { SafetensorsFile } from '../formats/safetensors.ts';
import type { CacheOptions } from './weights-cache.ts';

const CHUNK_BYTES = 8 << 20;

/** `index.json` in a folder of copies: the hashes of sources, by their path. */
const indexSchema = z.record(z.string(), z.object({ size: z.number(), mtimeMs: z.number(), sha256: z.string() }));
type Index = z.infer<typeof indexSchema>;

/** The sha256 of a file: from the index in `folder` while its size and time are unchanged, else by reading all of it. */
export async function sourceHash(
  { path, label }: Pick<SafetensorsFile, 'path' | 'label'>,
  folder: string,
  { onProgress, signal }: Pick<CacheOptions, 'onProgress' | 'signal'>,
): Promise<string> {
  const { size, mtimeMs } = await stat(path);
  const known = (await readIndex(folder))[path];
  if (known !== undefined && known.size === size && known.mtimeMs === mtimeMs) return known.sha256;

  const hash = createHash('sha256');
  let doneBytes = 0;
  for await (const piece of createReadStream(path, { highWaterMark: CHUNK_BYTES, signal })) {
    hash.update(piece as Buffer);
    doneBytes += (piece as Buffer).length;
    onProgress?.({ stage: 'hashing', file: label, doneBytes, totalBytes: size });
  }
  const sha256 = hash.digest('hex');
  // Processes that write at once may lose each other's entry: that costs one more hash, nothing else.
  await writeIndex(folder, { ...(await readIndex(folder)), [path]: { size, mtimeMs, sha256 } }).catch(() => {}); // so does a full disk
  return sha256;
}

async function readIndex(folder: string): Promise<Index> {
  try {
    return indexSchema.parse(JSON.parse(await readFile(join(folder, 'index.json'), 'utf8')));
  } catch {
    return {}; // missing or damaged: it only saves time
  }
}

async function writeIndex(folder: string, index: Index): Promise<void> {
  const target = join(folder, 'index.json');
  const part = `${target}.${randomUUID()}.part`;
  try {
    await writeFile(part, JSON.stringify(index, null, 1));
    await rename(part, target);
  } finally {
    await rm(part, { force: true });
  }
}
