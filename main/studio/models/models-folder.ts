/** The data folder's own folder of models: `<owner>/<name>` or `<owner>/<file>.safetensors`, as downloads leave them. */
import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { rm, rmdir } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';

const IS_MODEL = ['model_index.json', 'config.json'];

/** Paths of the models in it, the oldest first. */
export function modelsIn(folder: string): readonly string[] {
  return [...modelsBelow(folder, DEPTH)].toSorted((a, b) => timeOf(a) - timeOf(b));
}

/** `owner`, `name`, and a single file in a repository's folder. */
const DEPTH = 3;

function* modelsBelow(folder: string, depth: number): Iterable<string> {
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry);
    if (/\.safetensors$/i.test(entry)) yield path;
    else if (IS_MODEL.some((file) => existsSync(join(path, file)))) yield path;
    else if (depth > 1) yield* modelsBelow(path, depth - 1);
  }
}

function entriesOf(folder: string): readonly string[] {
  try {
    // What is hidden is under way.
    return readdirSync(folder).filter((name) => !name.startsWith('.'));
  } catch {
    return []; // a file, or a folder that may not be read
  }
}

function timeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Whether a path lies in the folder: what is deleted there was downloaded, and nothing else ever is. */
export function isBelow(folder: string, path: string): boolean {
  const way = relative(realOf(folder), realOf(path));
  return way !== '' && !isAbsolute(way) && way.split(sep)[0] !== '..';
}

/** Deletes a model of the folder, and the folders that it leaves empty. */
export async function deleteModel(folder: string, path: string): Promise<void> {
  if (!isBelow(folder, path)) throw new Error(`${path} is not in ${folder}`);
  await rm(path, { recursive: true });
  for (let above = dirname(path); isBelow(folder, above); above = dirname(above)) {
    if (entriesOf(above).length > 0) return;
    await rmdir(above).catch(() => {}); // something hidden is in it
  }
}

function realOf(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}
