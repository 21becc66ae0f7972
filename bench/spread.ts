import { median } from '../native-models/median.ts';

/** Repeated measurements of one thing: the middle one, and between what the middle half of them lies. */
export interface Spread {
  readonly median: number;
  /** First and third quartile. */
  readonly quartiles: readonly [number, number];
  readonly count: number;
}

/** @param values at least one, in any order. */
export function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), quartiles: [quantile(values, 0.25), quantile(values, 0.75)], count: values.length };
}

/** The value below which the share `q` of them lies, between two of them in proportion. @param values at least one. */
export function quantile(values: readonly number[], q: number): number {
  if (values.length === 0) throw new RangeError('no values to take a quantile of');
  const sorted = values.toSorted((a, b) => a - b);
  const at = q * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
  return below + (above - below) * (at - Math.floor(at));
}
