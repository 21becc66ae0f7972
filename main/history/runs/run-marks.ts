/** What is done to many runs at once: one statement for all of them, and an answer that says how to take it back. */
import { setImmediate as turn } from 'node:timers/promises';
import { sql } from 'kysely';
import { anyOf, type Store } from '../store/store.ts';
import { reindex } from './search.ts';

export interface RunMarks {
  /** Makes favourites of runs, or no longer. @returns those that were not so before. */
  setFavourite(ids: readonly number[], favourite: boolean): number[];
  /** Gives runs a tag, or takes it from them. @returns those that were not so before. */
  setTag(ids: readonly number[], tag: string, tagged: boolean): Promise<number[]>;
}

/** Indexed at a time, so that a page that asks meanwhile is answered. */
const TOGETHER = 100;

export function openRunMarks(store: Store): RunMarks {
  const { query, all, atomically } = store;

  const tagOn = (ids: readonly number[], tag: string) =>
    all(
      query
        .insertInto('run_tags')
        .columns(['tag', 'run_id'])
        .expression(
          query
            .selectFrom('runs')
            .select([sql<string>`${tag}`.as('tag'), 'id'])
            .where('id', 'in', anyOf(ids)),
        )
        .onConflict((known) => known.doNothing())
        .returning('run_id'),
    );
  const tagOff = (ids: readonly number[], tag: string) =>
    all(query.deleteFrom('run_tags').where('tag', '=', tag).where('run_id', 'in', anyOf(ids)).returning('run_id'));

  return {
    setFavourite: (ids, favourite) =>
      all(
        query
          .updateTable('runs')
          .set({ favourite: Number(favourite) })
          .where('id', 'in', anyOf(ids))
          .where('favourite', '<>', Number(favourite))
          .returning('id'),
      ).map(({ id }) => id),
    async setTag(ids, tag, tagged) {
      const changed: number[] = [];
      for (let at = 0; at < ids.length; at += TOGETHER) {
        if (at > 0) await turn();
        const some = ids.slice(at, at + TOGETHER);
        atomically(() => {
          const rows = tagged ? tagOn(some, tag.trim()) : tagOff(some, tag.trim());
          const these = rows.map(({ run_id }) => run_id);
          reindex(store, these);
          changed.push(...these);
        });
      }
      return changed;
    },
  };
}
