/** From the axes as they are set up to the cells they make. */
import type { GridAxis } from '../../../preload/contract/grid.ts';
import { runsOf } from '../../../preload/experiment/experiment.ts';
import { gridCells } from '../../../preload/experiment/grid-cells.ts';
import { identityOf } from '../../../preload/settings/identity.ts';
import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import type { Axis } from './axis-setup.ts';

/** The host counts its first axis slowest: sheets, rows, columns. */
export function submitted(axes: readonly Axis[]): GridAxis[] {
  return axes.toReversed().map(({ kind, values }) => ({ kind, values: [...values] }) as GridAxis);
}

/** The settings of every cell, in the order of submission. */
export function settingsOf(base: RunSettings, axes: readonly Axis[]): readonly RunSettings[] {
  return gridCells(base, submitted(axes));
}

/** Every run that a grid takes, each once: without a strategy modes make no difference, and such cells share a picture. */
export function neededRuns(cells: readonly RunSettings[]) {
  const runs = Map.groupBy(runsOf(cells, identityOf), ({ cells }) => (cells.length > 0 ? 'pictures' : 'baselines'));
  const settingsOfThe = (part: 'pictures' | 'baselines') => (runs.get(part) ?? []).map(({ settings }) => settings);
  return {
    /** Of cells. */
    pictures: settingsOfThe('pictures'),
    /** Full runs that cells with a strategy are measured against, and that are no cell. */
    baselines: settingsOfThe('baselines'),
  };
}
