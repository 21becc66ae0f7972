/** The prompts of a request, tokenized: how many chunks the UNet's context has, and what a person should know of them. */
import { ofRole } from '../families/family.ts';
import { notesOf } from '../text-encoder/prompt-marks.ts';
import { emptyChunk, parsePrompt, type PromptChunk, readPrompt } from '../text-encoder/read-prompt.ts';
import type { ClipTokenizer } from '../text-encoder/tokenizer.ts';
import { LIMITS, type TextRole } from '../vocabulary.ts';
import type { GenerationRequest } from './generation.ts';

/** One half of the guidance: what each text encoder is given, as many chunks as every other has. */
export interface ReadHalf {
  readonly which: 'prompt' | 'negative prompt';
  readonly chunksOf: ReadonlyMap<TextRole, readonly PromptChunk[]>;
}

export interface ReadPrompts {
  /** With guidance the negative prompt's, then the prompt's. */
  readonly halves: readonly ReadHalf[];
  /** Of each half; 1 where prompts fit into the text encoder's window. */
  readonly chunks: number;
  readonly warnings: readonly string[];
}

/** Each prompt by itself, then the shorter filled up with chunks of nothing: both halves are rows of one batch. */
export function readPrompts(
  {
    prompt,
    negativePrompt,
    promptSyntax: syntax = 'plain',
  }: Pick<GenerationRequest, 'prompt' | 'negativePrompt' | 'promptSyntax'>,
  encoders: ReadonlyMap<TextRole, { readonly tokenizer: ClipTokenizer }>,
  guided: boolean,
): ReadPrompts {
  const texts = [
    ...(guided ? [{ which: 'negative prompt', text: negativePrompt } as const] : []),
    { which: 'prompt', text: prompt } as const,
  ];
  const warnings = new Set<string>();
  const halves = texts.map(({ which, text }): ReadHalf => {
    const parsed = parsePrompt(text, syntax);
    for (const note of notesOf(text, syntax, parsed.marks)) warnings.add(`the ${which} has ${note}`);
    const read = [...encoders].map(([role, { tokenizer }]) => {
      const { chunks, cut } = readPrompt(text, syntax, tokenizer, parsed);
      if (cut !== null) warnings.add(`the ${which} is longer than ${roomIn(chunks)}; this was left out: "${cut}"`);
      return [role, chunks] as const;
    });
    return { which, chunksOf: new Map(read) };
  });
  const chunks = Math.max(...halves.flatMap(({ chunksOf }) => [...chunksOf.values()].map(({ length }) => length)));
  const filled = halves.map(({ which, chunksOf }) => ({
    which,
    chunksOf: new Map(
      [...chunksOf].map(([role, own]) => {
        const { tokenizer } = ofRole(encoders, role);
        return [role, Array.from({ length: chunks }, (_, i) => own[i] ?? emptyChunk(tokenizer))] as const;
      }),
    ),
  }));
  return { halves: filled, chunks, warnings: [...warnings] };
}

function roomIn([first, ...others]: readonly PromptChunk[]): string {
  const window = `${first!.ids.length} tokens`;
  return others.length === 0 ? window : `${LIMITS.promptChunks} chunks of ${window}`;
}
