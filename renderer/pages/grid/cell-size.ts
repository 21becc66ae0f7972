/** How large the cells of a grid are drawn before a person says otherwise: as large as all of them fit. */
import type { Extent } from '../../../preload/experiment/place.ts';
import { aspectOf, type PictureSize } from '../../ui/frame.ts';
import type { OpenGrid } from './grid-state.svelte.ts';

export const SMALLEST = 80;
export const LARGEST = 360;
/** Smaller, there is little to see: such a grid is scrolled. */
const LEAST_FITTED = 132;
/** What is around the cells: labels of rows, the bar and the labels of columns; beside and below each, its numbers. */
const AROUND = { width: 130, height: 112 };
const BETWEEN = { width: 9, height: 33 };

/** The form of a grid's cells: its pictures', or a square where those differ. */
export function formOf({ axes, settings }: Pick<OpenGrid, 'axes' | 'settings'>): PictureSize {
  return axes.some(({ kind }) => kind === 'size') ? { width: 1, height: 1 } : settings;
}

/** @param size pixels of the longer side. */
export function cellBox(size: number, form: PictureSize): PictureSize {
  const aspect = aspectOf(form);
  return { width: size * Math.min(1, aspect), height: size / Math.max(1, aspect) };
}

/** Pixels of a cell's longer side. */
export function fittingSize({ columns, rows }: Extent, room: PictureSize, form: PictureSize): number {
  const share = cellBox(1, form);
  const across = ((room.width - AROUND.width) / columns - BETWEEN.width) / share.width;
  const down = ((room.height - AROUND.height) / rows - BETWEEN.height) / share.height;
  return Math.floor(Math.max(LEAST_FITTED, Math.min(LARGEST, across, down)));
}
