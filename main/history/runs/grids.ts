/** Grids as they were submitted, so that they are found again: which runs are in one follows from its settings. */
import { type Selectable, sql } from 'kysely';
import type { GridSummary, LabelledAxis } from '../../../preload/contract/grid.ts';
import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import { usageProblem } from '../../base/problem.ts';
import { isoOf } from '../store/instant.ts';
import type { Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { storedAxes, storedSettings } from '../store/stored-settings.ts';

export interface SubmittedGrid {
  readonly group: string;
  readonly settings: RunSettings;
  readonly axes: readonly LabelledAxis[];
}

export type RecordedGrid = SubmittedGrid & { readonly createdAt: string };

export interface Grids {
  add(grid: SubmittedGrid): void;
  has(group: string): boolean;
  get(group: string): RecordedGrid;
  /** The latest first. */
  list(): GridSummary[];
}

/** More than a person scrolls through; all of them stay in the history. */
const LISTED = 200;

export function openGrids({ query, all, first, run }: Store): Grids {
  const rowOf = (group: string) => first(query.selectFrom('grids').selectAll().where('group_id', '=', group));
  const madeOf = (group: string) =>
    first(
      query
        .selectFrom('runs')
        .innerJoin('run_details', 'run_details.run_id', 'runs.id')
        .select([sql<number>`count(distinct run_details.settings)`.as('made'), 'run_details.picture'])
        .where('runs.group_id', '=', group)
        .where('run_details.purpose', '=', 'grid')
        .where('runs.trashed_at', 'is', null),
    );

  return {
    add: ({ group, settings, axes }) =>
      void run(
        query.insertInto('grids').values({
          group_id: group,
          created_at: Date.now(),
          settings: JSON.stringify(settings),
          axes: JSON.stringify(axes),
        }),
      ),
    has: (group) => rowOf(group) !== null,
    get: (group) => {
      const row = rowOf(group);
      if (!row) throw usageProblem('This grid is not in the history', 'The list on the Grid page has those that are.');
      return gridOf(row);
    },
    list: () =>
      all(query.selectFrom('grids').selectAll().orderBy('created_at', 'desc').limit(LISTED)).map((row) => {
        const { group, createdAt, settings, axes } = gridOf(row);
        return {
          group,
          createdAt,
          prompt: settings.prompt,
          axes: axes.map(({ kind, labels }) => ({ kind, labels })),
          cells: axes.reduce((product, { values }) => product * values.length, 1),
          made: madeOf(group)?.made ?? 0,
          picture: madeOf(group)?.picture ?? null,
        };
      }),
  };
}

function gridOf({ group_id, created_at, settings, axes }: Selectable<Schema['grids']>): RecordedGrid {
  return {
    group: group_id,
    createdAt: isoOf(created_at),
    settings: storedSettings(settings),
    axes: storedAxes<LabelledAxis>(axes),
  };
}
