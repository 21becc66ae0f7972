/** Where a cell of a grid lies: axes as rows, columns and sheets. Pure: pages and exports share it. */
/** X across, Y down, Z one sheet under the other. */
export interface Cell {
  /** Place in the order of submission. */
  readonly index: number;
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

type Values = { readonly values: readonly unknown[] };

export interface Extent {
  readonly columns: number;
  readonly rows: number;
  readonly sheets: number;
}

export function extentOf(axes: readonly Values[]): Extent {
  const [columns = 1, rows = 1, sheets = 1] = axes.map(({ values }) => values.length);
  return { columns, rows, sheets };
}

export function countOf(axes: readonly Values[]): number {
  const { columns, rows, sheets } = extentOf(axes);
  return columns * rows * sheets;
}

export function indexOf({ columns, rows }: Extent, x: number, y: number, z: number): number {
  return (z * rows + y) * columns + x;
}

export function cellAt({ columns, rows }: Extent, index: number): Cell {
  return { index, x: index % columns, y: Math.floor(index / columns) % rows, z: Math.floor(index / (columns * rows)) };
}
