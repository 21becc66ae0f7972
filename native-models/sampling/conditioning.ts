import { type Family, type Half, type NamedFeeds, ofRole } from '../families/family.ts';
import type { Session } from '../runtime/session.ts';
import { requireFinite } from './finite.ts';
import { textEncoderFeeds } from '../text-encoder/text-encoder.ts';
import type { ClipTokenizer } from '../text-encoder/tokenizer.ts';
import type { TextRole } from '../vocabulary.ts';
import type { GenerationRequest } from './generation.ts';

export interface Conditioning {
  /** For the UNet, by input: with guidance `batch` rows of the negative prompt, then `batch` of the prompt. */
  readonly feeds: NamedFeeds;
  readonly warnings: readonly string[];
}

/** A text encoder, ready to run on one prompt. */
export interface PromptEncoder {
  readonly tokenizer: ClipTokenizer;
  readonly session: Session;
}

/** What the family makes of a request's prompts, in the rows that a batch with or without guidance takes. */
export async function conditionOn(
  { prompt, negativePrompt, width, height }: Pick<GenerationRequest, 'prompt' | 'negativePrompt' | 'width' | 'height'>,
  family: Pick<Family, 'condition'>,
  encoders: ReadonlyMap<TextRole, PromptEncoder>,
  { batch, guided }: { readonly batch: number; readonly guided: boolean },
): Promise<Conditioning> {
  const size = { width, height };
  const conditional: Half = { which: 'prompt', text: prompt, ...size };
  const halves: readonly Half[] = guided
    ? [{ which: 'negative prompt', text: negativePrompt, ...size }, conditional]
    : [conditional];
  const warnings = new Set<string>();
  const rows: NamedFeeds[] = [];
  for (const half of halves) {
    const row = await family.condition(half, async (role, text) => {
      const { tokenizer, session } = ofRole(encoders, role);
      const { ids, written, cut } = tokenizer.encode(text);
      if (cut !== null) {
        warnings.add(`the ${half.which} is longer than ${ids.length} tokens; this was left out: "${cut}"`);
      }
      return requireFinite(await session.run(textEncoderFeeds(session, ids, written)), session);
    });
    for (let i = 0; i < batch; i++) rows.push(row);
  }
  const names = Object.keys(rows[0]!);
  const feeds = Object.fromEntries(names.map((name) => [name, concatenate(rows.map((row) => row[name]!))]));
  return { feeds, warnings: [...warnings] };
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
