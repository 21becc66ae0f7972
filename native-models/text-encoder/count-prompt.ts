/** What a prompt comes to while it is typed: its tokens, and where in it everything is. */
import { LIMITS, type PromptSyntax } from '../vocabulary.ts';
import { chunksOf, type WeightedToken } from './prompt-chunks.ts';
import { meaningOf, notesOf } from './prompt-marks.ts';
import { parsePrompt } from './read-prompt.ts';
import type { ClipTokenizer } from './tokenizer.ts';
import { isBreak, type Range, type WeightedText } from './weights.ts';

export interface PromptCount {
  /** As A1111 counts them: what fills up a chunk before the last counts too. */
  readonly tokens: number;
  readonly chunks: number;
  /** Tokens that a chunk holds: 75. */
  readonly room: number;
  /** Where each chunk but the first begins, at the word that its first token is in. */
  readonly borders: readonly number[];
  /** Text whose weight is not 1, in the order of the text. */
  readonly weights: readonly (Range & { readonly weight: number })[];
  /** Text that is not understood, with what becomes of it. */
  readonly marks: readonly (Range & { readonly reason: string })[];
  /** The same in sentences, as warnings have it. */
  readonly notes: readonly string[];
}

/** Counts as `readPrompt` would read it. */
export function countPrompt(prompt: string, syntax: PromptSyntax, tokenizer: ClipTokenizer): PromptCount {
  const { texts, marks } = parsePrompt(prompt, syntax);
  const { room } = tokenizer;
  const all = syntax === 'plain' ? [plainTokens(prompt, tokenizer)] : chunksOf(texts, tokenizer);
  const left = syntax === 'plain' ? all[0]![room] : all.slice(LIMITS.promptChunks).flat()[0];
  const chunks = all.slice(0, LIMITS.promptChunks);
  const place = placeFinder(texts, tokenizer);
  const cut = left ? [{ start: place(left), end: prompt.length, reason: 'this does not fit, and is left out' }] : [];
  return {
    tokens: (all.length - 1) * room + all.at(-1)!.length,
    chunks: chunks.length,
    room,
    borders: chunks.slice(1).flatMap(([first]) => (first ? [place(first)] : [])),
    weights: texts.flatMap((text) => (text.weight === 1 || isBreak(text) ? [] : weightsOf(text))),
    marks: [...marks.map(({ kind, start, end }) => ({ start, end, reason: meaningOf(kind, syntax) })), ...cut],
    notes: [...notesOf(prompt, syntax, marks), ...cut.map(() => 'the end does not fit, and is left out')],
  };
}

function plainTokens(prompt: string, { tokens }: Pick<ClipTokenizer, 'tokens'>): readonly WeightedToken[] {
  return tokens(prompt).map((id, index) => ({ id, weight: 1, text: 0, index }));
}

function weightsOf({ places, weight }: WeightedText): PromptCount['weights'] {
  return places.length === 0 ? [] : [{ start: places[0]!, end: places.at(-1)! + 1, weight }];
}

/** Roughly what CLIP takes for a word; words with accents that stand apart may differ. */
const WORD = /'s|'t|'re|'ve|'m|'ll|'d|[\p{L}\p{M}]+|\p{N}|[^\s\p{L}\p{M}\p{N}]+/giu;

/** Tokens do not say where they were: words are tokenized one by one, and their tokens counted. */
function placeFinder(texts: readonly WeightedText[], { tokens }: Pick<ClipTokenizer, 'tokens'>) {
  const counted = new Map<string, number>();
  const placed = new Map<number, readonly number[]>();
  const countOf = (word: string) => {
    const count = counted.get(word) ?? tokens(word).length;
    counted.set(word, count);
    return count;
  };
  return ({ text, index }: WeightedToken): number => {
    const { text: letters, places } = texts[text]!;
    const starts =
      placed.get(text) ??
      [...letters.matchAll(WORD)].flatMap(({ 0: word, index: at }) => Array<number>(countOf(word)).fill(places[at]!));
    placed.set(text, starts);
    return starts[Math.min(index, starts.length - 1)] ?? places[0] ?? 0;
  };
}
