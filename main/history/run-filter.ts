/** The filters of the history as conditions. Nothing here decides an order or a page. */
import { type Expression, type ExpressionBuilder, type SqlBool } from 'kysely';
import type { RunFilter } from '../../preload/contract/task.ts';
import { millisecondsOf } from './instant.ts';
import type { Schema } from './schema.ts';
import { matches, searchQuery } from './search.ts';
import type { Store } from './store.ts';

type Condition = Expression<SqlBool>;
type Build = ExpressionBuilder<Schema, 'runs'>;
type Given<K extends keyof RunFilter> = NonNullable<RunFilter[K]>;

/** Every filter but the text; a key of the contract without a row here is a compile error. */
const CONDITIONS: { readonly [K in Exclude<keyof RunFilter, 'text'>]-?: (is: Build, value: Given<K>) => Condition } = {
  modelName: (is, name) => is('runs.model_name', '=', name),
  strategyLabel: (is, label) => is('runs.strategy_label', '=', label),
  seed: (is, seed) => is('runs.seed', '=', seed),
  from: (is, date) => is('runs.created_at', '>=', millisecondsOf(date)),
  to: (is, date) => is('runs.created_at', '<=', millisecondsOf(date)),
  minSpeedup: (is, factor) => is('runs.speedup', '>=', factor),
  minPsnr: (is, decibels) => is('runs.psnr', '>=', decibels),
  favourite: (is, favourite) => is('runs.favourite', '=', Number(favourite)),
  tag: (is, tag) =>
    is('runs.id', 'in', is.selectFrom('run_tags').select('run_tags.run_id').where('run_tags.tag', '=', tag)),
  group: (is, group) => is('runs.group_id', '=', group),
  trashed: (is, trashed) => is('runs.trashed_at', trashed ? 'is not' : 'is', null),
};

/** The runs that pass every filter, to be selected from. */
export function filteredRuns({ query }: Store, filter: RunFilter) {
  const words = searchQuery(filter.text ?? '');
  const given = Object.entries({ ...filter, trashed: filter.trashed ?? false }).filter(
    ([key, value]) => key in CONDITIONS && value !== undefined,
  ) as [keyof typeof CONDITIONS, never][];
  const all = (is: Build) => is.and(given.map(([key, value]) => CONDITIONS[key](is, value)));
  const runs = query.selectFrom('runs').where(all);
  if (words === null) return runs;
  return runs.where('runs.id', 'in', query.selectFrom('run_search').select('rowid').where(matches(words)));
}
