import type { EngineState } from '../../../preload/contract/engine.ts';
import type { Dispatcher } from '../../compute/dispatcher.ts';
import type { StudioModels } from '../models/models.ts';

/** A denoiser call or a model that is being loaded holds an answer up: no page should wait for it. */
const WITHIN_MS = 800;

/** What each engine that has been started holds in memory. */
export async function engineStates(dispatcher: Dispatcher, models: StudioModels): Promise<EngineState[]> {
  return (await dispatcher.health(WITHIN_MS)).map(({ device, health }) => ({
    device,
    residentBytes: health?.residentBytes ?? null,
    warm: (health?.warm ?? []).map((path) => models.nameOf(path)),
  }));
}
