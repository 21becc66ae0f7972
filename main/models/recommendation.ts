/** What a model's makers advise: `heirloom.json` in its folder. Every key may be missing, and so may the file. */
import { SAMPLER_IDS } from '../../native-models/vocabulary.ts';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { wordsOfIssues } from '../../native-models/zod-words.ts';
import { failure } from '../base/problem.ts';

const schema = z.object({
  steps: z.int().positive().optional(),
  guidanceScale: z.number().optional(),
  scheduler: z.enum(SAMPLER_IDS).optional(),
  negativePrompt: z.string().optional(),
  /** Prompts that show what the model can do. */
  prompts: z.array(z.string()).default([]),
});
/** Advice by the names of settings. */
export type Recommendation = z.infer<typeof schema>;

/**
 * All of it may be left out, and is for most models.
 * @param model a folder; a single file has no advice.
 * @throws Problem where `heirloom.json` is there and cannot be read.
 */
export async function recommendationOf(model: string): Promise<Recommendation> {
  const path = join(model, 'heirloom.json');
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return '{}';
    throw failure(`${path}: cannot be read (${cause.code})`, undefined, cause);
  });
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? wordsOfIssues(cause.issues) : String(cause);
    throw failure(`${path}: ${why}`, 'Correct the file, or take it away.', cause);
  }
}
