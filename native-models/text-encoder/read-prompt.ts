/** A prompt -> what the text encoder is given, chunk by chunk, and what a person should know of it. */
import { LIMITS, type PromptSyntax } from '../vocabulary.ts';
import { foreignIn } from './foreign-syntax.ts';
import { chunksOf, type WeightedToken } from './prompt-chunks.ts';
import { marksOf, type PromptMark } from './prompt-marks.ts';
import type { ClipTokenizer } from './tokenizer.ts';
import { placesOf, readWeights, type WeightedPrompt, type WeightedText } from './weights.ts';

/** Start and end of a window. */
const MARKS = 2;

/** A window of the text encoder. */
export interface PromptChunk {
  /** As many as the window is long. */
  readonly ids: readonly number[];
  /** How many of them are no padding: start and end too. */
  readonly written: number;
  /** One for each id; null: all are 1. */
  readonly weights: readonly number[] | null;
}

export interface ReadPrompt {
  /** At least one; a plain prompt has one. */
  readonly chunks: readonly PromptChunk[];
  /** The end of the prompt that did not fit, or null. */
  readonly cut: string | null;
}

/** What a prompt comes to, before anything is tokenized. */
export interface ParsedPrompt extends Omit<WeightedPrompt, 'texts'> {
  readonly texts: readonly WeightedText[];
  readonly marks: readonly PromptMark[];
}

/** Where a plain prompt has brackets they are part of its one text. */
export function parsePrompt(prompt: string, syntax: PromptSyntax): ParsedPrompt {
  const places = syntax === 'plain' ? placesOf(prompt) : placesOutsideNetworks(prompt);
  const weighted = readWeights(places.map((place) => prompt[place]).join(''), places);
  const marks = marksOf(prompt, syntax, weighted);
  const texts = syntax === 'plain' ? [{ text: prompt, weight: 1, places }] : weighted.texts;
  return { ...weighted, texts, marks };
}

/** Of all characters but those of tags that other networks are called by. */
function placesOutsideNetworks(prompt: string): readonly number[] {
  const tags = foreignIn(prompt).filter(({ kind }) => kind === 'network');
  const ends = [...tags, { start: prompt.length, end: prompt.length }];
  return ends.flatMap(({ start }, i) => {
    const from = i === 0 ? 0 : ends[i - 1]!.end;
    return Array.from({ length: start - from }, (_, k) => from + k);
  });
}

/** Tokenizes a prompt: cut at one window where it is plain, at {@link LIMITS}.promptChunks of them otherwise. */
export function readPrompt(
  prompt: string,
  syntax: PromptSyntax,
  tokenizer: ClipTokenizer,
  { texts }: Pick<ParsedPrompt, 'texts'> = parsePrompt(prompt, syntax),
): ReadPrompt {
  if (syntax === 'plain') {
    const { ids, written, cut } = tokenizer.encode(prompt);
    return { chunks: [{ ids, written, weights: null }], cut };
  }
  const chunks = chunksOf(texts, tokenizer);
  const left = chunks.slice(LIMITS.promptChunks).flat();
  return {
    chunks: chunks.slice(0, LIMITS.promptChunks).map((chunk) => windowOf(chunk, tokenizer)),
    cut: left.length > 0 ? tokenizer.decode(left.map(({ id }) => id)) : null,
  };
}

function windowOf(chunk: readonly WeightedToken[], tokenizer: ClipTokenizer): PromptChunk {
  const ids = tokenizer.window(chunk.map(({ id }) => id));
  const weighted = chunk.some(({ weight }) => weight !== 1);
  const written = chunk.length + MARKS;
  return { ids, written, weights: weighted ? ids.map((_, i) => chunk[i - 1]?.weight ?? 1) : null };
}

/** What fills a prompt up to the length of a longer one. */
export function emptyChunk(tokenizer: ClipTokenizer): PromptChunk {
  return { ids: tokenizer.window([]), written: MARKS, weights: null };
}
