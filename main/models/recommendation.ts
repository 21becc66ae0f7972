/** What a model's makers advise: `heirloom.json` in its folder. Every key may be missing, and so may the file. */
import { decodeText } from '../../native-models/read-json.ts';
import { LIMITS, SAMPLER_IDS } from '../../native-models/vocabulary.ts';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { wordsOfIssues } from '../../native-models/zod-words.ts';
import { failure } from '../base/problem.ts';

const prompt = z.string().max(LIMITS.prompt.max);

const schema = z.object({
  steps: z.int().min(LIMITS.steps.min).max(LIMITS.steps.max).optional(),
  guidanceScale: z.number().min(LIMITS.guidanceScale.min).max(LIMITS.guidanceScale.max).optional(),
  scheduler: z.enum(SAMPLER_IDS).optional(),
  negativePrompt: prompt.optional(),
  /** Prompts that show what the model can do. */
  prompts: z.array(prompt).default([]),
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
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return Buffer.from('{}');
    throw failure(`${path}: cannot be read (${cause.code})`, undefined, cause);
  });
  try {
    return schema.parse(JSON.parse(decodeText(bytes)));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? wordsOfIssues(cause.issues) : String(cause);
    throw failure(`${path}: ${why}`, 'Correct the file, or take it away.', cause);
  }
}
