import { z } from 'zod';
import { UnsupportedConfigError } from '../errors.ts';

export interface TextEncoderConfig {
  readonly hiddenSize: number;
  readonly layers: number;
  readonly heads: number;
  readonly intermediateSize: number;
  readonly vocabularySize: number;
  /** Length of the token window: 77. */
  readonly positions: number;
  readonly activation: 'quick_gelu' | 'gelu';
  readonly normEps: number;
}

const schema = z.object({
  hidden_size: z.number().int().positive(),
  num_hidden_layers: z.number().int().positive(),
  num_attention_heads: z.number().int().positive(),
  intermediate_size: z.number().int().positive(),
  vocab_size: z.number().int().positive().default(49408),
  max_position_embeddings: z.number().int().positive().default(77),
  hidden_act: z.enum(['quick_gelu', 'gelu']).default('quick_gelu'),
  layer_norm_eps: z.number().default(1e-5),
});

/**
 * Reads a CLIPTextModel's config.json.
 * @throws UnsupportedConfigError naming `source` and the key that does not fit.
 */
export function parseTextEncoderConfig(json: unknown, source: string): TextEncoderConfig {
  const parsed = schema.safeParse(json);
  if (!parsed.success) {
    throw new UnsupportedConfigError(
      `${source}: not a CLIP text encoder we can build. ${z.prettifyError(parsed.error)}`,
    );
  }
  const raw = parsed.data;
  return {
    hiddenSize: raw.hidden_size,
    layers: raw.num_hidden_layers,
    heads: raw.num_attention_heads,
    intermediateSize: raw.intermediate_size,
    vocabularySize: raw.vocab_size,
    positions: raw.max_position_embeddings,
    activation: raw.hidden_act,
    normEps: raw.layer_norm_eps,
  };
}
