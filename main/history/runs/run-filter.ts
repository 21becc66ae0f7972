/** The filters of the history as conditions, and the two questions asked of them: which runs, and how many. */
import { type Expression, type ExpressionBuilder, type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import type { RunOrder } from '../../../preload/contract/run-orders.ts';
import type { RunCursor, RunFilter } from '../../../preload/contract/task.ts';
import { METRICS, type PairMetric } from '../../../native-models/metrics/metrics.ts';
import { millisecondsOf } from '../store/instant.ts';
import type { Schema } from '../store/schema.ts';
import { ORDERS } from './run-order.ts';
import { matches, searchQuery } from './search.ts';
import type { Store } from '../store/store.ts';

type Condition = Expression<SqlBool>;
type Build = ExpressionBuilder<Schema, 'runs'>;
type Given<K extends keyof RunFilter> = NonNullable<RunFilter[K]>;
type Selection = SelectQueryBuilder<Schema, 'runs', object>;

/** Every filter but the text; a key of the contract without a row here is a compile error. */
const CONDITIONS: { readonly [K in Exclude<keyof RunFilter, 'text'>]-?: (is: Build, value: Given<K>) => Condition } = {
  modelName: (is, name) => is('runs.model_name', '=', name),
  strategyLabel: (is, label) => is('runs.strategy_label', '=', label),
  seed: (is, seed) => is('runs.seed', '=', seed),
  from: (is, date) => is('runs.created_at', '>=', millisecondsOf(date)),
  to: (is, date) => is('runs.created_at', '<=', millisecondsOf(date)),
  minSpeedup: (is, factor) => is('runs.speedup', '>=', factor),
  fidelity: (is, limits) =>
    is.and(Object.entries(limits).map(([metric, limit]) => is('runs.id', 'in', runsAsNear(is, metric, limit)))),
  favourite: (is, favourite) => is('runs.favourite', '=', Number(favourite)),
  tag: (is, tag) =>
    is('runs.id', 'in', is.selectFrom('run_tags').select('run_tags.run_id').where('run_tags.tag', '=', tag)),
  group: (is, group) => is('runs.group_id', '=', group),
  trashed: (is, trashed) => is('runs.trashed_at', trashed ? 'is not' : 'is', null),
};

/** Runs that are as near to their baselines by this metric, or nearer. */
function runsAsNear(is: Build, id: string, limit: number) {
  const lower = METRICS.some((metric: PairMetric) => metric.id === id && metric.better === 'lower');
  return is
    .selectFrom('measurements')
    .select('measurements.run_id')
    .where('measurements.metric', '=', id)
    .where('measurements.value', lower ? '<=' : '>=', limit);
}

/**
 * The first of the runs that pass every filter, as cursors.
 * @param cursor the run that they come behind; null: from the first on.
 */
export function filteredIds(store: Store, { filter, order, cursor, limit }: Question): readonly RunCursor[] {
  const { selection, id } = filtered(store, filter);
  const { rank, ids } = ORDERS[order];
  const ordered = selection.select([id.as('id'), (rank ?? sql<number>`0`).as('rank')]).limit(limit);
  const behind = sql<SqlBool>`${id} ${sql.raw(ids === 'desc' ? '<' : '>')} ${cursor?.id}`;
  if (rank === null) return store.all((cursor ? ordered.where(behind) : ordered).orderBy(id, ids));
  const after = sql<SqlBool>`(${rank} < ${cursor?.rank} or (${rank} = ${cursor?.rank} and ${behind}))`;
  return store.all((cursor ? ordered.where(after) : ordered).orderBy('rank', 'desc').orderBy(id, ids));
}

interface Question {
  readonly filter: RunFilter;
  readonly order: RunOrder;
  readonly cursor: RunCursor | null;
  readonly limit: number;
}

export function countFiltered(store: Store, filter: RunFilter): number {
  const { selection } = filtered(store, filter);
  return store.first(selection.select(({ fn }) => fn.countAll<number>().as('total')))!.total;
}

function filtered(store: Store, filter: RunFilter): { selection: Selection; id: ReturnType<typeof sql<number>> } {
  const words = searchQuery(filter.text ?? '');
  const given = Object.entries({ ...filter, trashed: filter.trashed ?? false }).filter(
    ([key, value]) => key in CONDITIONS && value !== undefined,
  ) as [keyof typeof CONDITIONS, never][];
  const selection = words === null ? store.query.selectFrom('runs') : answering(store, words);
  return {
    selection: selection.where((is) => is.and(given.map(([key, value]) => CONDITIONS[key](is, value)))),
    id: words === null ? sql<number>`runs.id` : sql<number>`run_search.rowid`,
  };
}

/**
 * The runs that answer a search. SQLite keeps the order of a cross join: the index lists its answers newest first, and
 * each is looked up. The other way round it would collect all answers before the first (measured: four times slower).
 * Looked up by its id: where dates are asked for as well, SQLite would go by an index that has both (four times slower too).
 */
function answering({ query }: Store, words: string): Selection {
  return query
    .selectFrom('run_search')
    .crossJoin(sql<Schema['runs']>`runs`.as<'runs'>(sql`runs not indexed`))
    .whereRef('runs.id', '=', 'run_search.rowid')
    .where(matches(words)) as unknown as Selection;
}
