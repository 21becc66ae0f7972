/** The numbers of a grid as files: one line or one object for each cell. */
import { modeText } from '../../../native-models/strategy/describe.ts';
import { DEFAULT_PRECISION } from '../../../native-models/strategy/precision.ts';
import { doubtInWords } from '../../../native-models/strategy/doubtful-speedup.ts';
import type { MedianSpeedup } from '../../../native-models/strategy/median-speedup.ts';
import { METRICS } from '../../../native-models/metrics/metrics.ts';
import { titleOfAxis } from '../../../preload/settings/axes.ts';
import { labelsAt } from '../../../preload/experiment/place.ts';
import type { Run } from '../../../preload/contract/task.ts';
import { repeatsIn, type Sheets } from './sheets.ts';

type Field = string | number | null;

/** @param median over the run's repeats in the grid; null where it is alone. */
type ReadField = (run: Run, median: MedianSpeedup | null) => Field;

const COLUMNS: Readonly<Record<string, ReadField>> = {
  run: ({ id }) => id,
  strategy: ({ settings }) => settings.strategy?.name ?? 'baseline',
  mode: ({ settings }) => settings.strategy && modeText(settings.strategy),
  semantics: ({ settings }) => settings.strategy?.semantics ?? null,
  precision: ({ settings }) => settings.strategy?.precision ?? DEFAULT_PRECISION,
  model: ({ modelName }) => modelName,
  device: ({ settings }) => settings.device,
  devicePrecision: ({ settings }) => settings.devicePrecision ?? 'float32',
  prompt: ({ settings }) => settings.prompt,
  seed: ({ settings }) => settings.seed,
  steps: ({ settings }) => settings.steps,
  scheduler: ({ settings }) => settings.scheduler,
  guidance: ({ settings }) => settings.guidanceScale,
  width: ({ settings }) => settings.width,
  height: ({ settings }) => settings.height,
  seconds: ({ seconds }) => seconds,
  speedup: ({ speedup }) => speedup,
  doubt: ({ doubt }) => doubt,
  doubtInWords: ({ doubt }) => doubt && doubtInWords(doubt),
  medianSpeedup: (_, median) => median?.speedup ?? null,
  medianOf: (_, median) => median?.runs ?? null,
  medianDoubt: (_, median) => median?.doubt ?? null,
  idealSpeedup: ({ idealSpeedup }) => idealSpeedup,
  ...Object.fromEntries(METRICS.map(({ id }) => [id, ({ fidelity }: Run) => fidelity?.values[id] ?? null])),
  picture: ({ picture }) => picture,
};

/**
 * CSV as RFC 4180 has it, for a spreadsheet: labels of the axes, then the numbers; empty fields for a cell that was not made.
 */
export function csvOf({ axes, cells }: Pick<Sheets, 'axes' | 'cells'>): string {
  const medianOf = repeatsIn({ cells });
  const head = [...axes.map(({ kind }) => `axis: ${titleOfAxis(kind)}`), ...Object.keys(COLUMNS)];
  const lines = cells.map(({ run }, index) => {
    const fields = Object.values(COLUMNS).map((read) => (run ? read(run, medianOf(run)) : null));
    return [...labelsAt(axes, index), ...fields];
  });
  return [head, ...lines].map(csvLine).join('\r\n');
}

/** Columns that say something of a run's repeats. */
const OF_REPEATS: ReadonlySet<string> = new Set(['medianSpeedup', 'medianOf', 'medianDoubt']);

/**
 * A run's numbers, and what decided them, by the names of their columns.
 * @param median over its repeats, null where it is alone; left out: where nobody looked for them, the columns are not there.
 */
export function numbersOf(run: Run, median?: MedianSpeedup | null): Readonly<Record<string, Field>> {
  const columns = Object.entries(COLUMNS).filter(([name]) => median !== undefined || !OF_REPEATS.has(name));
  return Object.fromEntries(columns.map(([name, read]) => [name, read(run, median ?? null)]));
}

/** One line of a table, without its end. */
export function csvLine(fields: readonly Field[]): string {
  return fields.map((field) => csvField(field)).join(',');
}

/** The same as JSON, with the settings, the time of every call and what the run warned of. */
export function jsonOf({ axes, cells, settings }: Pick<Sheets, 'axes' | 'cells' | 'settings'>): string {
  const medianOf = repeatsIn({ cells });
  const numbered = cells.map(({ run }, index) => ({
    at: Object.fromEntries(axes.map(({ kind }, axis) => [kind, labelsAt(axes, index)[axis]])),
    run: run && {
      ...numbersOf(run, medianOf(run)),
      settings: run.settings,
      timings: run.timings,
      warnings: run.warnings,
    },
  }));
  return `${JSON.stringify({ settings, axes, cells: numbered }, null, 2)}\n`;
}

/** RFC 4180. A text that a spreadsheet would take for a formula is marked as text. */
function csvField(field: Field): string {
  if (field === null) return '';
  const text = typeof field === 'string' && /^[=+\-@\t\r]/.test(field) ? `'${field}` : String(field);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
