/** Which part of a long list is in sight: the rest is only room. */
export interface Viewport {
  readonly scrollTop: number;
  readonly height: number;
}

export interface Rows {
  readonly count: number;
  readonly columns: number;
  readonly rowHeight: number;
}

export interface Window {
  /** Index of the first item drawn, and of the one after the last. */
  readonly from: number;
  readonly to: number;
  /** Pixels above the first drawn row, and of all rows. */
  readonly top: number;
  readonly totalHeight: number;
}

/** Rows drawn above and below what is in sight, so that a quick scroll meets pictures and not gaps. */
const OVERSCAN = 3;

export function windowOf({ count, columns, rowHeight }: Rows, { scrollTop, height }: Viewport): Window {
  const rows = Math.ceil(count / columns);
  const first = Math.max(0, Math.min(rows, Math.floor(scrollTop / rowHeight)) - OVERSCAN);
  const last = Math.min(rows, Math.ceil((scrollTop + height) / rowHeight) + OVERSCAN);
  return {
    from: first * columns,
    to: Math.min(count, last * columns),
    top: first * rowHeight,
    totalHeight: rows * rowHeight,
  };
}

/** As many columns as fit, none narrower than `least`; they share what is left. */
export function columnsFor(width: number, least: number, gap: number): number {
  return Math.max(1, Math.floor((width + gap) / (least + gap)));
}

/** Where to scroll so that an item is in sight; where it is already, nowhere. */
export function scrollTo(index: number, { columns, rowHeight }: Omit<Rows, 'count'>, viewport: Viewport): number {
  const top = Math.floor(index / columns) * rowHeight;
  if (top < viewport.scrollTop) return top;
  return Math.max(viewport.scrollTop, top + rowHeight - viewport.height);
}

/** Whether the end of what is loaded is nearer than two screens. */
export function nearsEnd(rows: Rows, viewport: Viewport): boolean {
  const { totalHeight } = windowOf(rows, viewport);
  return viewport.scrollTop + 3 * viewport.height >= totalHeight;
}
