/** Numbers in files, as bare float32: what one process gives and another is compared with. */
import { readFile, writeFile } from 'node:fs/promises';
import type { Agreement } from '../results.ts';

export async function readNumbers(file: string): Promise<Float32Array<ArrayBuffer>> {
  const bytes = await readFile(file);
  return new Float32Array(Uint8Array.from(bytes).buffer);
}

export async function writeNumbers(file: string, numbers: Float32Array): Promise<void> {
  await writeFile(file, new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
}

/** How far `found` is from `truth`. */
export function apart(found: ArrayLike<number>, truth: ArrayLike<number>): Pick<Agreement, 'relative' | 'mostApart'> {
  if (found.length !== truth.length) throw new Error(`${found.length} numbers, expected ${truth.length}`);
  let [error, whole, mostApart] = [0, 0, 0];
  for (let i = 0; i < truth.length; i++) {
    const difference = Math.abs(found[i]! - truth[i]!);
    error += difference ** 2;
    whole += truth[i]! ** 2;
    mostApart = Math.max(mostApart, difference);
  }
  return { relative: Math.sqrt(error / whole), mostApart };
}
