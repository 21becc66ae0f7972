import { z } from 'zod';
import { SPEEDUP_DOUBTS } from '../../native-models/strategy/doubtful-speedup.ts';
import { LIMITS, STEP_KINDS } from '../../native-models/vocabulary.ts';
import { fidelity, metricBounds } from './fidelity.ts';
import { FIRST_ORDER, RUN_ORDERS } from './run-orders.ts';
import { pictureId, runSettings } from './run-settings.ts';
import { moment } from './text.ts';
import { purpose, work } from './work.ts';

/** Of a task, a run or a saved strategy. */
export const id = z.object({ id: z.int() });
export const ids = z.object({ ids: z.array(z.int()).min(1).max(LIMITS.rows) });

export const taskState = z.enum(['queued', 'running', 'done', 'failed', 'cancelled']);
export type TaskState = z.infer<typeof taskState>;

export const problem = z.object({ message: z.string(), advice: z.string().nullable() });

/** Queued work. */
export const task = z.object({
  id: z.int(),
  work,
  /** Tasks submitted together: a run with its baseline and rival, or a grid. */
  group: z.string(),
  state: taskState,
  /** Higher first; within one, the order of `position`. */
  priority: z.int(),
  position: z.number(),
  attempts: z.int(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  /** The run it became; null for work that makes none. */
  runId: z.int().nullable(),
  problem: problem.nullable(),
});
export type Task = z.infer<typeof task>;
/** A task that is to do this work: `TaskOf<WorkOf<'generate'>>`. */
export type TaskOf<W> = Omit<Task, 'work'> & { work: W };

/** What happens to tasks, in order. `seq` only grows: a reader that was away asks for what came after its last one. */
export const taskEvent = z.object({
  seq: z.int(),
  taskId: z.int(),
  event: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('state'), task }),
    z.object({ kind: z.literal('stage'), stage: z.string(), detail: z.string().nullable() }),
    z.object({
      kind: z.literal('call'),
      call: z.int(),
      calls: z.int(),
      form: z.int().nullable(),
      step: z.enum(STEP_KINDS),
      seconds: z.number(),
      secondsLeft: z.number(),
    }),
    /** A small picture of the latents: data URL. */
    z.object({ kind: z.literal('preview'), call: z.int(), dataUrl: z.string() }),
    z.object({ kind: z.literal('warning'), message: z.string() }),
  ]),
});
export type TaskEvent = z.infer<typeof taskEvent>;

/** `form` is an index into the forms of the run's plan, null where nothing was computed; `step` says how much of a call it computes. */
export const callTiming = z.object({
  call: z.int(),
  form: z.int().nullable(),
  step: z.enum(STEP_KINDS),
  seconds: z.number(),
});

/** One recorded generation. */
export const run = z.object({
  id: z.int(),
  createdAt: z.string(),
  purpose,
  group: z.string(),
  settings: runSettings,
  modelName: z.string(),
  strategyLabel: z.string(),
  picture: pictureId,
  seconds: z.number(),
  unetSeconds: z.number(),
  idealSpeedup: z.number(),
  peakMemoryBytes: z.number(),
  timings: z.array(callTiming),
  warnings: z.array(z.string()),
  /** The baseline with the same settings, made once and reused; null while there is none, and for a baseline itself. */
  baselineId: z.int().nullable(),
  /** The baseline's seconds over these. */
  speedup: z.number().nullable(),
  /** Why that should not be taken at its word; null where nothing speaks against it. Judged anew whenever it is read. */
  doubt: z.enum(SPEEDUP_DOUBTS).nullable(),
  /** How near the picture is to the baseline's; null where that was not measured yet, and where there is none. */
  fidelity: fidelity.nullable(),
  favourite: z.boolean(),
  note: z.string(),
  tags: z.array(z.string()),
  trashedAt: z.string().nullable(),
});
export type Run = z.infer<typeof run>;

/** As long as what it is compared with: names of models and strategies, tags. */
const filtered = z.string().max(LIMITS.path.max).optional();

/** The filters of the history. Each is optional; together they all have to hold. */
export const runFilter = z.object({
  /** Words to find in prompt, negative prompt, note, tags, model and strategy. */
  text: z.string().max(LIMITS.search.max).optional(),
  modelName: filtered,
  strategyLabel: filtered,
  seed: z.int().optional(),
  from: moment.optional(),
  to: moment.optional(),
  minSpeedup: z.number().min(0).max(LIMITS.speedup).optional(),
  /** By a metric, as near to the baseline as this or nearer. */
  fidelity: metricBounds.optional(),
  favourite: z.boolean().optional(),
  tag: filtered,
  group: filtered,
  trashed: z.boolean().default(false),
});
export type RunFilter = z.input<typeof runFilter>;

export const runOrder = z.enum(RUN_ORDERS.map(({ value }) => value)).default(FIRST_ORDER);

/** The last run of a page: the next one begins behind it, whatever has become of it meanwhile. */
export const runCursor = z.object({
  id: z.int(),
  /** What it was ordered by. */
  rank: z.number().min(-LIMITS.rank).max(LIMITS.rank),
});
export type RunCursor = z.infer<typeof runCursor>;

export const runPage = z.object({ runs: z.array(run), nextCursor: runCursor.nullable(), total: z.int() });
