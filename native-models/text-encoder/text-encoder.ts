import type { WeightSource } from '../graph/weights.ts';
import { GraphBuilder } from '../graph/builder.ts';
import type { Graph, Value } from '../graph/graph.ts';
import { add, attention, gelu, layerNorm, linear, quickGelu } from '../graph/layers.ts';
import type { TextEncoderConfig } from './config.ts';
import { allowedOf, attentionWhere } from './masked-attention.ts';

export const TEXT_ENCODER_INPUT = 'input_ids';
export const TEXT_ENCODER_MASK = 'attention_mask';
export const TEXT_ENCODER_OUTPUT = 'last_hidden_state';

const ACTIVATION = { quick_gelu: quickGelu, gelu } as const;

/**
 * CLIPTextModel (transformers models/clip/modeling_clip.py) as a graph.
 * Inputs: `input_ids` int64 (batch, tokens); where `config.readsMask` also `attention_mask` float32 (batch, tokens), 1 for what is
 * written and 0 for padding. Output: `last_hidden_state` (batch, tokens, hiddenSize), after the final LayerNorm: what Stable
 * Diffusion conditions on. SD 2.x's penultimate layer is the last one of its file.
 */
export function buildTextEncoder(config: TextEncoderConfig, weights: WeightSource, batch: number): Graph {
  const b = new GraphBuilder('text_encoder', weights);
  const { tokens } = config;
  const ids = b.input(TEXT_ENCODER_INPUT, 'int64', [batch, tokens]);
  const mask = config.readsMask ? b.input(TEXT_ENCODER_MASK, 'float32', [batch, tokens]) : null;
  const allowed = mask && allowedOf(b, mask);
  const embeddings = 'text_model.embeddings';
  const tokenTable = b.parameter(`${embeddings}.token_embedding.weight`, [config.vocabularySize, config.hiddenSize]);
  const positions = placesOf(b, `${embeddings}.position_embedding.weight`, config);
  let h = add(b, b.op('Gather', [tokenTable, ids], { attributes: { axis: { int: 0 } } }), positions);
  for (let layer = 0; layer < config.layers; layer++) {
    h = b.within(`layer${layer}`, () => encoderLayer(b, h, `text_model.encoder.layers.${layer}`, config, allowed));
  }
  b.output(b.named(TEXT_ENCODER_OUTPUT, layerNorm(b, h, 'text_model.final_layer_norm', config.normEps)));
  return b.build();
}

/**
 * What a text encoder's session is fed for one prompt.
 * @param ids as many as it reads. @param written how many of them are not padding.
 */
export function textEncoderFeeds(
  { inputs }: Pick<Graph, 'inputs'>,
  ids: readonly number[],
  written: number,
): Readonly<Record<string, BigInt64Array | Float32Array>> {
  const mask = Float32Array.from(ids, (_, i) => (i < written ? 1 : 0));
  const reads = inputs.some(({ name }) => name === TEXT_ENCODER_MASK);
  return { [TEXT_ENCODER_INPUT]: BigInt64Array.from(ids, BigInt), ...(reads ? { [TEXT_ENCODER_MASK]: mask } : {}) };
}

/** The first places, where prompts are shorter than what was learned. */
function placesOf(b: GraphBuilder, name: string, { tokens, positions, hiddenSize }: TextEncoderConfig): Value {
  const shape = [positions, hiddenSize];
  return tokens === positions ? b.parameter(name, shape) : b.rows(name, shape, 0, tokens);
}

function encoderLayer(
  b: GraphBuilder,
  x: Value,
  prefix: string,
  config: TextEncoderConfig,
  allowed: Value | null,
): Value {
  const normed = layerNorm(b, x, `${prefix}.layer_norm1`, config.normEps);
  const project = (part: string) => linear(b, normed, `${prefix}.self_attn.${part}`, config.hiddenSize);
  const projected = { query: project('q_proj'), key: project('k_proj'), value: project('v_proj') };
  const attended = allowed
    ? attentionWhere(b, projected, config.heads, allowed)
    : attention(b, projected, config.heads, { causal: true });
  const h = add(b, linear(b, attended, `${prefix}.self_attn.out_proj`, config.hiddenSize), x);
  const hidden = linear(
    b,
    layerNorm(b, h, `${prefix}.layer_norm2`, config.normEps),
    `${prefix}.mlp.fc1`,
    config.intermediateSize,
  );
  const activated = ACTIVATION[config.activation](b, hidden);
  return add(b, linear(b, activated, `${prefix}.mlp.fc2`, config.hiddenSize), h);
}
