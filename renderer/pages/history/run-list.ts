/** The runs that are loaded so far, newest first, and how pages join them. */
import type { Run } from '../../../preload/contract/task.ts';

/** What a list shows of a run: its calls' timings stay behind, for a hundred thousand of them are half a gigabyte. */
export type ListedRun = Omit<Run, 'timings' | 'warnings'>;

export interface RunList {
  readonly runs: readonly ListedRun[];
  readonly nextCursor: number | null;
  readonly total: number;
}

interface Page {
  readonly runs: readonly Run[];
  readonly nextCursor: number | null;
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

export function withNextPage(list: RunList, { runs, nextCursor, total }: Page): RunList {
  return { runs: [...list.runs, ...runs.map(listed)], nextCursor, total };
}

/** The first page read anew, with everything older that was loaded before: nothing under the reader's eyes moves away. */
export function withNewest(list: RunList, page: Page): RunList {
  const oldest = page.runs.at(-1)?.id;
  const older = oldest === undefined || page.nextCursor === null ? [] : list.runs.filter(({ id }) => id < oldest);
  return {
    runs: [...page.runs.map(listed), ...older],
    nextCursor: older.length > 0 ? list.nextCursor : page.nextCursor,
    total: page.total,
  };
}

export function withRun(list: RunList, run: Run): RunList {
  return { ...list, runs: list.runs.map((each) => (each.id === run.id ? listed(run) : each)) };
}

export function withoutRuns(list: RunList, ids: ReadonlySet<number>): RunList {
  const runs = list.runs.filter(({ id }) => !ids.has(id));
  return { ...list, runs, total: list.total - (list.runs.length - runs.length) };
}
