import { LIMITS } from '../../native-models/vocabulary.ts';
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { gridAxes } from './grid.ts';
import { runSettings } from './run-settings.ts';
import { id, ids, problem, task, taskEvent, taskState } from './task.ts';

/**
 * Where runs join the queue: behind what a person waits for, before everything, or at once: what runs on their device then
 * goes back to its place behind them, and starts over.
 */
export const place = z.enum(['last', 'next', 'now']);
export type Place = z.infer<typeof place>;

export const taskRoutes = {
  /** Queues a picture per seed; with `baseline`, also the full run of the same settings where none is on record. */
  submit: oc
    .input(
      z.object({
        settings: runSettings,
        count: z.int().min(LIMITS.pictures.min).max(LIMITS.pictures.max),
        baseline: z.boolean(),
        place: place.default('last'),
      }),
    )
    .output(z.object({ group: z.string(), tasks: z.array(task) })),
  /** Plain sampling with as many steps as take the time that run `id` took. */
  submitRival: oc.input(id).output(task),
  submitGrid: oc
    .input(z.object({ settings: runSettings, axes: gridAxes }))
    .output(z.object({ group: z.string(), tasks: z.array(task) })),
  /** One full run that watches how much each unit changes from call to call: `models.calibration` has the outcome. */
  submitCalibration: oc.input(z.object({ settings: runSettings })).output(task),
  /** Of some states; with `batches`, also whatever has become of the batches that are under way. */
  list: oc
    .input(
      z.object({
        states: z.array(taskState).max(taskState.options.length).optional(),
        batches: z.boolean().optional(),
      }),
    )
    .output(z.array(task)),
  cancel: oc.input(ids).output(z.void()),
  /** Queues what was cancelled once more, each in the place that it had. */
  restore: oc.input(ids).output(z.array(task)),
  /** Queues what failed or was cancelled once more, behind the others. */
  retry: oc.input(id).output(task),
  /** Puts queued tasks, one after the other as they are listed, right before another, or last. */
  move: oc.input(ids.extend({ before: z.int().nullable() })).output(z.void()),
  /** Paused, what runs goes on and nothing else is begun, not even after a restart. */
  setPaused: oc.input(z.object({ paused: z.boolean() })).output(z.void()),
  /** Whether the queue is paused: now, and whenever that changes. */
  watchPaused: oc.output(eventIterator(z.boolean())),
  /** Why the queue waits with what it has made, as while the disk is full; null while it goes on. Now, and whenever that changes. */
  watchHeld: oc.output(eventIterator(problem.nullable())),
  /** It tries by itself as well, ever more rarely. */
  tryAgain: oc.output(z.void()),
  /** Everything after event `since`, then whatever happens, until the reader leaves. */
  watch: oc.input(z.object({ since: z.int().optional() })).output(eventIterator(taskEvent)),
};
