/** Where a cell of a grid lies: axes as rows, columns and sheets. Pure: pages and exports share it. */
/** X across, Y down, and a sheet for every combination of the other axes, one under the other. */
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

/** @param axes in screen order: X, Y, then those of the sheets, of which the first changes from one sheet to the next. */
export function extentOf(axes: readonly Values[]): Extent {
  const [columns = 1, rows = 1, ...others] = axes.map(({ values }) => values.length);
  return { columns, rows, sheets: others.reduce((product, count) => product * count, 1) };
}

/** For a cell, which value of each axis it has. */
export function placesOf(axes: readonly Values[], index: number): readonly number[] {
  let left = index;
  return axes.map(({ values: { length } }) => {
    const place = left % length;
    left = Math.floor(left / length);
    return place;
  });
}

type Labelled = Values & { readonly labels: readonly string[] };

/** What each axis says of a cell. */
export function labelsAt(axes: readonly Labelled[], index: number): readonly string[] {
  return placesOf(axes, index).map((place, axis) => axes[axis]!.labels[place]!);
}

/** What is the same all over a sheet: its axes, each with its label there. */
export function sheetLabels<A extends Labelled>(
  axes: readonly A[],
  z: number,
): readonly { readonly axis: A; readonly label: string }[] {
  const others = axes.slice(2);
  return labelsAt(others, z).map((label, k) => ({ axis: others[k]!, label }));
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
