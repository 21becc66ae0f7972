import { fidelityText } from '../../native-models/metrics/fidelity.ts';
import { PROMINENT } from '../../native-models/metrics/metrics.ts';
import type { Column, Comparison } from '../compare/comparison.ts';
import { columnSpeedup, medianFidelity, screenLabel } from '../compare/comparison.ts';
import { median } from '../../native-models/median.ts';
import { doubtInWords } from '../../native-models/strategy/doubtful-speedup.ts';
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
      {
        title: 'speed-up',
        align: 'right',
        text: (column) => `${columnSpeedup(column)?.doubt ? '! ' : ''}${times(over(column, 'speedup'))}`,
      },
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

/** Under the table: how many measurements its medians are over; nothing where each number was measured once. */
export function countsInWords({ cases, settings: { repeats } }: Comparison): string {
  const parts = [
    ...(cases.length > 1 ? [`${cases.length} pictures`] : []),
    ...(repeats > 1 ? [`${repeats} repeats`] : []),
  ];
  return parts.length === 0 ? '' : `\nMedians of ${parts.join(' by ')}.`;
}

/** What a person should not take at its word, a line for each column. */
export function doubtsOf({ columns }: Comparison): readonly string[] {
  return columns.flatMap((column) => {
    const gained = columnSpeedup(column);
    if (!gained?.doubt) return [];
    const ideal = times(over(column, 'idealSpeedup'));
    return [
      `! ${nameOf(column.variant).trim()}: ${times(gained.speedup)} of an ideal ${ideal}. ${doubtInWords(gained.doubt)}`,
    ];
  });
}

function over({ cells }: Column, key: 'seconds' | 'speedup' | 'idealSpeedup'): number {
  return median(cells.map(({ row }) => row[key]));
}

function nameOf(variant: Column['variant']): string {
  const { name, mode } = screenLabel(variant);
  return variant.role === 'plain' ? `  same time: plain, ${mode}` : `${name} ${mode}`;
}
