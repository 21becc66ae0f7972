export interface LimitConfig {
  readonly clip_sample?: boolean;
  readonly clip_sample_range?: number;
  readonly thresholding: boolean;
  readonly dynamic_thresholding_ratio: number;
  readonly sample_max_value: number;
}

/** What is done to a predicted x0 before a step uses it. */
export type LimitX0 = (x0: Float32Array) => Float32Array;

/** Limits for models in pixel space, where data has a range; latents have none, and Stable Diffusion's files ask for none. */
export function limitX0(config: LimitConfig, batch: number): LimitX0 {
  if (config.thresholding) return (x0) => thresholdBatch(x0, batch, config);
  const { clip_sample: clip = false, clip_sample_range: range = 1 } = config;
  return clip ? (x0) => x0.map((value) => clamp(value, -range, range)) : (x0) => x0;
}

/** Dynamic thresholding (Saharia et al. 2022, arXiv 2205.11487, section 2.3): each picture by its own quantile. */
function thresholdBatch(x0: Float32Array, batch: number, config: LimitConfig): Float32Array {
  const size = x0.length / batch;
  const limited = x0.slice();
  for (let start = 0; start < x0.length; start += size) {
    const picture = limited.subarray(start, start + size);
    const limit = Math.min(
      Math.max(quantileOfMagnitudes(picture, config.dynamic_thresholding_ratio), 1),
      config.sample_max_value,
    );
    picture.forEach((value, i) => (picture[i] = clamp(value, -limit, limit) / limit));
  }
  return limited;
}

/** torch.quantile of |x|: linear between the two nearest ranks. */
function quantileOfMagnitudes(x: Float32Array, ratio: number): number {
  const sorted = x.map(Math.abs).toSorted();
  const rank = ratio * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(rank)]!, sorted[Math.ceil(rank)]!];
  return low + (rank - Math.floor(rank)) * (high - low);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
