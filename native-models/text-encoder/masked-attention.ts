/** Attention that leaves padding out, in operators that every device has: few text encoders ask for it (`use_attention_mask`). */
import type { GraphBuilder } from '../graph/builder.ts';
import type { Value } from '../graph/graph.ts';
import { reshape, transpose } from '../graph/layers.ts';

/** Added to the score of what may not be seen: beside it nothing is left of an exponential, and float16 holds it. */
const NOT_SEEN = -10_000;

/**
 * What a token may see: itself and what comes before, but for padding.
 * @param mask (batch, tokens): 1 for what is written, 0 for padding.
 * @returns what is added to the scores, (batch, 1, tokens, tokens).
 */
export function allowedOf(b: GraphBuilder, mask: Value): Value {
  const [batch, tokens] = mask.shape as [number, number];
  const later = Float32Array.from({ length: tokens * tokens }, (_, i) =>
    i % tokens > Math.floor(i / tokens) ? NOT_SEEN : 0,
  );
  const shifted = b.op('Add', [mask, b.floats('minus_one', [1], Float32Array.of(-1))]);
  const padding = b.op('Mul', [shifted, b.floats('seen', [1], Float32Array.of(-NOT_SEEN))]);
  return b.op('Add', [reshape(b, padding, [batch, 1, 1, tokens]), b.floats('later', [1, 1, tokens, tokens], later)]);
}

/** softmax(q k^T / sqrt(d) + allowed) v over `heads` heads; query, key and value are (batch, tokens, channels). */
export function attentionWhere(
  b: GraphBuilder,
  { query, key, value }: { readonly query: Value; readonly key: Value; readonly value: Value },
  heads: number,
  allowed: Value,
): Value {
  const [batch, tokens, channels] = query.shape as [number, number, number];
  const split = (x: Value, perm: readonly number[]) =>
    transpose(b, reshape(b, x, [batch, tokens, heads, channels / heads]), perm);
  const scale = b.floats('scale', [1], Float32Array.of(1 / Math.sqrt(channels / heads)));
  const scores = b.op('MatMul', [split(b.op('Mul', [query, scale]), [0, 2, 1, 3]), split(key, [0, 2, 3, 1])]);
  const shares = b.op('Softmax', [b.op('Add', [scores, allowed])], { attributes: { axis: { int: -1 } } });
  const attended = b.op('MatMul', [shares, split(value, [0, 2, 1, 3])]);
  return reshape(b, transpose(b, attended, [0, 2, 1, 3]), [batch, tokens, channels]);
}
