/** Where arrows lead within what is one stop of Tab: a list of like things, or a row of buttons. */

/** A stop by its row and its place in it, both from 0. */
export interface Spot {
  readonly row: number;
  readonly column: number;
}

/**
 * @param key as events call it.
 * @param rows how many stops each row has, one or more.
 * @returns null for a key that leads nowhere, which is then whoever's it is.
 */
export function roved(key: string, { row, column }: Spot, rows: readonly number[]): Spot | null {
  const last = rows.length - 1;
  const at = (to: number, column: number): Spot => ({ row: to, column: Math.min(column, rows[to]! - 1) });
  switch (key) {
    case 'ArrowUp':
      return row > 0 ? at(row - 1, column) : null;
    case 'ArrowDown':
      return row < last ? at(row + 1, column) : null;
    case 'ArrowLeft':
      return column > 0 ? at(row, column - 1) : null;
    case 'ArrowRight':
      return column + 1 < rows[row]! ? at(row, column + 1) : null;
    case 'Home':
      return at(0, 0);
    case 'End':
      return last > 0 ? at(last, 0) : at(0, rows[0]! - 1);
    default:
      return null;
  }
}
