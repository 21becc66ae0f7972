/** What is selected in a list, the way file managers do it: click, Ctrl click, Shift click, and the same with keys. */
export interface Selection {
  readonly ids: ReadonlySet<number>;
  /** Where a range begins. */
  readonly anchor: number | null;
  /** Where the keyboard is. */
  readonly active: number | null;
}

export const NOTHING: Selection = { ids: new Set(), anchor: null, active: null };

export interface How {
  /** Shift: everything from the anchor to here. */
  readonly extend: boolean;
  /** Ctrl or Cmd: this one in or out, the others stay. */
  readonly toggle: boolean;
}

export const ONLY: How = { extend: false, toggle: false };

export function choose(selection: Selection, order: readonly number[], id: number, { extend, toggle }: How): Selection {
  if (extend && selection.anchor !== null) return { ...selection, ids: range(order, selection.anchor, id), active: id };
  if (!toggle) return { ids: new Set([id]), anchor: id, active: id };
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, anchor: id, active: id };
}

function range(order: readonly number[], from: number, to: number): ReadonlySet<number> {
  const [a, b] = [order.indexOf(from), order.indexOf(to)];
  if (a < 0 || b < 0) return new Set([to]);
  return new Set(order.slice(Math.min(a, b), Math.max(a, b) + 1));
}

/** What a key does to the place in the list; null where the key means something else. */
export function moved(key: string, at: number, count: number, columns: number, page: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    PageUp: -page * columns,
    PageDown: page * columns,
    Home: -count,
    End: count,
  };
  const step = steps[key];
  if (step === undefined || count === 0) return null;
  const to = at + step;
  // Up from the first row, or down from the last, stays: only what is asked for moves.
  if (Math.abs(step) === columns && (to < 0 || to >= count)) return at;
  return Math.max(0, Math.min(count - 1, to));
}

/** Without what has left the list. */
export function without({ ids, anchor, active }: Selection, gone: ReadonlySet<number>): Selection {
  const ifThere = (id: number | null) => (id !== null && gone.has(id) ? null : id);
  return { ids: new Set(ids).difference(gone), anchor: ifThere(anchor), active: ifThere(active) };
}
