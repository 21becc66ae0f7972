/** Copies of half-precision weights that were made for the processor, and whose they are. */
import { basename, sep } from 'node:path';
import { listFloat32Copies } from '../../../native-models/checkpoint/weights-cache.ts';
import type { ConvertedWeights } from '../../../preload/contract/model.ts';

/** @param models paths of the models in the list. @returns the largest first. */
export async function convertedWeights(dataFolder: string, models: readonly string[]): Promise<ConvertedWeights[]> {
  const copies = await listFloat32Copies(dataFolder);
  return copies
    .map(({ sha256, bytes, source }) => {
      const model = models.find((each) => belongsTo(source, each));
      return { sha256, bytes, source, model: model === undefined ? null : basename(model) };
    })
    .toSorted((a, b) => b.bytes - a.bytes);
}

/** Whether a file is a model's: the file itself, or one below the folder. */
export function belongsTo(file: string, model: string): boolean {
  return file === model || file.startsWith(model + sep);
}
