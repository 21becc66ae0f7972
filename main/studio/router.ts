import { implement, ORPCError } from '@orpc/server';
import { contract } from '../../preload/contract/contract.ts';
import type { RunSettings } from '../../preload/contract/run-settings.ts';
import type { Task, TaskState } from '../../preload/contract/task.ts';
import { explain } from '../base/explain.ts';
import { PROGRAM } from '../base/places.ts';
import { browse } from './models/browse.ts';
import { deleteDownloaded } from './models/delete-downloaded.ts';
import { engineStates } from './engines/engine-states.ts';
import { comparePictures } from './pictures/fidelity.ts';
import { readPicture } from './pictures/read-picture.ts';
import type { Studio } from './studio.ts';
import { exportGrid } from './grids/export-grid.ts';
import { openGrid, submitGrid } from './grids/grids.ts';
import { submitCalibration, submitRival, submitRuns } from './runs/submit.ts';

/** The contract's answers. Hosts carry this router; they add nothing to it. */
export function studioRouter(studio: Studio, host: 'desktop' | 'server') {
  const { history, models, devices, events, dispatcher, pause, tuning, network, downloads } = studio;
  const os = implement(contract).use(async ({ next }) => {
    try {
      return await next();
    } catch (error) {
      throw inWords(error);
    }
  });
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

  return os.router({
    app: {
      info: os.app.info.handler(() => ({
        version: PROGRAM.version,
        dataFolder: history.folder.path,
        logFolder: history.folder.logs,
        host,
      })),
      settings: os.app.settings.handler(() => history.settings.all()),
      setSettings: os.app.setSettings.handler(({ input }) => history.settings.set(input)),
    },
    network: {
      get: os.network.get.handler(() => network.shown()),
      set: os.network.set.handler(({ input }) => {
        network.set(input);
        return network.shown();
      }),
    },
    devices: {
      list: os.devices.list.handler(async () => [...(await devices.list())]),
      refresh: os.devices.refresh.handler(async () => [...(await devices.refresh())]),
    },
    engines: {
      settings: os.engines.settings.handler(() => tuning.facts()),
      setSettings: os.engines.setSettings.handler(({ input }) => tuning.set(input)),
      state: os.engines.state.handler(() => engineStates(studio)),
    },
    downloads: {
      plan: os.downloads.plan.handler(({ input }) => downloads.plan(input.source)),
      start: os.downloads.start.handler(({ input }) => downloads.start(input.source, input.choice)),
      pause: os.downloads.pause.handler(({ input }) => downloads.pause(input.id)),
      resume: os.downloads.resume.handler(({ input }) => downloads.resume(input.id)),
      cancel: os.downloads.cancel.handler(({ input }) => downloads.cancel(input.id)),
      watch: os.downloads.watch.handler(async function* ({ signal }) {
        yield* downloads.watch(signal);
      }),
    },
    models: {
      list: os.models.list.handler(() => models.list()),
      add: os.models.add.handler(({ input }) => models.add(input.path)),
      remove: os.models.remove.handler(({ input }) => models.remove(input.modelId)),
      delete: os.models.delete.handler(({ input }) => deleteDownloaded(studio, input.modelId)),
      browse: os.models.browse.handler(({ input }) => browse(input.path)),
      converted: os.models.converted.handler(() => models.converted()),
      removeConverted: os.models.removeConverted.handler(({ input }) => models.removeConverted(input)),
      cost: os.models.cost.handler(({ input }) => models.cost(input.modelId, input)),
      inheritCost: os.models.inheritCost.handler(({ input }) =>
        models.inheritCost(input.modelId, input, input.inherit, input.semantics),
      ),
      calibration: os.models.calibration.handler(({ input }) => history.calibrations.get(input.modelId)),
    },
    strategies: {
      list: os.strategies.list.handler(() => history.strategies.list().map(mutable)),
      save: os.strategies.save.handler(({ input }) => mutable(history.strategies.save(input.strategy as never))),
      remove: os.strategies.remove.handler(({ input }) => history.strategies.remove(input.id)),
    },
    tasks: {
      submit: os.tasks.submit.handler(async ({ input }) =>
        queued(submitRuns(history, { ...input, settings: await settled(input.settings) })),
      ),
      submitRival: os.tasks.submitRival.handler(
        ({ input }) => queued({ tasks: [submitRival(history, input.id)] }).tasks[0]!,
      ),
      submitGrid: os.tasks.submitGrid.handler(async ({ input }) =>
        queued(submitGrid(history, await models.list(), { ...input, settings: await settled(input.settings) })),
      ),
      submitCalibration: os.tasks.submitCalibration.handler(async ({ input }) => {
        const settings = await settled(input.settings);
        return queued({ tasks: [submitCalibration(history, settings)] }).tasks[0]!;
      }),
      list: os.tasks.list.handler(({ input }) =>
        history.tasks.list(input.states ? { states: input.states as TaskState[] } : {}),
      ),
      cancel: os.tasks.cancel.handler(({ input }) => dispatcher.cancel(input.ids)),
      retry: os.tasks.retry.handler(({ input }) => queued({ tasks: [history.tasks.retry(input.id)] }).tasks[0]!),
      move: os.tasks.move.handler(({ input }) => dispatcher.announce(history.tasks.move(input.id, input.before))),
      setPaused: os.tasks.setPaused.handler(({ input }) => pause.set(input.paused)),
      watchPaused: os.tasks.watchPaused.handler(async function* ({ signal }) {
        yield* pause.watch(signal);
      }),
      watch: os.tasks.watch.handler(async function* ({ input, signal }) {
        yield* events.watch({ since: input.since, signal });
      }),
    },
    grids: {
      list: os.grids.list.handler(() => history.grids.list()),
      get: os.grids.get.handler(({ input }) => openGrid(history, input.group)),
      export: os.grids.export.handler(async ({ input }) => exportGrid(history, await models.list(), input)),
    },
    runs: {
      page: os.runs.page.handler(({ input }) => history.runs.page(input)),
      get: os.runs.get.handler(({ input }) => history.runs.get(input.id)),
      update: os.runs.update.handler(({ input: { id, ...changes } }) => history.runs.update(id, changes)),
      trash: os.runs.trash.handler(({ input }) => history.runs.trash(input.ids)),
      restore: os.runs.restore.handler(({ input }) => history.runs.restore(input.ids)),
      emptyTrash: os.runs.emptyTrash.handler(async () => {
        const emptied = history.runs.emptyTrash();
        await history.thumbnails.sweep();
        return emptied;
      }),
      facets: os.runs.facets.handler(() => history.runs.facets()),
    },
    pictures: {
      compare: os.pictures.compare.handler(({ input }) => comparePictures(history, input.a, input.b)),
      read: os.pictures.read.handler(async ({ input }) =>
        readPicture({ history, models: await models.list() }, Buffer.from(await input.file.arrayBuffer())),
      ),
    },
  });
}

/** What a person is told, and no stack: the renderer shows message and advice where the error arose. */
function inWords(error: unknown): unknown {
  if (error instanceof ORPCError) return error;
  const { message, remedy, exitCode } = explain(error);
  const code = exitCode === 2 ? 'BAD_REQUEST' : 'INTERNAL_SERVER_ERROR';
  return new ORPCError(code, { message, data: { advice: remedy }, cause: error });
}

/** The contract's types are mutable (zod's), ours are not; over the wire both are copies. */
function mutable<T>(value: T): T extends { strategy: infer S } ? Omit<T, 'strategy'> & { strategy: Mutable<S> } : T {
  return value as never;
}
type Mutable<T> = T extends readonly (infer U)[]
  ? Mutable<U>[]
  : T extends object
    ? { -readonly [K in keyof T]: Mutable<T[K]> }
    : T;
