/** The contract's answers, feature by feature. Hosts carry this router; they add nothing to it. */
import { downloadRoutes } from './downloads/routes.ts';
import { deviceRoutes, engineRoutes } from './engines/routes.ts';
import { gridRoutes } from './grids/routes.ts';
import { runRoutes } from './history/routes.ts';
import { modelRoutes } from './models/routes.ts';
import { pictureRoutes } from './pictures/routes.ts';
import { promptRoutes } from './prompts/routes.ts';
import { taskRoutes } from './queue/routes.ts';
import { appRoutes, type Host, networkRoutes } from './settings/routes.ts';
import { strategyRoutes } from './strategies/routes.ts';
import type { Studio } from './studio.ts';
import { implementer } from './wire/implementer.ts';

/** Answers everything that the contract asks, from one studio. */
export function studioRouter(studio: Studio, host: Host) {
  const os = implementer();
  return os.router({
    app: appRoutes(os.app, studio, host),
    network: networkRoutes(os.network, studio),
    devices: deviceRoutes(os.devices, studio),
    engines: engineRoutes(os.engines, studio),
    downloads: downloadRoutes(os.downloads, studio),
    models: modelRoutes(os.models, studio),
    strategies: strategyRoutes(os.strategies, studio),
    tasks: taskRoutes(os.tasks, studio),
    grids: gridRoutes(os.grids, studio),
    runs: runRoutes(os.runs, studio),
    pictures: pictureRoutes(os.pictures, studio),
    prompts: promptRoutes(os.prompts, studio),
  });
}
