/** A grid of the history as a file for a person. */
import type { GridFormat, GridTheme } from '../../../preload/contract/grid.ts';
import { gridCells } from '../../../preload/experiment/grid-cells.ts';
import type { Model } from '../../../preload/contract/model.ts';
import { slug } from '../../base/files.ts';
import type { CarryingFormat } from '../../pictures/carried-texts.ts';
import { sheetsArchive } from '../../export/grid/archive.ts';
import type { ReadPicture } from '../../export/grid/draw.ts';
import { csvOf, jsonOf } from '../../export/grid/numbers.ts';
import { sheetsPicture } from '../../export/grid/picture.ts';
import type { Sheets } from '../../export/grid/sheets.ts';
import type { History } from '../../history/history.ts';
import { openGrid } from './grids.ts';

interface ExportRequest {
  readonly group: string;
  readonly format: GridFormat;
  readonly theme: GridTheme;
}

interface Kind {
  readonly type: string;
  readonly write: (sheets: Sheets, theme: GridTheme, read: ReadPicture) => Part | Promise<Part>;
}
type Part = string | Blob | Buffer<ArrayBuffer>;

export async function exportGrid(history: History, models: readonly Model[], request: ExportRequest): Promise<File> {
  const { group, format, theme } = request;
  const sheets = sheetsOf(history, models, group);
  const { type, write } = KINDS[format];
  const name = `heirloom-grid-${slug(sheets.settings.prompt)}-${sheets.createdAt.slice(0, 10)}.${format}`;
  return new File([await write(sheets, theme, (id) => history.pictures.read(id))], name, { type });
}

const picture = (format: CarryingFormat): Kind => ({
  type: `image/${format}`,
  write: (sheets, theme, read) => sheetsPicture(sheets, format, theme, read) as Promise<Buffer<ArrayBuffer>>,
});

const KINDS: Readonly<Record<GridFormat, Kind>> = {
  png: picture('png'),
  jpeg: picture('jpeg'),
  webp: picture('webp'),
  zip: { type: 'application/zip', write: sheetsArchive },
  csv: { type: 'text/csv', write: csvOf },
  json: { type: 'application/json', write: jsonOf },
};

/** The grid's axes in screen order, and for each cell its run or what kept it from having one. */
export function sheetsOf(history: History, models: readonly Model[], group: string): Sheets {
  const { createdAt, settings, axes, cells, tasks, runs } = openGrid(history, group);
  const [taskOf, runOf] = [new Map(tasks.map((task) => [task.id, task])), new Map(runs.map((run) => [run.id, run]))];
  return {
    group,
    createdAt,
    settings,
    modelName: models.find(({ id }) => id === settings.modelId)?.name ?? settings.modelId,
    axes: axes.toReversed(),
    cells: gridCells(settings, axes).map((settings, index) => {
      const { taskId, runId } = cells[index]!;
      return { settings, run: runOf.get(runId ?? -1) ?? null, state: taskOf.get(taskId ?? -1)?.state ?? null };
    }),
  };
}
