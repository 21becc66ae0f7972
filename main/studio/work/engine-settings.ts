/** The contract's settings as an engine takes them: every id resolved. */
import { castRoles } from '../../../native-models/strategy/switching.ts';
import type { Strategy } from '../../../native-models/strategy/strategy.ts';
import { type RunSettings, without } from '../../../preload/settings/settings.ts';
import type { History } from '../../history/history.ts';
import { requestOf, type Settings } from '../../runs/settings.ts';
import { startPicture } from '../../runs/start-picture.ts';
import type { StudioModels } from '../models/models.ts';

/** What kinds of work look things up in. */
export interface Surroundings {
  readonly history: History;
  readonly models: StudioModels;
}

/** What an engine is asked for. @throws where a model or the start picture is not there. */
export async function engineRequest(settings: RunSettings, around: Surroundings) {
  const model = around.models.pathOf(settings.modelId);
  const request = requestOf(await engineSettings(settings, around), settings.seed);
  return { model, request, devicePrecision: settings.devicePrecision ?? 'float32' } as const;
}

/** Models as paths, the start picture as pixels of the picture's size. */
export async function engineSettings(settings: RunSettings, { history, models }: Surroundings): Promise<Settings> {
  const { width, height, strategy, initImage } = settings;
  return {
    ...without(settings, 'modelId', 'device', 'devicePrecision', 'seed'),
    strategy: strategy && withPaths(strategy, models),
    initImage:
      initImage &&
      (await startPicture(await history.pictures.read(initImage.picture), initImage.strength, { width, height })),
  };
}

function withPaths(strategy: Strategy, models: StudioModels): Strategy {
  const ids = [...new Set(strategy.switching.map(({ unet }) => unet))];
  const paths = Object.fromEntries(ids.map((id) => [id, models.pathOf(id)]));
  return { ...strategy, switching: castRoles(strategy.switching, paths) };
}
