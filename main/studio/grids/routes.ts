/** Grids: found again, and exported. They are submitted through the queue. */
import type { History } from '../../history/history.ts';
import type { StudioModels } from '../models/models.ts';
import type { Implementer } from '../wire/implementer.ts';
import { exportGrid } from './export-grid.ts';
import { openGrid } from './grids.ts';

interface Grids {
  readonly history: History;
  readonly models: StudioModels;
}

/** Answers to `grids`. */
export function gridRoutes(os: Implementer['grids'], { history, models }: Grids) {
  return {
    list: os.list.handler(() => history.grids.list()),
    get: os.get.handler(({ input }) => openGrid(history, input.group)),
    export: os.export.handler(async ({ input }) => exportGrid(history, await models.list(), input)),
  };
}
