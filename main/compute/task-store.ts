/**
 * What the dispatcher asks of whoever keeps the queue (main/history/queue/tasks.ts). Each method is one transaction and is done
 * when it returns; what states and times a task goes through is decided there.
 */
import type { Task } from '../../preload/contract/task.ts';
import type { Problem } from './errors.ts';

/** How a task ends. */
export type Outcome =
  | { readonly state: 'done'; /** null for a calibration, which is no run. */ readonly runId: number | null }
  | { readonly state: 'failed'; readonly problem: Problem }
  | { readonly state: 'cancelled' };

export interface TaskStore {
  get(id: number): Task;
  /** Devices that queued tasks ask for (`settings.device`), whether or not this machine has them. */
  waitingDevices(): readonly string[];
  /** The next queued task for one of `devices`, now running and with one attempt more; nobody else gets it. */
  claim(devices: readonly string[]): Task | null;
  finish(id: number, outcome: Outcome): Task;
  /** The engine died under it: back to its place in the queue, or failed for good after too many attempts. */
  interrupted(id: number, what: string): Task;
  /** The program is being closed: back to its place in the queue, and the attempt does not count. */
  release(id: number): Task;
  /** At start, when nothing can be running: what a crash left so goes back to the queue, or has failed. */
  recover(): readonly Task[];
}
