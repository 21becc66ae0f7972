/** The queue: what is submitted to it, what becomes of that, and whether it is paused. */
import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import type { Task, TaskState } from '../../../preload/contract/task.ts';
import type { Devices } from '../../compute/devices.ts';
import type { Dispatcher } from '../../compute/dispatcher.ts';
import type { TaskEventLog } from '../../compute/events.ts';
import type { History } from '../../history/history.ts';
import { type GridRequest, submitGrid } from '../grids/grids.ts';
import type { StudioModels } from '../models/models.ts';
import { sparedFor, submitCalibration, submitRival, submitRuns } from '../runs/submit.ts';
import type { Implementer } from '../wire/implementer.ts';
import type { QueuePause } from './queue-pause.ts';
import { type Offered, requireOffered } from './requirements.ts';

interface Queue {
  readonly history: History;
  readonly models: StudioModels;
  readonly devices: Devices;
  readonly dispatcher: Dispatcher;
  readonly events: TaskEventLog;
  readonly pause: QueuePause;
}

/** Answers to `tasks`. */
export function taskRoutes(os: Implementer['tasks'], { history, models, devices, dispatcher, events, pause }: Queue) {
  const queued = <T extends { readonly tasks: readonly Task[]; readonly moved?: readonly Task[] }>(submitted: T): T => {
    for (const task of [...submitted.tasks, ...(submitted.moved ?? [])]) dispatcher.announce(task);
    dispatcher.wake();
    return submitted;
  };

  /** As they are kept: a page asks for a device, which computes in what its self-test and its setting make of it. */
  const settled = async (wanted: RunSettings): Promise<RunSettings> => {
    const { devicePrecision: _asked, ...settings } = wanted;
    const isHalf = (await devices.precisionOf(settings.device)) === 'float16';
    return isHalf ? { ...settings, devicePrecision: 'float16' } : settings;
  };

  /** The processor is there without asking; the others were tried once, and may take their time the first time. */
  const offered = async (device: string): Promise<Offered> => ({
    models: await models.list(),
    devices: device === 'cpu' ? ['cpu'] : (await devices.list()).map(({ id }) => id),
    pictures: history.pictures,
  });

  /** As they are kept, where everything that they ask for is there. */
  const checked = async (wanted: RunSettings): Promise<RunSettings> => {
    requireOffered(wanted, await offered(wanted.device));
    return await settled(wanted);
  };

  /** Every cell has to be there, as a run by itself has. */
  const submitGridOf = async ({ settings, axes }: GridRequest) => {
    const there = await offered(settings.device);
    const check = (cell: RunSettings) => requireOffered(cell, there);
    return submitGrid(history, there.models, { settings: await settled(settings), axes }, check);
  };

  return {
    submit: os.submit.handler(async ({ input }) => {
      const submitted = submitRuns(history, { ...input, settings: await checked(input.settings) });
      if (input.place === 'now') dispatcher.giveWay(input.settings.device, sparedFor(history, submitted.tasks));
      return queued(submitted);
    }),
    submitRival: os.submitRival.handler(({ input }) => queued({ tasks: [submitRival(history, input.id)] }).tasks[0]!),
    submitGrid: os.submitGrid.handler(async ({ input }) => queued(await submitGridOf(input))),
    submitCalibration: os.submitCalibration.handler(async ({ input }) => {
      const settings = await checked({ ...input.settings, strategy: null });
      return queued({ tasks: [submitCalibration(history, settings)] }).tasks[0]!;
    }),
    list: os.list.handler(({ input: { states, batches } }) => [
      ...history.tasks.list(states ? { states: states as TaskState[] } : {}),
      ...(batches ? history.tasks.settledOfOpen() : []),
    ]),
    cancel: os.cancel.handler(({ input }) => dispatcher.cancel(input.ids)),
    restore: os.restore.handler(({ input }) => queued({ tasks: history.tasks.restore(input.ids) }).tasks),
    retry: os.retry.handler(({ input }) => queued({ tasks: [history.tasks.retry(input.id)] }).tasks[0]!),
    move: os.move.handler(({ input: { ids, before } }) => {
      const moved = history.atomically(() => ids.map((id) => history.tasks.move(id, before)));
      for (const task of moved) dispatcher.announce(task);
    }),
    setPaused: os.setPaused.handler(({ input }) => pause.set(input.paused)),
    watchPaused: os.watchPaused.handler(async function* ({ signal }) {
      yield* pause.watch(signal);
    }),
    watchHeld: os.watchHeld.handler(async function* ({ signal }) {
      yield* dispatcher.hold.watch(signal);
    }),
    tryAgain: os.tryAgain.handler(() => dispatcher.hold.tryAgain()),
    watch: os.watch.handler(async function* ({ input, signal }) {
      yield* events.watch({ since: input.since, signal });
    }),
  };
}
