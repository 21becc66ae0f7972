/** vocab.json, merges.txt and tokenizer.json: what a tokenizer's words are made of, checked to belong together. */
import { join } from 'node:path';
import { z } from 'zod';
import { CheckpointError } from '../errors.ts';
import { readJson, readText } from '../read-json.ts';

/** The largest vocabularies in use have a quarter of a million tokens; the tokenizer keeps a table by id. */
export const MAX_TOKEN_ID = 999_999;
const GET_FILES = 'Get the tokenizer files that belong to this checkpoint';

export const tokenId = z.int().nonnegative().max(MAX_TOKEN_ID);
const idsSchema = z.record(z.string(), tokenId);
const fullSchema = z.object({
  model: z.object({
    type: z.literal('BPE'),
    vocab: idsSchema,
    merges: z.array(z.union([z.string(), z.tuple([z.string(), z.string()]).transform((pair) => pair.join(' '))])),
  }),
});

export interface Words {
  readonly ids: Readonly<Record<string, number>>;
  /** `a b` per merge, in order of rank. */
  readonly merges: readonly string[];
  /** What messages call the file that has them. */
  readonly mergesFile: string;
}

/**
 * Of a tokenizer's folder: vocab.json and merges.txt where it has both, else tokenizer.json.
 * @param label what messages call the folder. @param present the files in it.
 * @throws CheckpointError naming the file that is missing or damaged.
 */
export async function readWords(folder: string, label: string, present: readonly string[]): Promise<Words> {
  if (present.includes('vocab.json') && present.includes('merges.txt')) {
    const ids = await readJson(join(folder, 'vocab.json'), `${label}/vocab.json`, idsSchema);
    const merges = mergeLines(await readText(join(folder, 'merges.txt'), `${label}/merges.txt`));
    return { ids, merges, mergesFile: `${label}/merges.txt` };
  }
  if (present.includes('tokenizer.json')) {
    const file = `${label}/tokenizer.json`;
    const { model } = await readJson(join(folder, 'tokenizer.json'), file, fullSchema);
    return { ids: model.vocab, merges: model.merges, mergesFile: file };
  }
  throw new CheckpointError(
    label,
    `expected vocab.json and merges.txt, or tokenizer.json, found ${present.join(', ') || 'nothing'}`,
    'Get the missing files',
  );
}

/** Without the first line's version; written by whichever editor. */
export function mergeLines(text: string): readonly string[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '' && !line.startsWith('#version'));
}

/** @throws CheckpointError for a merge of other than two tokens, or of such as the vocabulary lacks. */
export function requireMerges({ ids, merges, mergesFile: file }: Words): void {
  if (merges.length === 0) throw new CheckpointError(file, 'expected pairs of tokens to merge, found none', GET_FILES);
  for (const [i, merge] of merges.entries()) {
    const parts = merge.split(' ');
    const where = `merge ${i + 1} (${JSON.stringify(merge.slice(0, 40))})`;
    if (parts.length !== 2) throw new CheckpointError(file, `${where}: expected two tokens`, GET_FILES);
    const lacking = [...parts, parts.join('')].find((token) => !Object.hasOwn(ids, token));
    if (lacking === undefined) continue;
    throw new CheckpointError(file, `${where}: the vocabulary has no ${JSON.stringify(lacking)}`, GET_FILES);
  }
}
