import { METRICS } from '../../../native-models/metrics/metrics.ts';
import type { Comparison } from '../../compare/comparison.ts';
import { columnSpeedup, screenLabel } from '../../compare/comparison.ts';
import { median } from '../../../native-models/median.ts';
import { seconds, times } from '../../base/format-numbers.ts';
import { doubtMark, escape, fidelity, middle } from './html.ts';

/** What the clock and the pictures say, a line for each variant. */
export function numberTable({ columns, settings }: Comparison): string {
  const rows = columns
    .filter(({ cells }) => cells.length > 0)
    .map((column) => {
      const { name, mode } = screenLabel(column.variant);
      const row = column.cells[0]!.row;
      const perCall = (key: 'secondsPerFullCall' | 'secondsPerInheritCall') => {
        const values = column.cells.map(({ row }) => row[key]).filter((value) => value !== null);
        return values.length === 0 ? '–' : `${(1000 * median(values)).toFixed(1)} ms`;
      };
      const baseline = column.variant.role === 'baseline';
      const numbers = [
        `${row.fullCalls} / ${row.calls}`,
        seconds(middle(column, 'seconds')),
        perCall('secondsPerFullCall'),
        perCall('secondsPerInheritCall'),
        `<b>${times(middle(column, 'speedup'))}</b>${doubtMark(columnSpeedup(column)?.doubt)}`,
        times(middle(column, 'unetSpeedup')),
        times(middle(column, 'idealSpeedup')),
        ...METRICS.map((metric) => (baseline ? '–' : fidelity(column, metric))),
        `${(row.peakMemoryBytes / 1e6).toFixed(0)} MB`,
      ];
      const rival = column.variant.role === 'plain';
      return `<tr${rival ? ' class="rival"' : ''}><th scope="row">${rival ? '<span class="indent">same time: </span>' : ''}${escape(name)} ${escape(mode)}</th>${numbers.map((text) => `<td>${text}</td>`).join('')}</tr>`;
    });
  const heads = [
    '',
    'Full / all calls',
    'Seconds',
    'Full call',
    'Inherit call',
    'Speed-up',
    'UNet alone',
    'Ideal',
    ...METRICS.map(({ title }) => title),
    'Peak memory',
  ];
  const several = settings.repeats > 1 ? ` Each was made ${settings.repeats} times.` : '';
  return `<section aria-labelledby="numbers-title"><h2 id="numbers-title">Numbers</h2>
<div class="scroll" tabindex="0" role="region" aria-labelledby="numbers-title"><table class="numbers"><caption>Medians over all pictures.${several}</caption><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div></section>`;
}
