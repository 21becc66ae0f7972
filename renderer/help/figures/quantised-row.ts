import { quantiseRows } from '../../../native-models/checkpoint/copies/int8.ts';
import { TorchGenerator } from '../../../native-models/sampling/noise.ts';

export interface QuantisedWeight {
  readonly weight: number;
  readonly integer: number;
  /** What the integer stands for. */
  readonly value: number;
}

/**
 * A row of weights as int8 keeps them.
 * @param largest the first weight, which decides the scale of all.
 */
export function quantisedRow(count: number, largest: number): readonly QuantisedWeight[] {
  const weights = new TorchGenerator(3).randn(count);
  weights[0] = largest;
  const { integers, scales } = quantiseRows(weights, 1);
  return Array.from(weights, (weight, i) => ({ weight, integer: integers[i]!, value: integers[i]! * scales[0]! }));
}
