/** How large the cells of a grid are drawn before a person says otherwise: as large as all of them fit. */
import type { Extent } from '../../../preload/experiment/place.ts';

export const SMALLEST = 80;
export const LARGEST = 360;
/** Smaller, there is little to see: such a grid is scrolled. */
const LEAST_FITTED = 132;
/** What is around the cells: labels of rows, the bar and the labels of columns; beside and below each, its numbers. */
const AROUND = { width: 130, height: 112 };
const BETWEEN = { width: 9, height: 33 };

export function fittingSize(
  { columns, rows }: Extent,
  { width, height }: { readonly width: number; readonly height: number },
): number {
  const across = (width - AROUND.width) / columns - BETWEEN.width;
  const down = (height - AROUND.height) / rows - BETWEEN.height;
  return Math.floor(Math.max(LEAST_FITTED, Math.min(LARGEST, across, down)));
}
