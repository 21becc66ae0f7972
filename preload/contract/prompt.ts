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

export const recentPrompt = z.object({ prompt: z.string(), negativePrompt: z.string() });
export type RecentPrompt = z.infer<typeof recentPrompt>;

/** A fragment of prompts under a name. `{prompt}` is where the prompt goes; without it the style follows the prompt. */
export const promptStyle = z.object({
  name: z.string().trim().min(1).max(80),
  prompt: z.string().max(LIMITS.prompt.max),
  negativePrompt: z.string().max(LIMITS.prompt.max),
});
export type PromptStyle = z.infer<typeof promptStyle>;

const styles = z.array(promptStyle);

export const promptRoutes = {
  /** With the model's own tokenizer, and nothing else of it loaded. */
  count: oc
    .input(
      z.object({
        modelId: z.string().max(LIMITS.name.max),
        prompt: z.string().max(LIMITS.prompt.max),
        promptSyntax: z.enum(PROMPT_SYNTAXES),
      }),
    )
    .output(promptCount),
  /** Of the latest runs, each pair of prompts once; with all words that are searched for. */
  recent: oc
    .input(z.object({ search: z.string().max(LIMITS.prompt.max), limit: z.int().min(1).max(200) }))
    .output(z.array(recentPrompt)),
  styles: oc.output(styles),
  /** `was`: its name before, where it is renamed. */
  saveStyle: oc.input(z.object({ style: promptStyle, was: z.string().max(LIMITS.name.max).optional() })).output(styles),
  removeStyle: oc.input(z.object({ name: z.string().max(LIMITS.name.max) })).output(styles),
};
