/** What guidance makes of both halves of a call. Imports nothing but sums: the help draws with it. */
import { linear } from '../solvers/linear.ts';

/**
 * Classifier-free guidance (Ho and Salimans 2022, arXiv 2207.12598): uncond + scale (cond - uncond).
 * @param output the network's output for a batch of [uncond..., cond...].
 */
export function guide(output: Float32Array, scale: number): Float32Array {
  const half = output.length / 2;
  if (!Number.isInteger(half)) throw new RangeError(`guidance: ${output.length} values cannot be cut in two halves`);
  return linear([1 - scale, output.subarray(0, half)], [scale, output.subarray(half)]);
}

/** The guidance term of a batch of [uncond..., cond...]: cond - uncond. */
export function guidanceTerm(output: Float32Array): Float32Array {
  const half = output.length / 2;
  return linear([1, output.subarray(half)], [-1, output.subarray(0, half)]);
}

/**
 * The same guidance by a term from elsewhere: uncond + scale (cond - uncond) = cond + (scale - 1) (cond - uncond).
 * @param conditional the network's output for the prompt's half alone.
 */
export function guideBy(conditional: Float32Array, term: Float32Array, scale: number): Float32Array {
  return linear([1, conditional], [scale - 1, term]);
}
