/** A prompt in pieces that look different: what is weighted, what is not understood, where a chunk begins. */
import type { Counted } from '../../stores/counted-prompt.svelte.ts';

export interface Span {
  readonly text: string;
  /** Of its tokens; null: 1. */
  readonly weight: number | null;
  /** Why it is not understood; null where it is. */
  readonly reason: string | null;
  /** A chunk begins with it. */
  readonly border: boolean;
}

/** All of the text, in order. Nothing is marked until what is on screen has been counted. */
export function spansOf(text: string, counted: Omit<Counted, 'notes'> | null): readonly Span[] {
  if (counted?.text !== text) return [{ text, weight: null, reason: null, border: false }];
  const { borders, weights, marks } = counted;
  const ends = [...weights, ...marks].flatMap(({ start, end }) => [start, end]);
  const cuts = [...new Set([0, ...borders, ...ends])].filter((cut) => cut < text.length).toSorted((a, b) => a - b);
  return cuts.map((start, i) => {
    const at = (range: { readonly start: number; readonly end: number }) => range.start <= start && start < range.end;
    return {
      text: text.slice(start, cuts[i + 1] ?? text.length),
      weight: weights.find(at)?.weight ?? null,
      reason: marks.find(at)?.reason ?? null,
      border: borders.includes(start),
    };
  });
}

/** `37 / 75`, `152 / 225 in 3 chunks` */
export function countInWords({ tokens, chunks, room }: Pick<Counted, 'tokens' | 'chunks' | 'room'>): string {
  return `${tokens} / ${chunks * room}${chunks > 1 ? ` in ${chunks} chunks` : ''}`;
}
