/** The runs that are loaded so far, in the order that was asked for, and how pages join them. */
import type { Run, RunCursor } from '../../../preload/contract/task.ts';

/** What a list shows of a run: its calls' timings stay behind, for a hundred thousand of them are half a gigabyte. */
export type ListedRun = Omit<Run, 'timings' | 'warnings'>;

export interface RunList {
  readonly runs: readonly ListedRun[];
  readonly nextCursor: RunCursor | null;
  readonly total: number;
}

interface Page {
  readonly runs: readonly Run[];
  readonly nextCursor: RunCursor | null;
  readonly total: number;
}

export const NO_RUNS: RunList = { runs: [], nextCursor: null, total: 0 };

export function listed(run: Run): ListedRun {
  const { timings: _timings, warnings: _warnings, ...kept } = run;
  return kept;
}

export function firstPage({ runs, nextCursor, total }: Page): RunList {
  return { runs: runs.map(listed), nextCursor, total };
}

/** What changed its place since the page before, and was there already, stays where it is. */
export function withNextPage(list: RunList, { runs, nextCursor, total }: Page): RunList {
  const known = idsOf(list.runs);
  return { runs: [...list.runs, ...runs.filter(({ id }) => !known.has(id)).map(listed)], nextCursor, total };
}

/** The first page read anew, with everything behind it that was loaded before: nothing under the reader's eyes moves away. */
export function withFirst(list: RunList, page: Page): RunList {
  const [before, now] = [idsOf(list.runs), idsOf(page.runs)];
  const last = page.runs.findLast(({ id }) => before.has(id));
  const at = list.runs.findIndex(({ id }) => id === last?.id);
  const behind = page.nextCursor === null || at < 0 ? [] : list.runs.slice(at + 1).filter(({ id }) => !now.has(id));
  const runs = [...page.runs.map(listed), ...behind];
  if (behind.length === 0) return { ...page, runs };
  // All was loaded, and there are more by now: they are behind the first page, wherever they are.
  const nextCursor = list.nextCursor ?? (runs.length < page.total ? page.nextCursor : null);
  return { runs, nextCursor, total: page.total };
}

function idsOf(runs: readonly Pick<Run, 'id'>[]): ReadonlySet<number> {
  return new Set(runs.map(({ id }) => id));
}

/** With what was done to many at once. */
export function withChanged(list: RunList, ids: ReadonlySet<number>, change: (run: ListedRun) => ListedRun): RunList {
  return { ...list, runs: list.runs.map((run) => (ids.has(run.id) ? change(run) : run)) };
}

export function withRun(list: RunList, run: Run): RunList {
  return { ...list, runs: list.runs.map((each) => (each.id === run.id ? listed(run) : each)) };
}

export function withoutRuns(list: RunList, ids: ReadonlySet<number>): RunList {
  const runs = list.runs.filter(({ id }) => !ids.has(id));
  return { ...list, runs, total: list.total - (list.runs.length - runs.length) };
}
