/** The history proper: every generation on record, and how it is found again. */
import { sql } from 'kysely';
import type { Plan } from '../../../native-models/strategy/plan.ts';
import { unpackPlan } from '../../../native-models/strategy/stored-plan.ts';
import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import { FIRST_ORDER, type RunOrder } from '../../../preload/contract/run-orders.ts';
import type { Run, RunCursor, RunFilter } from '../../../preload/contract/task.ts';
import { usageProblem } from '../../base/problem.ts';
import type { Fidelity } from '../../../native-models/metrics/fidelity.ts';
import { adoptRuns, findBaseline, linkToBaseline, withBaseline } from './baselines.ts';
import { type AwaitingFidelity, awaitingFidelity, storeFidelity } from './measurements.ts';
import { countFiltered, filteredIds } from './run-filter.ts';
import { type NewRun, type RunRow, rowsOf, runOf } from './run-row.ts';
import { reindex } from './search.ts';
import { anyOf, type Store } from '../store/store.ts';

export interface PageRequest {
  readonly filter: RunFilter;
  readonly order?: RunOrder | undefined;
  /** `nextCursor` of the page before; null for the first. */
  readonly cursor: RunCursor | null;
  readonly limit: number;
}

export interface RunUpdate {
  readonly favourite?: boolean | undefined;
  readonly note?: string | undefined;
  readonly tags?: readonly string[] | undefined;
}

export interface PictureOfRun {
  readonly id: number;
  readonly picture: string;
  readonly seed: number;
}

export interface Facets {
  readonly modelNames: string[];
  readonly strategyLabels: string[];
  readonly tags: string[];
}

export interface Runs {
  /**
   * Records a run and links it: to its baseline, or as a baseline to the runs that waited for one. One that was recorded
   * for its task already is given back as it is.
   */
  insert(run: NewRun): Run;
  get(id: number): Run;
  /** What each of its calls was planned to compute; null where that was not kept. */
  planOf(id: number): Plan | null;
  /** Newest first, unless asked for otherwise. Runs that are added while somebody reads on change no later page. */
  page(request: PageRequest): { runs: Run[]; nextCursor: RunCursor | null; total: number };
  /** Of all that pass: for a selection. */
  ids(filter: RunFilter, order: RunOrder): number[];
  /** Those of them that there are, in that order. */
  some(ids: readonly number[]): Run[];
  /** Of those of them that there are, in that order, what their files are called by. */
  pictures(ids: readonly number[]): PictureOfRun[];
  /** All that pass, newest first: for a grid. */
  list(filter: RunFilter): Run[];
  update(id: number, update: RunUpdate): Run;
  /** What the filters can choose from, in the order of the alphabet. */
  facets(): Facets;
  /** The finished full run of the same settings, whatever their strategy. */
  baselineFor(settings: RunSettings): Run | null;
  /** Those that have such a run. */
  withBaseline(all: readonly RunSettings[]): ReadonlySet<RunSettings>;
  awaitingFidelity(): readonly AwaitingFidelity[];
  setFidelity(id: number, fidelity: Fidelity): Run;
}

/** SQLite's own "no limit". */
const ALL = -1;

