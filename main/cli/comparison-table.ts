import type { Column, Comparison } from '../core/comparison.ts';
import { screenLabel } from '../core/comparison.ts';
import { median } from '../core/measurements.ts';
import { decibels, seconds, similarity, times } from '../export/numbers.ts';
import { table } from './table.ts';

/** A comparison for the terminal: one line per column, medians over its cases. */
export function comparisonTable({ columns }: Comparison): string {
  const over = ({ cells }: Column, key: 'seconds' | 'speedup' | 'idealSpeedup') =>
    median(cells.map(({ row }) => row[key]));
  const overKnown = ({ cells }: Column, key: 'psnr' | 'ssim') => {
    const known = cells.map(({ row }) => row[key]).filter((value) => value !== null);
    return known.length > 0 ? median(known) : null;
  };
  return table<Column>(
    [
      { title: '', text: ({ variant }) => nameOf(variant) },
      { title: 'calls', align: 'right', text: ({ cells }) => `${cells[0]?.row.calls}` },
      { title: 'full', align: 'right', text: ({ cells }) => `${cells[0]?.row.fullCalls}` },
      { title: 'seconds', align: 'right', text: (column) => seconds(over(column, 'seconds')) },
      { title: 'speed-up', align: 'right', text: (column) => times(over(column, 'speedup')) },
      { title: 'ideal', align: 'right', text: (column) => times(over(column, 'idealSpeedup')) },
      { title: 'PSNR', align: 'right', text: (column) => decibels(overKnown(column, 'psnr'), isSame(column)) },
      { title: 'SSIM', align: 'right', text: (column) => similarity(overKnown(column, 'ssim')) },
    ],
    columns,
  );
}

function nameOf(variant: Column['variant']): string {
  const { name, mode } = screenLabel(variant);
  return variant.role === 'plain' ? `  same time: plain, ${mode}` : `${name} ${mode}`;
}

function isSame({ cells }: Column): boolean {
  return cells.length > 0 && cells.every(({ row }) => row.identical);
}
