import type { WeightSource } from '../graph/weights.ts';
import { GraphBuilder } from '../graph/builder.ts';
import type { Graph, Value } from '../graph/graph.ts';
import { add, attention, gelu, layerNorm, linear, quickGelu } from '../graph/layers.ts';
import type { TextEncoderConfig } from './config.ts';

export const TEXT_ENCODER_INPUT = 'input_ids';
export const TEXT_ENCODER_OUTPUT = 'last_hidden_state';

const ACTIVATION = { quick_gelu: quickGelu, gelu } as const;

/**
 * CLIPTextModel (transformers models/clip/modeling_clip.py) as a graph.
 * Input: `input_ids` int64 (batch, positions). Output: `last_hidden_state` (batch, positions, hiddenSize), after the
 * final LayerNorm: what Stable Diffusion conditions on. SD 2.x's penultimate layer is the last one of its file.
 */
export function buildTextEncoder(config: TextEncoderConfig, weights: WeightSource, batch: number): Graph {
  const b = new GraphBuilder('text_encoder', weights);
  const ids = b.input(TEXT_ENCODER_INPUT, 'int64', [batch, config.positions]);
  const embeddings = 'text_model.embeddings';
  const tokenTable = b.parameter(`${embeddings}.token_embedding.weight`, [config.vocabularySize, config.hiddenSize]);
  const positions = b.parameter(`${embeddings}.position_embedding.weight`, [config.positions, config.hiddenSize]);
  let h = add(b, b.op('Gather', [tokenTable, ids], { attributes: { axis: { int: 0 } } }), positions);
  for (let layer = 0; layer < config.layers; layer++) {
    h = b.within(`layer${layer}`, () => encoderLayer(b, h, `text_model.encoder.layers.${layer}`, config));
  }
  b.output(b.named(TEXT_ENCODER_OUTPUT, layerNorm(b, h, 'text_model.final_layer_norm', config.normEps)));
  return b.build();
}

function encoderLayer(b: GraphBuilder, x: Value, prefix: string, config: TextEncoderConfig): Value {
  const normed = layerNorm(b, x, `${prefix}.layer_norm1`, config.normEps);
  const project = (part: string) => linear(b, normed, `${prefix}.self_attn.${part}`, config.hiddenSize);
  const attended = attention(
    b,
    { query: project('q_proj'), key: project('k_proj'), value: project('v_proj') },
    config.heads,
    { causal: true },
  );
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
