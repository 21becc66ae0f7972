/** One full run that watches how much each unit changes from call to call. */
import type { WorkOf } from '../../../preload/contract/work.ts';
import type { Input, Output } from '../../compute/messages.ts';
import type { KindOfWork } from '../../compute/work.ts';
import { engineRequest, type Surroundings } from './engine-settings.ts';

/** What is kept is the newest calibration of a model and size. */
export function calibrate(
  around: Surroundings,
): KindOfWork<WorkOf<'calibrate'>, Input<'calibrate'>, Output<'calibrate'>> {
  return {
    title: ({ settings: { modelId, width, height } }) => `calibration, model ${modelId}, ${width}x${height}`,
    prepare: async ({ work }) => await engineRequest(work.settings, around),
    perform: async (input, { engine, on, signal }) => await engine.request('calibrate', input, { on, signal }),
    record: async ({ work }, { calls, units }) => {
      const { modelId, width, height } = work.settings;
      const created = new Date().toISOString();
      const kept = units.map(({ id, change, milliseconds }) => ({ id, change: [...change], milliseconds }));
      return () => {
        around.history.calibrations.save({ modelId, width, height, calls, created, units: kept });
        return null;
      };
    },
  };
}
