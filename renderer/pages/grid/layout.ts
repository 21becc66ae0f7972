/** From the axes as they are set up to the cells they make. */
import type { GridAxis } from '../../../preload/contract/grid.ts';
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

/** The full runs that cells with a strategy are measured against, each once. */
export function baselinesOf(cells: readonly RunSettings[]): readonly RunSettings[] {
  const full = cells.filter(({ strategy }) => strategy !== null).map((cell) => ({ ...cell, strategy: null }));
  const made = new Set(cells.filter(({ strategy }) => strategy === null).map((cell) => identityOf(cell)));
  return [...new Map(full.map((settings) => [identityOf(settings), settings])).values()].filter(
    (settings) => !made.has(identityOf(settings)),
  );
}
