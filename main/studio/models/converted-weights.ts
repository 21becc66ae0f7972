/** Copies of weights in another precision that were made for a device, and whose they are. */
import { basename, sep } from 'node:path';
import { listCopies } from '../../../native-models/checkpoint/copies/weights-cache.ts';
import type { ConvertedWeights } from '../../../preload/contract/model.ts';

/** @param models paths of the models in the list. @returns the largest first. */
export async function convertedWeights(dataFolder: string, models: readonly string[]): Promise<ConvertedWeights[]> {
  const copies = await listCopies(dataFolder);
  return copies
    .map(({ kind, sha256, bytes, source }) => {
      const model = models.find((each) => belongsTo(source, each));
      return { kind, sha256, bytes, source, model: model === undefined ? null : basename(model) };
    })
    .toSorted((a, b) => b.bytes - a.bytes);
}

/** Whether a file is a model's: the file itself, or one below the folder. */
export function belongsTo(file: string, model: string): boolean {
  return file === model || file.startsWith(model + sep);
}
