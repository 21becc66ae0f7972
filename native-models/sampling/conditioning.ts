import type { Session } from '../runtime/session.ts';
import { TEXT_ENCODER_INPUT, TEXT_ENCODER_OUTPUT } from '../text-encoder/text-encoder.ts';
import type { ClipTokenizer } from '../text-encoder/tokenizer.ts';

export interface Conditioning {
  /** (rows, tokens, width) for the UNet: with guidance `batch` rows of the negative prompt, then `batch` of the prompt. */
  readonly text: Float32Array;
  readonly warnings: readonly string[];
}

/** Tokens, embeddings, and the rows that a batch with or without guidance takes. */
export async function encodePrompts(
  { prompt, negativePrompt }: { prompt: string; negativePrompt: string },
  { tokenizer, session }: { tokenizer: ClipTokenizer; session: Session },
  { batch, guided }: { batch: number; guided: boolean },
): Promise<Conditioning> {
  const texts = guided ? [negativePrompt, prompt] : [prompt];
  const warnings: string[] = [];
  const rows: Float32Array[] = [];
  for (const text of texts) {
    const { ids, cut } = tokenizer.encode(text);
    if (cut !== null) {
      const which = text === prompt ? 'prompt' : 'negative prompt';
      warnings.push(`the ${which} is longer than ${ids.length} tokens; this was left out: "${cut}"`);
    }
    const outputs = await session.run({ [TEXT_ENCODER_INPUT]: BigInt64Array.from(ids, BigInt) });
    const embedding = outputs[TEXT_ENCODER_OUTPUT]!;
    for (let i = 0; i < batch; i++) rows.push(embedding);
  }
  return { text: concatenate(rows), warnings };
}

/** Rows of a batch, one after the other. */
export function concatenate(rows: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(rows.reduce((length, row) => length + row.length, 0));
  let offset = 0;
  for (const row of rows) {
    joined.set(row, offset);
    offset += row.length;
  }
  return joined;
}

/** The rows of a batch of `count`, as views. */
export function rowsOf(batch: Float32Array, count: number): readonly Float32Array[] {
  const length = batch.length / count;
  return Array.from({ length: count }, (_, i) => batch.subarray(i * length, (i + 1) * length));
}
