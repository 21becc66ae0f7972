/** One more metric, as it would stand in the list: a row, and the list with it. */
import type { RgbImage } from '../image.ts';
import { METRICS, type PairMetric } from './metrics.ts';

/** Mean absolute difference of all values, 0 to 255. */
function meanDifference(a: RgbImage, b: RgbImage): number {
  return a.pixels.reduce((sum, value, i) => sum + Math.abs(value - b.pixels[i]!), 0) / a.pixels.length;
}

export const difference: PairMetric = {
  id: 'difference',
  scope: 'pair',
  title: 'Mean difference',
  hint: 'Lower is closer; 0 is the same picture',
  reading: 'A mean difference of 0 is the same picture.',
  better: 'lower',
  ofIdentical: 0,
  needs: { smallestSide: 2 },
  prominent: false,
  filter: { unit: 'of 255', step: 1 },
  format: (value) => value.toFixed(2),
  measure: meanDifference,
};

export const WITH_ANOTHER = [...METRICS, difference];
