import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { browseRoute } from './browse.ts';
import { downloadRoutes, networkRoutes } from './download.ts';
import { engineRoutes } from './engine.ts';
import { gridAxes, gridAxis, gridRoutes } from './grid.ts';
import { calibration, convertedWeights, device, inheritCost, model, modelCost } from './model.ts';
import { pictureId, runSettings, strategy } from './run-settings.ts';
import { run, runFilter, runPage, task, taskEvent } from './task.ts';

const id = z.object({ id: z.int() });
const ids = z.object({ ids: z.array(z.int()).min(1) });
const modelId = z.object({ modelId: z.string() });
/** Pixels; `scaleFactor` says how many make a latent where that is another model's to say, as for a UNet alone. */
const size = z.object({ width: z.int(), height: z.int(), scaleFactor: z.int().min(1).optional() });

const savedStrategy = z.object({ id: z.int(), strategy, createdAt: z.string() });

/**
 * Everything that the studio can be asked, once: hosts only carry it. Inputs and outputs are validated here, at the
 * boundary, and nowhere else.
 */
export const contract = {
  app: {
    info: oc.output(
      z.object({
        version: z.string(),
        dataFolder: z.string(),
        logFolder: z.string(),
        host: z.enum(['desktop', 'server']),
      }),
    ),
    settings: oc.output(z.record(z.string(), z.unknown())),
    setSettings: oc.input(z.record(z.string(), z.unknown())).output(z.record(z.string(), z.unknown())),
  },
  network: networkRoutes,
  devices: {
    list: oc.output(z.array(device)),
    /** Tries them all again: a driver was installed, a card plugged in. */
    refresh: oc.output(z.array(device)),
  },
  engines: engineRoutes,
  downloads: downloadRoutes,
  models: {
    list: oc.output(z.array(model)),
    /** A folder or a file on the machine that the engine runs on. */
    add: oc.input(z.object({ path: z.string().min(1) })).output(model),
    /** Off the list; its files stay. */
    remove: oc.input(modelId).output(z.void()),
    /** One that was downloaded: its files are deleted. */
    delete: oc.input(modelId).output(z.void()),
    browse: browseRoute,
    converted: oc.output(z.array(convertedWeights)),
    removeConverted: oc
      .input(convertedWeights.pick({ kind: true }).extend({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }))
      .output(z.void()),
    cost: oc.input(modelId.extend(size.shape)).output(modelCost),
    inheritCost: oc
      .input(
        modelId
          .extend(size.shape)
          .extend({ inherit: z.array(z.string()), semantics: z.enum(['residual', 'boundary']) }),
      )
      .output(inheritCost),
    calibration: oc.input(modelId).output(calibration.nullable()),
  },
  strategies: {
    list: oc.output(z.array(savedStrategy)),
    save: oc.input(z.object({ strategy })).output(savedStrategy),
    remove: oc.input(id).output(z.void()),
  },
  tasks: {
    /** Queues a picture per seed; with `baseline`, also the full run of the same settings where none is on record. */
    submit: oc
      .input(z.object({ settings: runSettings, count: z.int().min(1).max(1000), baseline: z.boolean() }))
      .output(z.object({ group: z.string(), tasks: z.array(task) })),
    /** Plain sampling with as many steps as take the time that run `id` took. */
    submitRival: oc.input(id).output(task),
    submitGrid: oc
      .input(z.object({ settings: runSettings, axes: gridAxes }))
      .output(z.object({ group: z.string(), tasks: z.array(task) })),
    /** One full run that watches how much each unit changes from call to call: `models.calibration` has the outcome. */
    submitCalibration: oc.input(z.object({ settings: runSettings })).output(task),
    list: oc.input(z.object({ states: z.array(z.string()).optional() })).output(z.array(task)),
    cancel: oc.input(ids).output(z.void()),
    retry: oc.input(id).output(task),
    /** Puts a queued task right before another, or last. */
    move: oc.input(z.object({ id: z.int(), before: z.int().nullable() })).output(z.void()),
    /** Paused, what runs goes on and nothing else is begun, not even after a restart. */
    setPaused: oc.input(z.object({ paused: z.boolean() })).output(z.void()),
    /** Whether the queue is paused: now, and whenever that changes. */
    watchPaused: oc.output(eventIterator(z.boolean())),
    /** Everything after event `since`, then whatever happens, until the reader leaves. */
    watch: oc.input(z.object({ since: z.int().optional() })).output(eventIterator(taskEvent)),
  },
  grids: gridRoutes,
  runs: {
    page: oc
      .input(z.object({ filter: runFilter, cursor: z.int().nullable(), limit: z.int().min(1).max(500) }))
      .output(runPage),
    get: oc.input(id).output(run),
    update: oc
      .input(
        id.extend({
          favourite: z.boolean().optional(),
          note: z.string().optional(),
          tags: z.array(z.string()).optional(),
        }),
      )
      .output(run),
    trash: oc.input(ids).output(z.void()),
    restore: oc.input(ids).output(z.void()),
    emptyTrash: oc.output(z.object({ removed: z.int() })),
    facets: oc.output(
      z.object({ modelNames: z.array(z.string()), strategyLabels: z.array(z.string()), tags: z.array(z.string()) }),
    ),
  },
  pictures: {
    /** Similarity of any two pictures; null where the measure does not apply (identical: psnr null). */
    compare: oc
      .input(z.object({ a: pictureId, b: pictureId }))
      .output(z.object({ psnr: z.number().nullable(), ssim: z.number().nullable(), identical: z.boolean() })),
    /** Reads the settings in a picture of ours or of A1111, and keeps the picture so that it can start image-to-image. */
    read: oc.input(z.object({ file: z.instanceof(Blob) })).output(
      z.object({
        picture: pictureId,
        settings: runSettings.partial().nullable(),
        /** Of an exported grid, whose `settings` are what no axis varies; `group` where it is in this history. */
        grid: z.object({ group: z.string().nullable(), axes: z.array(gridAxis) }).nullable(),
        notes: z.array(z.string()),
      }),
    ),
  },
};
