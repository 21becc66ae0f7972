/** What an exported grid says of itself: its record, and the parameters in the words of A1111's X/Y/Z plot. */
import { fidelityColumns } from '../../../native-models/metrics/fidelity.ts';
import { AXIS_LETTERS } from '../../../preload/contract/axes.ts';
import { titleOfAxis } from '../../../preload/settings/axes.ts';
import { GRID_KEYWORD, type GridRecord } from '../../pictures/grid-record.ts';
import { PROGRAM } from '../../base/places.ts';
import type { Carried } from '../../pictures/carried-texts.ts';
import { parametersText } from '../../pictures/parameters.ts';
import { repeatsIn, type Sheets } from './sheets.ts';

/** The texts that an exported grid carries, for us and for programs that read A1111's. */
export function carriedBy(sheets: Sheets): Carried {
  return {
    parameters: parametersOf(sheets),
    json: new Map([[GRID_KEYWORD, JSON.stringify(gridRecordOf(sheets))]]),
  };
}

/** The grid as its record: what it takes to set it up again, and what its cells measured. */
export function gridRecordOf(sheets: Sheets): GridRecord {
  const { group, createdAt, settings, modelName, axes, cells } = sheets;
  const medianOf = repeatsIn(sheets);
  const models = axes.find(({ kind }) => kind === 'modelId');
  return {
    version: 1,
    program: PROGRAM,
    created: createdAt,
    group,
    settings,
    axes: axes.toReversed(),
    models: {
      [settings.modelId]: modelName,
      ...Object.fromEntries(models?.values.map((id, index) => [id, models.labels[index]!]) ?? []),
    },
    cells: cells.map(
      ({ run }) =>
        run && {
          run: run.id,
          picture: run.picture,
          seconds: run.seconds,
          speedup: run.speedup,
          doubt: run.doubt,
          median: medianOf(run),
          ...fidelityColumns(run.fidelity),
        },
    ),
  };
}

function parametersOf({ settings, modelName, axes }: Sheets): string {
  const described = { ...settings, model: { name: modelName }, program: PROGRAM };
  const plotted = axes.flatMap(({ kind, labels }, axis) => [
    [`${AXIS_LETTERS[axis]} Type`, titleOfAxis(kind)] as const,
    [`${AXIS_LETTERS[axis]} Values`, labels.join(', ')] as const,
  ]);
  return parametersText(described, [['Script', 'X/Y/Z plot'], ...plotted]);
}
