/** Axes as rows, columns and sheets, and which task makes which cell. */
import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import type { Axis, GridAxis } from './axis-plan.ts';

/** X across, Y down, Z one sheet under the other. */
export interface Cell {
  /** Place in the order of submission. */
  readonly index: number;
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

type Labels = Pick<Axis, 'kind' | 'labels'>;

export interface Extent {
  readonly columns: number;
  readonly rows: number;
  readonly sheets: number;
}

export function extentOf(axes: readonly Labels[]): Extent {
  const [columns = 1, rows = 1, sheets = 1] = axes.map(({ labels }) => labels.length);
  return { columns, rows, sheets };
}

export function countOf(axes: readonly Labels[]): number {
  const { columns, rows, sheets } = extentOf(axes);
  return columns * rows * sheets;
}

export function indexOf({ columns, rows }: Extent, x: number, y: number, z: number): number {
  return (z * rows + y) * columns + x;
}

export function cellAt({ columns, rows }: Extent, index: number): Cell {
  return { index, x: index % columns, y: Math.floor(index / columns) % rows, z: Math.floor(index / (columns * rows)) };
}

/** The host counts its first axis slowest: sheets, rows, columns. */
export function submitted(axes: readonly Axis[]): GridAxis[] {
  return axes.toReversed().map(({ kind, values }) => ({ kind, values: [...values] }) as GridAxis);
}

/** The settings of every cell, in the order of submission. */
export function settingsOf(base: RunSettings, axes: readonly Axis[]): readonly RunSettings[] {
  const extent = extentOf(axes);
  return Array.from({ length: countOf(axes) }, (_, index) => {
    const { x, y, z } = cellAt(extent, index);
    const at = [x, y, z];
    const varied = axes.map(({ kind, values }, axis) => [kind, values[at[axis]!]] as const);
    return { ...base, ...Object.fromEntries(varied) } as RunSettings;
  });
}

/** The full runs that cells with a strategy are measured against, each once. */
export function baselinesOf(cells: readonly RunSettings[]): readonly RunSettings[] {
  const full = cells.filter(({ strategy }) => strategy !== null).map((cell) => ({ ...cell, strategy: null }));
  const made = new Set(cells.filter(({ strategy }) => strategy === null).map((cell) => keyOf(cell)));
  return [...new Map(full.map((settings) => [keyOf(settings), settings])).values()].filter(
    (settings) => !made.has(keyOf(settings)),
  );
}

/** Settings as a name that does not depend on the order of their fields. */
export function keyOf(settings: RunSettings): string {
  return JSON.stringify(Object.entries(settings).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
