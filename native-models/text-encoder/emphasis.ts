/**
 * Multiplies a text encoder's output by the weights of its tokens, then by one number, so that its mean is what it was: AUTOMATIC1111's
 * emphasis "Original".
 * @param output (tokens, width), of one window.
 * @param weights one for each token.
 */
export function emphasised(output: Float32Array, weights: readonly number[]): Float32Array {
  const width = output.length / weights.length;
  const scaled = Float64Array.from(output, (value, i) => value * weights[Math.floor(i / width)]!);
  const restored = sum(output) / sum(scaled);
  // Means of nothing cannot be restored.
  return Float32Array.from(scaled, Number.isFinite(restored) ? (value) => value * restored : undefined);
}

function sum(values: Float32Array | Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
