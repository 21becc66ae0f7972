import type { Task } from '../../preload/contract/task.ts';
import type { Engine, RequestOptions } from './engine.ts';
import { EngineDied, problemOf, ShuttingDown } from './errors.ts';
import type { Job, JobResult, JobSource } from './job.ts';
import type { Attempt } from './task-store.ts';

export interface RunTaskOptions {
  readonly engine: Engine;
  readonly source: JobSource;
  readonly previews: () => boolean;
  readonly on: NonNullable<RequestOptions['on']>;
  /** Aborted with Cancelled, LeaseLost or ShuttingDown. */
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
    const runId = await source.record(task, result);
    return { state: 'done', keep: () => runId };
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
