import type { Task } from '../../preload/contract/task.ts';
import type { Input, Output } from './messages.ts';

/** What an engine is to do for a task: its ids resolved to files, its start picture read. */
export type Job =
  | { readonly kind: 'generate'; readonly input: Omit<Input<'generate'>, 'previews'> }
  | { readonly kind: 'calibrate'; readonly input: Input<'calibrate'> };

/** What came of it. */
export type JobResult =
  | { readonly kind: 'generate'; readonly output: Output<'generate'> }
  | { readonly kind: 'calibrate'; readonly output: Output<'calibrate'> };

/** What the program does around a job; both may reject, and the task fails with the words of the error. */
export interface JobSource {
  /** @param signal the task was cancelled, or the program is being closed. */
  prepare(task: Task, signal: AbortSignal): Promise<Job>;
  /** Keeps the result; gives the id of the run it became, null for a calibration. */
  record(task: Task, result: JobResult): Promise<number | null>;
}
