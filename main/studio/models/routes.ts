/** Models: the list, what is known of each, and what they cost. */
import type { History } from '../../history/history.ts';
import type { Implementer } from '../wire/implementer.ts';
import { browse } from './browse.ts';
import { deleteDownloaded } from './delete-downloaded.ts';
import type { StudioModels } from './models.ts';

interface Models {
  readonly history: History;
  readonly models: StudioModels;
}

/** Answers to `models`. */
export function modelRoutes(os: Implementer['models'], { history, models }: Models) {
  return {
    list: os.list.handler(() => models.list()),
    add: os.add.handler(({ input }) => models.add(input.path)),
    remove: os.remove.handler(({ input }) => models.remove(input.modelId)),
    delete: os.delete.handler(({ input }) => deleteDownloaded(history, models, input.modelId)),
    browse: os.browse.handler(({ input }) => browse(input.path)),
    converted: os.converted.handler(() => models.converted()),
    removeConverted: os.removeConverted.handler(({ input }) => models.removeConverted(input)),
    cost: os.cost.handler(({ input }) => models.cost(input.modelId, input)),
    inheritCost: os.inheritCost.handler(({ input }) =>
      models.inheritCost(input.modelId, input, input.inherit, input.semantics),
    ),
    calibration: os.calibration.handler(({ input }) => history.calibrations.get(input.modelId)),
  };
}
