import { doubtInWords, type SpeedupDoubt } from '../../../native-models/strategy/doubtful-speedup.ts';
import { fidelityText } from '../../../native-models/metrics/fidelity.ts';
import type { PairMetric } from '../../../native-models/metrics/metrics.ts';
import { type Cell, type Column, medianFidelity } from '../../compare/comparison.ts';
import { median } from '../../../native-models/median.ts';

/** A cell's picture as an address. */
export type Pictures = (cell: Cell | undefined) => string;

/** Text as HTML shows it, in an element or in an attribute's quotes. */
export function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}

/** To two decimals: coordinates of an SVG need no more. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Of a whole column: the median over its cells. @throws RangeError for a column without cells. */
export function middle({ cells }: Column, key: 'seconds' | 'speedup' | 'unetSpeedup' | 'idealSpeedup'): number {
  return median(cells.map(({ row }) => row[key]));
}

/** Of a whole column, `–` where nothing was measured. */
export function fidelity(column: Column, metric: PairMetric): string {
  return fidelityText(metric, medianFidelity(column), '–');
}

/** The mark of a speed-up that should not be taken at its word, with the reason; nothing where there is none. */
export function doubtMark(doubt: SpeedupDoubt | null | undefined): string {
  if (!doubt) return '';
  const words = escape(doubtInWords(doubt));
  return ` <span class="doubt" role="img" aria-label="doubtful: ${words}" title="${words}">${WARNING}</span>`;
}

/** As a letter, not as a coloured picture. */
export const WARNING = '\u26A0\uFE0E';
