/** The history's runs: found, changed, thrown away and brought back. */
import type { History } from '../../history/history.ts';
import type { Implementer } from '../wire/implementer.ts';
import { exportRuns } from './export-runs.ts';

/** Answers to `runs`. */
export function runRoutes(os: Implementer['runs'], { history }: { readonly history: History }) {
  return {
    page: os.page.handler(({ input }) => history.runs.page(input)),
    get: os.get.handler(({ input }) => history.runs.get(input.id)),
    ids: os.ids.handler(({ input: { filter, order } }) => history.runs.ids(filter, order)),
    update: os.update.handler(({ input: { id, ...changes } }) => history.runs.update(id, changes)),
    setFavourite: os.setFavourite.handler(({ input: { ids, favourite } }) => ({
      changed: history.runs.setFavourite(ids, favourite),
    })),
    setTag: os.setTag.handler(async ({ input: { ids, tag, tagged } }) => ({
      changed: await history.runs.setTag(ids, tag, tagged),
    })),
    export: os.export.handler(({ input, signal }) => exportRuns(history, input, signal)),
    pictures: os.pictures.handler(({ input }) => history.runs.pictures(input.ids)),
    trash: os.trash.handler(({ input }) => history.runs.trash(input.ids)),
    restore: os.restore.handler(({ input }) => history.runs.restore(input.ids)),
    emptyTrash: os.emptyTrash.handler(async () => {
      const emptied = history.runs.emptyTrash();
      await history.thumbnails.sweep();
      return emptied;
    }),
    facets: os.facets.handler(() => history.runs.facets()),
  };
}
