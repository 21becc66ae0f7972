import type { TaskOf } from '../../preload/contract/task.ts';
import type { Work } from '../../preload/contract/work.ts';
import type { Engine } from './engine.ts';
import { Cancelled, GaveWay, LeaseLost, problemOf, ShuttingDown } from './errors.ts';
import type { TaskEventLog } from './events.ts';
import { runTask } from './run-task.ts';
import type { AnyWork, Attempt, Lease, TaskStore } from './task-store.ts';
import { type KindOfWork, UNKNOWN, type Workplace, type WorkTable } from './work.ts';

export interface LaneOptions<W extends AnyWork = Work> {
  readonly store: TaskStore<W>;
  readonly events: TaskEventLog<W>;
  readonly work: WorkTable;
  /** Asked at the start of every task. */
  readonly previews: () => boolean;
  /** Trouble that belongs to no task, such as a store that fails: for the log. */
  readonly onError: (error: unknown) => void;
}

interface Running {
  readonly id: number;
  readonly abort: AbortController;
}

/** Renewals within the time of a lease: two may be late or lost. */
const RENEWALS = 3;

/** One device: its queued tasks one after the other, on its engine. */
export class Lane<W extends AnyWork = Work> {
  readonly engine: Engine;
  readonly #device: string;
  readonly #lease: Lease;
  readonly #options: LaneOptions<W>;
  #running: Running | null = null;
  /** Tasks that were to be stopped while the store was asked for the next one, which may be one of them. */
  readonly #unwanted = new Set<number>();
  /** What may go on, where something was to give way while the store was asked for the next task. */
  #spared: ReadonlySet<number> | null = null;
  #woken = false;
  #draining = false;
  #paused = false;
  readonly #closing = new AbortController();
  #idle: Promise<void> = Promise.resolve();

  constructor(device: string, engine: Engine, lease: Lease, options: LaneOptions<W>) {
    this.engine = engine;
    this.#device = device;
    this.#lease = lease;
    this.#options = options;
  }

  /** Something may have been queued. */
  wake(): void {
    this.#woken = true;
    if (!this.#draining) this.#idle = this.#drain();
  }

  /** Takes no further task; the one that runs goes on. */
  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.wake();
  }

  /** Stops task `id` if it runs here: between two calls, or by force after the engine's grace. */
  cancel(id: number): void {
    if (this.#draining) this.#unwanted.add(id);
    if (this.#running?.id === id) this.#running.abort.abort(new Cancelled());
  }

  /** What runs here goes back to its place in the queue, to start over: unless it is one of `spared`. */
  giveWay(spared: ReadonlySet<number>): void {
    if (!this.#running) this.#spared = spared;
    else if (!spared.has(this.#running.id)) this.#running.abort.abort(new GaveWay());
  }

  /** Ends the engine; what runs goes back to the queue, unless it is finished within the engine's grace. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#running?.abort.abort(new ShuttingDown());
    await this.#idle;
    await this.engine.dispose();
  }

  async #drain(): Promise<void> {
    this.#draining = true;
    try {
      // Woken once more while the store was asked: what was queued then may not be in its answer.
      while (this.#woken) {
        this.#woken = false;
        for (let task = await this.#claim(); task; task = await this.#claim()) await this.#run(task);
      }
    } catch (error) {
      this.#options.onError(error); // the store gives no task: whoever wakes this lane next tries again
    } finally {
      this.#draining = false;
    }
  }

  async #claim(): Promise<TaskOf<W> | null> {
    this.#unwanted.clear();
    this.#spared = null;
    if (this.#stopped) return null;
    return await this.#options.store.claim(this.#lease, [this.#device]);
  }

  get #stopped(): boolean {
    return this.#paused || this.#closing.signal.aborted;
  }

  async #run(task: TaskOf<W>): Promise<void> {
    const { store, events, previews, onError } = this.#options;
    const abort = new AbortController();
    this.#running = { id: task.id, abort };
    if (this.#stopped) abort.abort(new ShuttingDown()); // while the store was asked: given back at once
    if (this.#unwanted.has(task.id)) abort.abort(new Cancelled());
    if (this.#spared?.has(task.id) === false) abort.abort(new GaveWay());
    events.push(task.id, { kind: 'state', task });
    const renewal = setInterval(() => void this.#renew(task.id, abort), this.#lease.leaseMs / RENEWALS);
    try {
      const kind = this.#options.work[task.work.kind] ?? UNKNOWN;
      const on: Workplace['on'] = (event) => events.push(task.id, event);
      const at = { engine: this.engine, previews: previews(), on, signal: abort.signal };
      const settled = await this.#settle(task, kind, this.#unlessUnwanted(task, await runTask(task, kind, at)));
      if (!settled) onError(new LeaseLost(task.id));
      else if (settled.state === 'done') await this.#followUp(kind);
      events.push(task.id, { kind: 'state', task: settled ?? (await store.get(task.id)) });
    } finally {
      clearInterval(renewal);
      this.#running = null;
    }
  }

  /** By the program itself: its engine may be in a call that takes longer than a lease. */
  async #renew(id: number, abort: AbortController): Promise<void> {
    try {
      if (!(await this.#options.store.renew(id, this.#lease))) abort.abort(new LeaseLost(id));
    } catch (error) {
      this.#options.onError(error); // the next renewal is soon
    }
  }

  /** What gave way and was cancelled before it had stopped is not begun again. */
  #unlessUnwanted({ id }: TaskOf<W>, attempt: Attempt): Attempt {
    return attempt.state === 'released' && this.#unwanted.has(id) ? { state: 'cancelled' } : attempt;
  }

  /** null where the task is no longer this worker's. */
  async #settle(task: TaskOf<W>, kind: KindOfWork, attempt: Attempt): Promise<TaskOf<W> | null> {
    try {
      const settled = await this.#options.store.settle(task.id, this.#lease.worker, attempt);
      this.#log(task, kind, attempt);
      return settled;
    } catch (error) {
      const problem = problemOf(error);
      // What was made could not be written: that, at least, is.
      if (attempt.state === 'done') return await this.#settle(task, kind, { state: 'failed', problem });
      this.#options.onError(error);
      return { ...task, state: 'failed', problem };
    }
  }

  async #followUp(kind: KindOfWork): Promise<void> {
    try {
      await kind.followUp?.(this.#closing.signal);
    } catch (error) {
      this.#options.onError(error); // it is done again after the next task, and at start
    }
  }

  /** What a task is told in a sentence, with when it was and which task it hit. */
  #log(task: TaskOf<W>, kind: KindOfWork, attempt: Attempt): void {
    if (attempt.state !== 'failed' && attempt.state !== 'interrupted') return;
    const what = attempt.state === 'failed' ? attempt.problem.message : attempt.what;
    this.#options.onError(new Error(`task ${task.id} on ${this.#device} (${kind.title(task.work)}): ${what}`));
  }
}
