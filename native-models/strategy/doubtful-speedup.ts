import type { Precision } from '../vocabulary.ts';

/**
 * Two runs of the same settings differ by some percent on a quiet machine, and MACs leave a little out: upsamplers cost less than
 * their MACs (graph/fold-upsampling.ts), which counts where little else is computed: for IN3 in P5 it makes 11%.
 */
const NOISE = 0.14;

/**
 * Why a measured speed-up may be larger than the ideal one, which only counts MACs; null while it is not, and in int8, where
 * each of them takes less time.
 */
export function speedupDoubt(speedup: number, ideal: number, precision: Precision): string | null {
  if (precision === 'int8' || speedup <= ideal * (1 + NOISE)) return null;
  return 'More than its MACs account for: the baseline was probably slowed by other work on this machine, or the inherited units take longer than their MACs tell.';
}
