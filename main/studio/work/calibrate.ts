/** One full run that watches how much each unit changes from call to call. */
import type { Task } from '../../../preload/contract/task.ts';
import type { Input, Output } from '../../compute/messages.ts';
import type { KindOfWork } from '../../compute/work.ts';
import { engineRequest, type Surroundings } from './engine-settings.ts';

/** What is kept is the newest calibration of a model and size. */
export function calibrate(around: Surroundings): KindOfWork<Task, Input<'calibrate'>, Output<'calibrate'>> {
  return {
    title: ({ settings: { modelId, width, height } }) => `calibration, model ${modelId}, ${width}x${height}`,
    prepare: async ({ settings }) => await engineRequest(settings, around),
    perform: async (input, { engine, on, signal }) => await engine.request('calibrate', input, { on, signal }),
    record: async ({ settings: { modelId, width, height } }, { calls, units }) => {
      const created = new Date().toISOString();
      const kept = units.map(({ id, change, milliseconds }) => ({ id, change: [...change], milliseconds }));
      return () => {
        around.history.calibrations.save({ modelId, width, height, calls, created, units: kept });
        return null;
      };
    },
  };
}
