/** Deleting goes through a trash: the run is marked, its picture moved, and both can come back until it is emptied. */
import { setImmediate as turn } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Pictures } from '../files/pictures.ts';
import { anyOf, type Store } from '../store/store.ts';

export interface RunTrash {
  trash(ids: readonly number[]): Promise<void>;
  restore(ids: readonly number[]): Promise<void>;
  /** Deletes the runs in the trash and the pictures that nothing else needs. @returns how many runs that were. */
  emptyTrash(): { removed: number };
}

/** Pictures moved at a time: a few milliseconds, while a hand is on the page. */
const TOGETHER = 50;

export function openRunTrash(store: Store, pictures: Pictures): RunTrash {
  const { query, all, first, run, atomically } = store;

  const picturesOf = (ids: readonly number[]) =>
    all(query.selectFrom('run_details').select('picture').distinct().where('run_id', 'in', anyOf(ids)));

  /** Whether a run, in the trash or not as asked, or a task begins with or ends in this picture. */
  const isUsed = (picture: string, trashedToo: boolean): boolean =>
    first<{ used: number }>(
      query.selectNoFrom(
        sql<number>`exists (
          select 1 from run_details join runs on id = run_id
          where (picture = ${picture} or init_picture = ${picture}) and (trashed_at is null or ${Number(trashedToo)})
          union all
          select 1 from tasks where init_picture = ${picture} and state in ('queued', 'running')
        )`.as('used'),
      ),
    )?.used === 1;

  // Each order of row and file leaves, after a crash between the two, a picture that is still found.
  return {
    async trash(ids) {
      run(
        query
          .updateTable('runs')
          .set({ trashed_at: Date.now() })
          .where('id', 'in', anyOf(ids))
          .where('trashed_at', 'is', null),
      );
      await each(picturesOf(ids), ({ picture }) => {
        if (!isUsed(picture, false)) pictures.trash(picture);
      });
    },
    async restore(ids) {
      // The row first: a trash that is still moving pictures leaves this one where it is.
      run(query.updateTable('runs').set({ trashed_at: null }).where('id', 'in', anyOf(ids)));
      await each(picturesOf(ids), ({ picture }) => pictures.restore(picture));
    },
    emptyTrash() {
      const doomed = all(
        query
          .selectFrom('runs')
          .innerJoin('run_details', 'run_details.run_id', 'runs.id')
          .select(['runs.id', 'run_details.picture'])
          .where('runs.trashed_at', 'is not', null),
      );
      atomically(() => {
        const ids = anyOf(doomed.map(({ id }) => id));
        run(query.deleteFrom('run_search').where('rowid', 'in', ids));
        run(query.deleteFrom('runs').where('id', 'in', ids));
      });
      for (const { picture } of doomed) if (!isUsed(picture, true)) pictures.trash(picture);
      pictures.emptyTrash((picture) => isUsed(picture, true));
      return { removed: doomed.length };
    },
  };
}

/** With a pause now and then in which others have their turn. */
async function each<T>(all: readonly T[], work: (one: T) => void): Promise<void> {
  for (const [index, one] of all.entries()) {
    if (index > 0 && index % TOGETHER === 0) await turn();
    work(one);
  }
}
