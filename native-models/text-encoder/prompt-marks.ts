/** What a person should know of a prompt: what is not understood in it, where it stands, and what becomes of it. */
import type { PromptSyntax } from '../vocabulary.ts';
import { type ForeignKind, foreignIn } from './foreign-syntax.ts';
import type { Range, WeightedPrompt } from './weights.ts';

export type MarkKind = ForeignKind | 'weight' | 'number' | 'break';

export interface PromptMark extends Range {
  readonly kind: MarkKind;
}

const AS_TEXT = 'means nothing here and is read as text';

/** What becomes of each kind, by how the prompt is read; a kind that cannot be there says nothing. */
const MEANINGS: { readonly [K in MarkKind]: Partial<Record<PromptSyntax, string>> } = {
  network: {
    plain: `a tag of a LoRA, hypernetwork or other network ${AS_TEXT}`,
    a1111: 'a tag of a LoRA, hypernetwork or other network means nothing here and is left out',
  },
  editing: both(`a prompt that changes from a step on ${AS_TEXT}`),
  alternation: both(`a prompt that changes from step to step ${AS_TEXT}`),
  wildcard: both(`a wildcard ${AS_TEXT}`),
  choice: both(`a choice among texts ${AS_TEXT}`),
  composition: both(`AND, which joins prompts elsewhere, ${AS_TEXT}`),
  embedding: both(`the name of an embedding ${AS_TEXT}`),
  weight: { plain: 'with plain prompts weights, brackets, backslashes and BREAK are read as letters' },
  number: { a1111: 'this is no number that a weight can be; it is read as text, and the brackets count 1.1 times' },
  break: { a1111: 'within brackets BREAK is read as a word, as AUTOMATIC1111 does; outside it begins a new chunk' },
};

function both(meaning: string): Record<PromptSyntax, string> {
  return { plain: meaning, a1111: meaning };
}

/** What becomes of marked text, as a sentence without its point. */
export function meaningOf(kind: MarkKind, syntax: PromptSyntax): string {
  return MEANINGS[kind][syntax] ?? AS_TEXT;
}

/** In the order of the text. @param weights what the weighted syntax finds in it. */
export function marksOf(
  prompt: string,
  syntax: PromptSyntax,
  { syntax: brackets, badNumbers, wordBreaks }: Omit<WeightedPrompt, 'texts'>,
): readonly PromptMark[] {
  const foreign = foreignIn(prompt);
  const own =
    syntax === 'plain'
      ? outermost(brackets.filter((range) => !foreign.some((other) => overlap(range, other)))).map(marked('weight'))
      : [...badNumbers.map(marked('number')), ...wordBreaks.map(marked('break'))];
  return [...foreign, ...own].toSorted((a, b) => a.start - b.start);
}

/** Pieces of a prompt that a warning quotes, and their letters. */
const QUOTED = { pieces: 3, letters: 40 };

/** One for each kind: what stands there, and what becomes of it. */
export function notesOf(prompt: string, syntax: PromptSyntax, marks: readonly PromptMark[]): readonly string[] {
  return [...new Set(marks.map(({ kind }) => kind))].map((kind) => {
    const pieces = [...new Set(marks.filter((mark) => mark.kind === kind).map((mark) => quoted(prompt, mark)))];
    const more = pieces.length - QUOTED.pieces;
    const listed = pieces.slice(0, QUOTED.pieces).join(', ');
    return `${listed}${more > 0 ? ` and ${more} more` : ''}: ${meaningOf(kind, syntax)}`;
  });
}

function quoted(prompt: string, { start, end }: Range): string {
  const letters = [...prompt.slice(start, end).replaceAll(/\s+/g, ' ')];
  return `"${letters.length > QUOTED.letters ? `${letters.slice(0, QUOTED.letters - 1).join('')}…` : letters.join('')}"`;
}

function marked(kind: MarkKind): (range: Range) => PromptMark {
  return ({ start, end }) => ({ kind, start, end });
}

function overlap(a: Range, b: Range): boolean {
  return a.start < b.end && b.start < a.end;
}

/** Without those that lie within others. */
function outermost(ranges: readonly Range[]): readonly Range[] {
  const kept: Range[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (range.end > (kept.at(-1)?.end ?? 0)) kept.push(range);
  }
  return kept;
}
