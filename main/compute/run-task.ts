import type { Task } from '../../preload/contract/task.ts';
import type { Engine, RequestOptions } from './engine.ts';
import { EngineDied, problemOf, ShuttingDown } from './errors.ts';
import type { Job, JobResult, JobSource } from './job.ts';
import type { Outcome } from './task-store.ts';

/** What becomes of a task after an attempt: it ends, or another attempt may follow. */
export type Attempt =
  | Outcome
  /** The engine died under it. */
  | { readonly state: 'interrupted'; readonly what: string }
  /** It was stopped because the program is being closed. */
  | { readonly state: 'released' };

export interface RunTaskOptions {
  readonly engine: Engine;
  readonly source: JobSource;
  readonly previews: () => boolean;
  readonly on: NonNullable<RequestOptions['on']>;
  /** Aborted with Cancelled or with ShuttingDown. */
  readonly signal: AbortSignal;
}

/** One attempt at a task. Never rejects: whatever happens is told. */
export async function runTask(task: Task, options: RunTaskOptions): Promise<Attempt> {
  const { source, signal } = options;
  try {
    signal.throwIfAborted();
    const job = await source.prepare(task, signal);
    const result = await runJob(job, options);
    // A picture that was finished while the program is being closed is kept; one that nobody wants is not.
    if (signal.aborted && !isShutdown(signal)) return { state: 'cancelled' };
    return { state: 'done', runId: await source.record(task, result) };
  } catch (error) {
    if (signal.aborted) return { state: isShutdown(signal) ? 'released' : 'cancelled' };
    if (error instanceof EngineDied) return { state: 'interrupted', what: error.message };
    return { state: 'failed', problem: problemOf(error) };
  }
}

async function runJob(job: Job, { engine, previews, on, signal }: RunTaskOptions): Promise<JobResult> {
  if (job.kind === 'calibrate') {
    return { kind: job.kind, output: await engine.request(job.kind, job.input, { on, signal }) };
  }
  return {
    kind: job.kind,
    output: await engine.request(job.kind, { ...job.input, previews: previews() }, { on, signal }),
  };
}

const isShutdown = ({ reason }: AbortSignal): boolean => reason instanceof ShuttingDown;
