import { fidelityText } from '../../native-models/metrics/fidelity.ts';
import { PROMINENT } from '../../native-models/metrics/metrics.ts';
import type { Column, Comparison } from '../compare/comparison.ts';
import { medianFidelity, screenLabel } from '../compare/comparison.ts';
import { median } from '../runs/measurements.ts';
import { speedupDoubt } from '../../native-models/strategy/doubtful-speedup.ts';
import { DEFAULT_PRECISION } from '../../native-models/strategy/precision.ts';
import { seconds, times } from '../base/format-numbers.ts';
import { table } from './table.ts';

/** A comparison for the terminal: one line per column, medians over its cases. */
export function comparisonTable({ columns }: Comparison): string {
  return table<Column>(
    [
      { title: '', text: ({ variant }) => nameOf(variant) },
      { title: 'calls', align: 'right', text: ({ cells }) => `${cells[0]?.row.calls}` },
      { title: 'full', align: 'right', text: ({ cells }) => `${cells[0]?.row.fullCalls}` },
      { title: 'seconds', align: 'right', text: (column) => seconds(over(column, 'seconds')) },
      { title: 'speed-up', align: 'right', text: (column) => times(over(column, 'speedup')) },
      { title: 'ideal', align: 'right', text: (column) => times(over(column, 'idealSpeedup')) },
      ...PROMINENT.map((metric) => ({
        title: metric.title,
        align: 'right' as const,
        text: (column: Column) => fidelityText(metric, medianFidelity(column), '–'),
      })),
    ],
    columns,
  );
}

/** What a person should not take at its word, a line for each column. */
export function doubtsOf({ columns }: Comparison): readonly string[] {
  return columns.flatMap((column) => {
    if (column.variant.role === 'baseline') return [];
    const precision = column.variant.strategy?.precision ?? DEFAULT_PRECISION;
    const doubt = speedupDoubt(over(column, 'speedup'), over(column, 'idealSpeedup'), precision);
    return doubt
      ? [
          `${nameOf(column.variant).trim()}: ${times(over(column, 'speedup'))} of an ideal ${times(over(column, 'idealSpeedup'))}. ${doubt}`,
        ]
      : [];
  });
}

function over({ cells }: Column, key: 'seconds' | 'speedup' | 'idealSpeedup'): number {
  return median(cells.map(({ row }) => row[key]));
}

function nameOf(variant: Column['variant']): string {
  const { name, mode } = screenLabel(variant);
  return variant.role === 'plain' ? `  same time: plain, ${mode}` : `${name} ${mode}`;
}
