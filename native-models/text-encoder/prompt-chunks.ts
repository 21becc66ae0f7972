/**
 * A prompt of any length, in chunks of as many tokens as the text encoder's window has room for (75), by the rules of
 * AUTOMATIC1111's web UI. Each is encoded for itself. Recorded in reference/record_prompts.py.
 */
import type { ClipTokenizer } from './tokenizer.ts';
import { isBreak, type WeightedText } from './weights.ts';

/** A token of a prompt. */
export interface WeightedToken {
  readonly id: number;
  readonly weight: number;
  /** Of the weighted text that it is in, and its place among that text's tokens. */
  readonly text: number;
  readonly index: number;
}

/** A comma among this many last tokens ends a full chunk: what follows it stays together. */
const COMMA_REACH = 20;

/** At least one chunk; those before a break may be empty. */
export function chunksOf(
  texts: readonly WeightedText[],
  { room, comma, tokens }: Pick<ClipTokenizer, 'room' | 'comma' | 'tokens'>,
): readonly (readonly WeightedToken[])[] {
  const chunks: WeightedToken[][] = [];
  let chunk: WeightedToken[] = [];
  let lastComma: number | null = null;
  const begin = (moved: WeightedToken[] = []) => {
    chunks.push(chunk);
    chunk = moved;
    lastComma = null;
  };
  for (const [text, each] of texts.entries()) {
    if (isBreak(each)) {
      begin();
      continue;
    }
    for (const [index, id] of tokens(each.text).entries()) {
      if (chunk.length === room) {
        const kept = id !== comma && lastComma !== null && room - lastComma <= COMMA_REACH ? lastComma + 1 : room;
        begin(chunk.splice(kept));
      } else if (id === comma) lastComma = chunk.length;
      chunk.push({ id, weight: each.weight, text, index });
    }
  }
  if (chunk.length > 0 || chunks.length === 0) chunks.push(chunk);
  return chunks;
}
