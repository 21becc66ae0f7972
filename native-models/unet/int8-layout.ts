import type { Float32Tensor, Int8Layout } from '../checkpoint/copies/int8-copy.ts';
import type { WeightSource } from '../graph/weights.ts';
import type { UNetConfig } from './config.ts';
import { oneHalf } from './cost.ts';
import { buildFullStep } from './step.ts';

/**
 * Linear layers that stay in float32. Those of the time compute one row, so there is nothing to win; keys and values of the
 * text are 0.4% of SD 1.5's work, and CLIP's embeddings have numbers some thirty times their spread, beside which 8 bits
 * keep little of the rest.
 */
const FLOAT32 = /^time_embedding\.|\.time_emb_proj\.|\.attn2\.to_[kv]\./;

/** Which tensors of a UNet an int8 copy holds as integers: the weights of its linear layers, as its graph asks for them. */
export function int8Layout(config: UNetConfig, weights: WeightSource): Int8Layout {
  const read = new Map<string, Float32Tensor>();
  const watched: WeightSource = {
    folder: weights.folder,
    has: (name) => weights.has(name),
    tensor(name, shape) {
      const tensor = weights.tensor(name, shape);
      read.set(name, { name, ...tensor });
      return tensor;
    },
  };
  const graph = buildFullStep(config, watched, oneHalf(config.sampleSize, config.sampleSize));
  const linear = graph.nodes
    .filter(({ op }) => op === 'Gemm')
    .map(({ inputs }) => graph.initializers.get(inputs[1]!)!)
    .filter(({ name }) => !FLOAT32.test(name));
  const taken = new Set(linear.map(({ name }) => wholeOf(name)));
  return { linear, float32: [...read.values()].filter(({ name }) => !taken.has(name)) };
}

/** `proj.weight[0:1280]` -> `proj.weight` */
function wholeOf(name: string): string {
  return name.replace(/\[\d+:\d+\]$/, '');
}