export function openRuns(store: Store): Runs {
  const { query, all, first, run, atomically } = store;

  const full = () =>
    query
      .selectFrom('runs')
      .innerJoin('run_details', 'run_details.run_id', 'runs.id')
      .selectAll(['runs', 'run_details'])
      .select([
        sql<string>`(select json_group_array(tag order by tag) from run_tags where run_tags.run_id = runs.id)`.as(
          'tags',
        ),
        sql<string>`(select json_group_object(metric, value) from measurements where run_id = runs.id)`.as(
          'measurements',
        ),
        sql<string | null>`(
          select json_array(full.seconds, times.unet_seconds, times.timings)
          from run_details as times join runs as full on full.id = times.run_id
          where times.run_id = runs.baseline_id
        )`.as('baseline_times'),
      ]);

  const get = (id: number): Run => {
    const row = first(full().where('runs.id', '=', id));
    if (!row) throw usageProblem(`Run ${id} is not in the history`, 'It may have been deleted with the trash.');
    return runOf(row);
  };

  const byIds = (ids: readonly number[]): Run[] =>
    inOrder<RunRow>(ids, all(full().where('runs.id', 'in', anyOf(ids)))).map((row) => runOf(row));

  const idsOf = (filter: RunFilter, order: RunOrder) =>
    filteredIds(store, { filter, order, cursor: null, limit: ALL }).map(({ id }) => id);

  const totalOf = rememberedTotal(store);

  return {
    insert: (made) =>
      atomically(() => {
        const recordedAs = made.taskId === undefined ? null : runOfTask(store, made.taskId);
        if (recordedAs !== null) return get(recordedAs);
        const { head, details } = rowsOf(made);
        const { id } = run(query.insertInto('runs').values(head));
        run(query.insertInto('run_details').values({ run_id: id, ...details }));
        const isFull = made.settings.strategy === null;
        const baselineId = made.baselineId ?? (isFull ? null : findBaseline(store, made.settings));
        if (baselineId !== null) linkToBaseline(store, id, baselineId);
        if (isFull) adoptRuns(store, id, made.settings);
        reindex(store, [id]);
        return get(id);
      }),
    get,
    planOf: (id) => {
      const row = first(query.selectFrom('run_details').select('plan').where('run_id', '=', id));
      return row?.plan ? unpackPlan(row.plan) : null;
    },
    page: ({ filter, order = FIRST_ORDER, cursor, limit }) => {
      const found = filteredIds(store, { filter, order, cursor, limit: limit + 1 });
      const shown = found.slice(0, limit);
      const more = found.length > limit;
      const total = cursor === null && !more ? found.length : totalOf(filter);
      return { runs: byIds(shown.map(({ id }) => id)), nextCursor: more ? shown.at(-1)! : null, total };
    },
    ids: idsOf,
    some: byIds,
    pictures: (ids) => {
      const rows = query.selectFrom('runs').innerJoin('run_details', 'run_id', 'id').select(['id', 'picture', 'seed']);
      return inOrder(ids, all(rows.where('id', 'in', anyOf(ids))));
    },
    list: (filter) => byIds(idsOf(filter, FIRST_ORDER)),
    update: (id, { favourite, note, tags }) =>
      atomically(() => {
        if (favourite !== undefined) {
          run(
            query
              .updateTable('runs')
              .set({ favourite: Number(favourite) })
              .where('id', '=', id),
          );
        }
        if (note !== undefined) run(query.updateTable('run_details').set({ note }).where('run_id', '=', id));
        if (tags !== undefined) replaceTags(store, id, tags);
        if (note !== undefined || tags !== undefined) reindex(store, [id]);
        return get(id);
      }),
    facets: () => ({
      modelNames: distinct(store, 'model_name'),
      strategyLabels: distinct(store, 'strategy_label'),
      tags: all(query.selectFrom('run_tags').select('tag').distinct().orderBy('tag')).map(({ tag }) => tag),
    }),
    baselineFor: (settings) => {
      const id = findBaseline(store, settings);
      return id === null ? null : get(id);
    },
    withBaseline: (all) => withBaseline(store, all),
    awaitingFidelity: () => awaitingFidelity(store),
    setFidelity: (id, fidelity) => {
      storeFidelity(store, id, fidelity);
      return get(id);
    },
  };
}

function runOfTask({ query, first }: Store, taskId: number): number | null {
  return first(query.selectFrom('run_details').select('run_id').where('task_id', '=', taskId))?.run_id ?? null;
}

function inOrder<Row extends { readonly id: number }>(ids: readonly number[], rows: readonly Row[]): Row[] {
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => rowOf.get(id) ?? []);
}

/** Counts once while nothing is written: reading on through the pages of one filter asks again and again. */
function rememberedTotal(store: Store): (filter: RunFilter) => number {
  let last = { question: '', total: 0 };
  return (filter) => {
    const question = JSON.stringify([store.writes(), filter]);
    if (last.question !== question) last = { question, total: countFiltered(store, filter) };
    return last.total;
  };
}

function replaceTags({ query, run }: Store, id: number, tags: readonly string[]): void {
  const names = new Set(tags.map((tag) => tag.trim()).filter((tag) => tag !== ''));
  run(query.deleteFrom('run_tags').where('run_id', '=', id));
  for (const tag of names) run(query.insertInto('run_tags').values({ tag, run_id: id }));
}

function distinct({ query, all }: Store, column: 'model_name' | 'strategy_label'): string[] {
  return all(query.selectFrom('runs').select(`${column} as name`).distinct().orderBy(column)).map(({ name }) => name);
}
