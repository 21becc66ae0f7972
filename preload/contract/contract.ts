import { appRoutes } from './app.ts';
import { downloadRoutes, networkRoutes } from './download.ts';
import { deviceRoutes, engineRoutes } from './engine.ts';
import { gridRoutes } from './grid.ts';
import { modelRoutes } from './model.ts';
import { pictureRoutes } from './picture.ts';
import { promptRoutes } from './prompt.ts';
import { taskRoutes } from './queue.ts';
import { runRoutes } from './run.ts';
import { strategyRoutes } from './strategy.ts';

/**
 * Everything that the studio can be asked, once: hosts only carry it. Inputs and outputs are validated here, at the
 * boundary, and nowhere else.
 */
export const contract = {
  app: appRoutes,
  network: networkRoutes,
  devices: deviceRoutes,
  engines: engineRoutes,
  downloads: downloadRoutes,
  models: modelRoutes,
  strategies: strategyRoutes,
  tasks: taskRoutes,
  grids: gridRoutes,
  runs: runRoutes,
  pictures: pictureRoutes,
  prompts: promptRoutes,
};
