import type { Selectable } from 'kysely';
import type { RunSettings } from '../../preload/contract/run-settings.ts';
import { isoOf } from './store/instant.ts';
import type { Schema } from './store/schema.ts';
import type { Store } from './store/store.ts';
import { storedStrategy } from './store/stored-settings.ts';

type Strategy = NonNullable<RunSettings['strategy']>;

export interface SavedStrategy {
  readonly id: number;
  readonly strategy: Strategy;
  readonly createdAt: string;
}

export interface SavedStrategies {
  /** In the order of their names. */
  list(): SavedStrategy[];
  /** As saving a file: a strategy of the same name is replaced. Runs keep the one they were made with. */
  save(strategy: Strategy): SavedStrategy;
  remove(id: number): void;
}

export function openStrategies({ query, all, first, run }: Store): SavedStrategies {
  return {
    list: () => all(query.selectFrom('strategies').selectAll().orderBy('name')).map(savedOf),
    save: (strategy) => {
      const values = { strategy: JSON.stringify(strategy), created_at: Date.now() };
      const row = first(
        query
          .insertInto('strategies')
          .values({ name: strategy.name, ...values })
          .onConflict((conflict) => conflict.column('name').doUpdateSet(values))
          .returningAll(),
      );
      return savedOf(row!);
    },
    remove: (id) => void run(query.deleteFrom('strategies').where('id', '=', id)),
  };
}

function savedOf({ id, strategy, created_at }: Selectable<Schema['strategies']>): SavedStrategy {
  return { id, strategy: storedStrategy(strategy), createdAt: isoOf(created_at) };
}
