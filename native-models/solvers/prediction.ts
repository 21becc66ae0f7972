import { UnsupportedConfigError } from '../errors.ts';
import { linear } from './linear.ts';
import type { NoiseLevel } from './noise-schedule.ts';

export const PREDICTION_TYPES = ['epsilon', 'v_prediction'] as const;
export type PredictionType = (typeof PREDICTION_TYPES)[number];

type Read = (output: Float32Array, modelInput: Float32Array, level: NoiseLevel) => Float32Array;

/** How a network's output is read at a noise level. `modelInput` is what it was given: alpha x0 + sigma eps. */
export interface Prediction {
  readonly x0: Read;
  readonly eps: Read;
}

export const PREDICTIONS: Record<PredictionType, Prediction> = {
  epsilon: {
    x0: (eps, x, { alpha, sigma }) => linear([1 / alpha, x], [-sigma / alpha, eps]),
    eps: (eps) => eps,
  },
  /** v = alpha eps - sigma x0 (Salimans and Ho 2022, arXiv 2202.00512, Appendix D). */
  v_prediction: {
    x0: (v, x, { alpha, sigma }) => linear([alpha, x], [-sigma, v]),
    eps: (v, x, { alpha, sigma }) => linear([alpha, v], [sigma, x]),
  },
};

/** How to read a network at levels up to `noisiest`. Where no signal is left (zero terminal SNR), eps says nothing of x0. */
export function predictionFor(type: PredictionType, noisiest: NoiseLevel): Prediction {
  if (type === 'epsilon' && noisiest.alpha === 0) {
    throw new UnsupportedConfigError(
      'scheduler_config.json: an epsilon prediction cannot start from zero signal (rescale_betas_zero_snr); ' +
        'set timestep_spacing to leading, or choose Euler or DPM++',
    );
  }
  return PREDICTIONS[type];
}
