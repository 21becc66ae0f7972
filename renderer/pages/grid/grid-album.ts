/** The pictures of a grid as the viewer goes through them: cell after cell, what is not made left out. */
import { labelsAt } from '../../../preload/experiment/place.ts';
import { type PicturePlace, type ShownPicture, shownRun } from '../../stores/shown-picture.ts';
import type { GridState, OpenGrid } from './grid-state.svelte.ts';

type Cells = Pick<GridState, 'runOf'>;

/** A picture that two cells share is two here: each has its own neighbours and its own labels. */
function shownCell(work: Cells, grid: OpenGrid, index: number): ShownPicture | null {
  const run = work.runOf(index);
  if (!run) return null;
  return { ...shownRun(run), key: `cell ${index}`, title: labelsAt(grid.axes, index).join(', ') };
}

/** @returns null for a cell that is not made. */
export function cellPlace(work: Cells, grid: OpenGrid, index: number): PicturePlace | null {
  const shown = shownCell(work, grid, index);
  return shown && { shown, album: () => grid.cells.flatMap((_, at) => shownCell(work, grid, at) ?? []) };
}
