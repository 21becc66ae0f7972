import { z } from 'zod';
import { UnsupportedConfigError } from '../errors.ts';
import { between, readConfig, whole } from '../read-config.ts';
import { LIMITS } from '../vocabulary.ts';
import { TEXT_ENCODER_KEYS } from './config-keys.ts';

export interface TextEncoderConfig {
  readonly hiddenSize: number;
  readonly layers: number;
  readonly heads: number;
  readonly intermediateSize: number;
  readonly vocabularySize: number;
  /** Places that it has learned: 77. */
  readonly positions: number;
  /** Tokens of a prompt, padding included: as many, unless its tokenizer gives fewer. */
  readonly tokens: number;
  readonly activation: 'quick_gelu' | 'gelu';
  readonly normEps: number;
  /** Whether it is told which tokens are padding (`use_attention_mask`), which no token then attends to. */
  readonly readsMask: boolean;
}

const { network: MOST } = LIMITS;

const schema = z.object({
  hidden_size: whole(MOST.channels).default(512),
  num_hidden_layers: whole(MOST.layers).default(12),
  num_attention_heads: whole(MOST.channels).default(8),
  intermediate_size: whole(MOST.channels).default(2048),
  vocab_size: whole(MOST.vocabulary).default(49408),
  max_position_embeddings: whole(MOST.positions).default(77),
  hidden_act: z.enum(['quick_gelu', 'gelu']).default('quick_gelu'),
  layer_norm_eps: between(LIMITS.normEps.min, LIMITS.normEps.max).default(1e-5),
  use_attention_mask: z.boolean().nullish(),
});

const READER = {
  schema,
  keys: TEXT_ENCODER_KEYS,
  advice: 'Give the CLIPTextModel of an SD 1.x or 2.x model, or correct the file',
};

/**
 * Reads a CLIPTextModel's config.json; keys that are missing have transformers' defaults.
 * @throws UnsupportedConfigError naming `source` and the key that does not fit.
 */
export function parseTextEncoderConfig(json: unknown, source: string): TextEncoderConfig {
  const raw = readConfig(READER, json, source);
  const { hidden_size: hiddenSize, num_attention_heads: heads } = raw;
  if (hiddenSize % heads !== 0) {
    throw new UnsupportedConfigError(
      `${source}: num_attention_heads is ${heads}; a hidden_size of ${hiddenSize} does not divide into as many. ` +
        READER.advice,
    );
  }
  return {
    hiddenSize,
    layers: raw.num_hidden_layers,
    heads,
    intermediateSize: raw.intermediate_size,
    vocabularySize: raw.vocab_size,
    positions: raw.max_position_embeddings,
    tokens: raw.max_position_embeddings,
    activation: raw.hidden_act,
    normEps: raw.layer_norm_eps,
    readsMask: raw.use_attention_mask === true,
  };
}
