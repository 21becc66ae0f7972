/** What the dispatcher asks of whoever keeps the queue. Each method is one transaction; times and states are its business. */
import type { Task } from '../../preload/contract/task.ts';
import type { Problem } from './errors.ts';

type Awaitable<T> = T | Promise<T>;

/** How a task ends. */
export type Outcome =
  | { readonly state: 'done'; /** null for a calibration, which is no run. */ readonly runId: number | null }
  | { readonly state: 'failed'; readonly problem: Problem }
  | { readonly state: 'cancelled' };

export interface TaskStore {
  /** Devices that queued tasks ask for (`settings.device`), whether or not this machine has them. */
  waitingDevices(): Awaitable<readonly string[]>;
  /**
   * The queued task of `device` that is next (priority, then position), now running: `attempts` one higher, `startedAt`
   * set. No two calls get the same task. null: none waits.
   */
  claimNext(device: string): Awaitable<Task | null>;
  /** running -> the outcome; `finishedAt` set. */
  finish(id: number, outcome: Outcome): Awaitable<Task>;
  /** running -> queued, in its old place. `forgotten`: this attempt is taken back (the program was closed). */
  requeue(id: number, attempt: 'counts' | 'forgotten'): Awaitable<Task>;
  /** queued -> cancelled; null, and nothing done, when it is not queued. */
  cancelQueued(id: number): Awaitable<Task | null>;
  /** Every task left running by a process that is gone -> queued. Called once, before anything is claimed. */
  recover(): Awaitable<readonly Task[]>;
}
