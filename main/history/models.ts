import type { Store } from './store/store.ts';

/** The models a person added, by path. Whether one is still there and can be opened is found out by opening it. */
export interface AddedModels {
  /** In the order they were added. */
  list(): readonly string[];
  add(path: string): void;
  /** Only from the list: the files stay. */
  remove(path: string): void;
}

export function openModels({ query, all, run }: Store): AddedModels {
  return {
    list: () =>
      all(query.selectFrom('models').select('path').orderBy('added_at').orderBy('path')).map(({ path }) => path),
    add: (path) =>
      void run(
        query
          .insertInto('models')
          .values({ path, added_at: Date.now() })
          .onConflict((conflict) => conflict.doNothing()),
      ),
    remove: (path) => void run(query.deleteFrom('models').where('path', '=', path)),
  };
}
