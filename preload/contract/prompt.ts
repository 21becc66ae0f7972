import { oc } from '@orpc/contract';
import { z } from 'zod';
import { LIMITS, PROMPT_SYNTAXES } from '../../native-models/vocabulary.ts';

/** Of a prompt's characters (UTF-16 units): [start, end). */
const range = z.object({ start: z.int(), end: z.int() });

/** What a prompt comes to (native-models/text-encoder/count-prompt.ts). */
export const promptCount = z.object({
  tokens: z.int(),
  chunks: z.int(),
  room: z.int(),
  borders: z.array(z.int()).readonly(),
  weights: z.array(range.extend({ weight: z.number() })).readonly(),
  marks: z.array(range.extend({ reason: z.string() })).readonly(),
  notes: z.array(z.string()).readonly(),
});
export type PromptCount = z.infer<typeof promptCount>;

export const promptRoutes = {
  /** With the model's own tokenizer, and nothing else of it loaded. */
  count: oc
    .input(
      z.object({
        modelId: z.string(),
        prompt: z.string().max(LIMITS.prompt.max),
        promptSyntax: z.enum(PROMPT_SYNTAXES),
      }),
    )
    .output(promptCount),
};
