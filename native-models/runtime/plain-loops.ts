/** Operators as plain loops over doubles: what a device's own are compared with. Images are (channels, side, side). */

interface Convolution {
  readonly side: number;
  readonly kernel: number;
  readonly stride: number;
}

/** With half a kernel of padding. */
export function convolution(
  x: readonly number[],
  weight: ArrayLike<number>,
  bias: ArrayLike<number>,
  { side, kernel, stride }: Convolution,
): number[] {
  const channels = x.length / side ** 2;
  const padding = Math.floor(kernel / 2);
  const outSide = Math.floor((side + 2 * padding - kernel) / stride) + 1;
  return at([bias.length, outSide, outSide], (o, row, column) => {
    let sum = bias[o]!;
    for (let c = 0; c < channels; c++) {
      for (let k = 0; k < kernel ** 2; k++) {
        const y = row * stride + Math.floor(k / kernel) - padding;
        const z = column * stride + (k % kernel) - padding;
        if (y < 0 || z < 0 || y >= side || z >= side) continue;
        sum += weight[(o * channels + c) * kernel ** 2 + k]! * x[(c * side + y) * side + z]!;
      }
    }
    return sum;
  });
}

/** `weight` is (features, channels). */
export function linear(x: readonly number[], weight: ArrayLike<number>, bias: ArrayLike<number>): number[] {
  const channels = weight.length / bias.length;
  return at([1, x.length / channels, bias.length], (_, row, feature) => {
    let sum = bias[feature]!;
    for (let c = 0; c < channels; c++) sum += x[row * channels + c]! * weight[feature * channels + c]!;
    return sum;
  });
}

/** To mean 0 and variance 1, in runs of `length` numbers. */
export function normalised(x: readonly number[], length: number, eps: number): number[] {
  return Array.from({ length: x.length / length }, (_, run) => x.slice(run * length, (run + 1) * length)).flatMap(
    (run) => {
      const mean = run.reduce((sum, value) => sum + value, 0) / length;
      const variance = run.reduce((sum, value) => sum + (value - mean) ** 2, 0) / length;
      return run.map((value) => (value - mean) / Math.sqrt(variance + eps));
    },
  );
}

interface Heads {
  /** Channels of one head, and of all. */
  readonly width: number;
  readonly channels: number;
  readonly causal: boolean;
}

/** Of tokens `x` to tokens `to`, which are keys and values. */
export function attention(x: readonly number[], to: readonly number[], { width, channels, causal }: Heads): number[] {
  const others = to.length / channels;
  return at([1, x.length / channels, channels], (_, token, channel) => {
    const head = Math.floor(channel / width) * width;
    const scores = Array.from({ length: causal ? token + 1 : others }, (_, other) => {
      let dot = 0;
      for (let d = 0; d < width; d++) dot += x[token * channels + head + d]! * to[other * channels + head + d]!;
      return Math.exp(dot / Math.sqrt(width));
    });
    const total = scores.reduce((sum, score) => sum + score, 0);
    return scores.reduce((sum, score, other) => sum + (score / total) * to[other * channels + channel]!, 0);
  });
}

/** x times the share of a normal distribution below it, by the series of the error function. */
export function gelu(x: number): number {
  const z = x / Math.SQRT2;
  let term = z;
  let sum = z;
  for (let n = 1; n < 60; n++) {
    term *= -(z * z) / n;
    sum += term / (2 * n + 1);
  }
  return (x / 2) * (1 + (2 / Math.sqrt(Math.PI)) * sum);
}

/** What `value` gives at each place of three axes. */
export function at(
  [first, second, third]: readonly [number, number, number],
  value: (i: number, j: number, k: number) => number,
): number[] {
  const length = first * second * third;
  return Array.from({ length }, (_, i) =>
    value(Math.floor(i / (second * third)), Math.floor(i / third) % second, i % third),
  );
}
