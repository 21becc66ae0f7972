import { type Family, type NamedFeeds, ofRole } from '../families/family.ts';
import type { Session } from '../runtime/session.ts';
import { emphasised } from '../text-encoder/emphasis.ts';
import type { PromptChunk } from '../text-encoder/read-prompt.ts';
import { TEXT_ENCODER_OUTPUT, textEncoderFeeds } from '../text-encoder/text-encoder.ts';
import type { ClipTokenizer } from '../text-encoder/tokenizer.ts';
import { UNET_INPUTS } from '../unet/unet.ts';
import type { TextRole } from '../vocabulary.ts';
import { requireFinite } from './finite.ts';
import type { GenerationRequest } from './generation.ts';
import type { ReadPrompts } from './read-prompts.ts';

/** A text encoder, ready to run on one prompt. */
export interface PromptEncoder {
  readonly tokenizer: ClipTokenizer;
  readonly session: Session;
}

/**
 * What the family makes of a request's prompts, in the rows that a batch with or without guidance takes.
 * @returns for the UNet, by input: with guidance `batch` rows of the negative prompt, then `batch` of the prompt.
 */
export async function conditionOn(
  { halves, chunks }: ReadPrompts,
  { width, height }: Pick<GenerationRequest, 'width' | 'height'>,
  family: Pick<Family, 'condition'>,
  encoders: ReadonlyMap<TextRole, PromptEncoder>,
  batch: number,
): Promise<NamedFeeds> {
  const rows: NamedFeeds[] = [];
  for (const { which, chunksOf } of halves) {
    const parts: NamedFeeds[] = [];
    for (let i = 0; i < chunks; i++) {
      const encode = (role: TextRole) => encodeChunk(ofRole(encoders, role), ofRole(chunksOf, role)[i]!);
      parts.push(await family.condition({ which, width, height }, encode));
    }
    const row = rowOf(parts);
    for (let i = 0; i < batch; i++) rows.push(row);
  }
  const names = Object.keys(rows[0]!);
  return Object.fromEntries(names.map((name) => [name, concatenate(rows.map((row) => row[name]!))]));
}

/** The embedding is weighted; what says what a prompt means as a whole is not, as in A1111. */
async function encodeChunk({ session }: PromptEncoder, { ids, written, weights }: PromptChunk): Promise<NamedFeeds> {
  const outputs = requireFinite(await session.run(textEncoderFeeds(session, ids, written)), session);
  const { [TEXT_ENCODER_OUTPUT]: embedding } = outputs;
  return weights && embedding ? { ...outputs, [TEXT_ENCODER_OUTPUT]: emphasised(embedding, weights) } : outputs;
}

/** The UNet reads the tokens of all chunks, one after the other; all else it is told of the first, as in A1111. */
function rowOf(parts: readonly NamedFeeds[]): NamedFeeds {
  const context = concatenate(parts.map((part) => part[UNET_INPUTS.context]!));
  return { ...parts[0]!, [UNET_INPUTS.context]: context };
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
