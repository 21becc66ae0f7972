/** Chosen runs as a file for a person. */
import type { GridTheme } from '../../../preload/contract/grid.ts';
import type { SelectionFormat } from '../../../preload/contract/run.ts';
import { usageProblem } from '../../base/problem.ts';
import { contactSheet } from '../../export/selection/draw.ts';
import { csvOfRuns, jsonOfRuns } from '../../export/selection/numbers.ts';
import type { History } from '../../history/history.ts';

interface ExportRequest {
  readonly ids: readonly number[];
  readonly format: SelectionFormat;
  readonly theme: GridTheme;
}

/** More than anybody looks at on one sheet; what its format can hold is less as soon as pictures are large. */
const MOST_ON_A_SHEET = 1000;

/** @throws Problem where a contact sheet would be too large; what cannot be read of it is named on it. */
export async function exportRuns(history: History, request: ExportRequest, signal?: AbortSignal): Promise<File> {
  const { ids, format, theme } = request;
  const day = new Date().toISOString().slice(0, 10);
  const read = (some: readonly number[]) => history.runs.some(some);
  if (format === 'csv' || format === 'json') {
    const numbers = await (format === 'csv' ? csvOfRuns : jsonOfRuns)(ids, read, signal);
    const type = format === 'csv' ? 'text/csv' : 'application/json';
    return new File([numbers], `heirloom-runs-${day}.${format}`, { type });
  }
  if (ids.length > MOST_ON_A_SHEET) {
    throw usageProblem(
      `${ids.length} pictures are more than the ${MOST_ON_A_SHEET} of a contact sheet`,
      'Choose fewer, or export the pictures themselves.',
    );
  }
  const runs = read(ids);
  if (runs.length === 0) throw usageProblem('None of these runs is in the history any more');
  const sheet = await contactSheet(runs, {
    format,
    theme,
    day,
    signal,
    read: (picture) => history.pictures.read(picture),
  });
  return new File([sheet as Buffer<ArrayBuffer>], `heirloom-contact-sheet-${day}.${format}`, {
    type: `image/${format}`,
  });
}
