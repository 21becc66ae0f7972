/** Devices of this machine, and the engines that run on them. */
import type { Devices } from '../../compute/devices.ts';
import type { Dispatcher } from '../../compute/dispatcher.ts';
import type { StudioModels } from '../models/models.ts';
import type { Implementer } from '../wire/implementer.ts';
import { engineStates } from './engine-states.ts';
import type { Tuning } from './engine-tuning.ts';

/** Answers to `devices`. */
export function deviceRoutes(os: Implementer['devices'], { devices }: { readonly devices: Devices }) {
  return {
    list: os.list.handler(async () => [...(await devices.list())]),
    refresh: os.refresh.handler(async () => [...(await devices.refresh())]),
  };
}

interface Engines {
  readonly tuning: Tuning;
  readonly dispatcher: Dispatcher;
  readonly models: StudioModels;
}

/** Answers to `engines`: how they run, and what each holds in memory. */
export function engineRoutes(os: Implementer['engines'], { tuning, dispatcher, models }: Engines) {
  return {
    settings: os.settings.handler(() => tuning.facts()),
    setSettings: os.setSettings.handler(({ input }) => tuning.set(input)),
    state: os.state.handler(() => engineStates(dispatcher, models)),
  };
}
