/**
 * Tells one model from another by content: SHA-256 over the names and sizes of its files, the whole of the small ones and
 * three samples of each large one. Not a proof against forgery; it does not read 4 GB to name a picture's model.
 */
import { createHash } from 'node:crypto';
import { open, readdir, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';

const SAMPLE_BYTES = 64 * 1024;
const RELEVANT = /\.(safetensors|json|txt)$/;

/**
 * Of a folder or a single file.
 * @returns 16 hex digits.
 */
export async function fingerprint(model: string): Promise<string> {
  const hash = createHash('sha256');
  for (const { name, path } of await filesOf(model)) {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      hash.update(`${name}\0${size}\0`);
      for (const at of samplePositions(size)) {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(SAMPLE_BYTES), 0, SAMPLE_BYTES, at);
        hash.update(buffer.subarray(0, bytesRead));
      }
    } finally {
      await file.close();
    }
  }
  return hash.digest('hex').slice(0, 16);
}

/** Start, middle and end; where these meet, the whole file. */
function samplePositions(size: number): readonly number[] {
  return size <= 3 * SAMPLE_BYTES
    ? [0, SAMPLE_BYTES, 2 * SAMPLE_BYTES]
    : [0, Math.floor(size / 2), size - SAMPLE_BYTES];
}

async function filesOf(model: string): Promise<readonly { name: string; path: string }[]> {
  if ((await stat(model)).isFile()) return [{ name: basename(model), path: model }];
  const entries = await readdir(model, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory() && RELEVANT.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ name: relative(model, path).split(sep).join('/'), path }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
