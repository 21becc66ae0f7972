/**
 * What the dispatcher asks of whoever keeps the queue: main/history/queue/task-store.ts, or a store that several machines
 * share. A task that runs is lent to a worker; a worker that is not heard of until its lease lapses loses it.
 */
import type { TaskOf } from '../../preload/contract/task.ts';
import type { Work } from '../../preload/contract/work.ts';
import type { Problem } from './errors.ts';

/** What a queue has to know of any work, be it of a kind that only a newer version has. */
export interface AnyWork {
  readonly kind: string;
  readonly settings: {
    readonly device: string;
    /** A picture that it begins with, and that is to be kept for it. */
    readonly initImage?: { readonly picture: string } | null;
  };
}

/** A task that brought two engines down would bring the third down too. */
export const MAX_ATTEMPTS = 2;
/** A program that answers renews its leases long before; one that is gone holds a task up no longer than this. */
export const LEASE_MS = 30_000;

/** Who asks, and how long a task is its own without a further word. */
export interface Lease {
  /** A name that no other worker has. */
  readonly worker: string;
  readonly leaseMs: number;
}

/** How a worker's attempt at a task ends. */
export type Attempt =
  | {
      readonly state: 'done';
      /**
       * Writes what was made; gives the id of the run it became, null for what is no run. Called by the store in the
       * transaction that settles the task. Where a store has none in common with what is written, it may be called once
       * more after a crash between the two: it writes a task's outcome once however often it is called.
       */
      readonly keep: () => number | null;
    }
  | { readonly state: 'failed'; readonly problem: Problem }
  | { readonly state: 'cancelled' }
  /** The engine died under it: back to its place in the queue, or failed for good after `MAX_ATTEMPTS`. */
  | { readonly state: 'interrupted'; readonly what: string }
  /** The program is being closed, or another task goes first: back to its place in the queue, and the attempt does not count. */
  | { readonly state: 'released' };

/** Every method is one transaction, and done when its promise is fulfilled. */
export interface TaskStore<W extends AnyWork = Work> {
  /** @throws where there is no such task. */
  get(id: number): Promise<TaskOf<W>>;
  /** Devices that queued tasks ask for (`work.settings.device`), whether or not this machine has them. */
  waitingDevices(): Promise<readonly string[]>;
  /** The next queued task for one of `devices`, now running, lent to the worker and with one attempt more. */
  claim(lease: Lease, devices: readonly string[]): Promise<TaskOf<W> | null>;
  /** The worker is still at it. @returns false where the task is its own no longer. */
  renew(id: number, lease: Lease): Promise<boolean>;
  /** @returns the task as it is now; null where it is the worker's no longer: then nothing was kept or changed. */
  settle(id: number, worker: string, attempt: Attempt): Promise<TaskOf<W> | null>;
  /** @returns the task, cancelled; null where it does not wait in the queue. */
  cancel(id: number): Promise<TaskOf<W> | null>;
  /**
   * What lapsed leases left running goes back to its place in the queue, or has failed after `MAX_ATTEMPTS`.
   * @param worker who asks: its own leases are good, however late it is.
   * @returns those tasks.
   */
  recover(worker: string): Promise<readonly TaskOf<W>[]>;
}
