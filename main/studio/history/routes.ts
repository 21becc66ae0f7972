/** The history's runs: found, changed, thrown away and brought back. */
import type { History } from '../../history/history.ts';
import type { Implementer } from '../wire/implementer.ts';

/** Answers to `runs`. */
export function runRoutes(os: Implementer['runs'], { history }: { readonly history: History }) {
  return {
    page: os.page.handler(({ input }) => history.runs.page(input)),
    get: os.get.handler(({ input }) => history.runs.get(input.id)),
    update: os.update.handler(({ input: { id, ...changes } }) => history.runs.update(id, changes)),
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
