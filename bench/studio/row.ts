import { type Spread, spreadOf } from '../spread.ts';

/** One line of the studio's results. */
export interface Row {
  readonly what: string;
  readonly unit: 'ms' | 'MB' | '%';
  readonly spread: Spread;
  /** What it should be at most, in the same unit. null: nothing was promised. */
  readonly reach: number | null;
}

/** @param values every repetition, in `unit`. */
export function row(what: string, unit: Row['unit'], values: readonly number[], reach: number | null = null): Row {
  return { what, unit, spread: spreadOf(values), reach };
}

/** `12.3 ms (11.8 to 12.9)`; three digits are more than such a number is good for. */
export function spreadInWords({ unit, spread: { median, quartiles, count } }: Row): string {
  const [low, high] = quartiles.map(shortened);
  return count === 1 ? `${shortened(median)} ${unit}` : `${shortened(median)} ${unit} (${low} to ${high})`;
}

export function targetInWords({ unit, reach, spread }: Row): string {
  if (reach === null) return '';
  return `${shortened(reach)} ${unit}: ${spread.median <= reach ? 'reached' : 'not reached'}`;
}

function shortened(value: number): string {
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(digits, 3));
}
