import type { TaskOf } from '../../preload/contract/task.ts';
import type { Work } from '../../preload/contract/work.ts';
import type { Engine } from './engine.ts';
import { Cancelled, GaveWay, LeaseLost, problemOf, ShuttingDown } from './errors.ts';
import type { TaskEventLog } from './events.ts';
import type { Hold } from './hold.ts';
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
  readonly #hold: Hold;
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

  /** @param hold where it waits while nothing can be kept. */
  constructor(device: string, engine: Engine, lease: Lease, hold: Hold, options: LaneOptions<W>) {
    this.engine = engine;
    this.#device = device;
    this.#lease = lease;
    this.#hold = hold;
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
      this.#options.onError(error); // it is being closed: what was under way goes back to the queue at the next start
    } finally {
      this.#draining = false;
    }
  }

  #claim(): Promise<TaskOf<W> | null> {
    return this.#insist(async () => {
      this.#unwanted.clear();
      this.#spared = null;
      if (this.#stopped) return null;
      return await this.#options.store.claim(this.#lease, [this.#device]);
    });
  }

  /** The store is asked until it answers: whatever is wrong with it, no task can go on without. */
  #insist<T>(ask: () => Promise<T>): Promise<T> {
    return this.#hold.until(ask, { signal: this.#closing.signal, by: () => true });
  }

  get #stopped(): boolean {
    return this.#paused || this.#closing.signal.aborted;
  }

  async #run(task: TaskOf<W>): Promise<void> {
    const { store, events, work, onError } = this.#options;
    const abort = new AbortController();
    this.#running = { id: task.id, abort };
    if (this.#stopped) abort.abort(new ShuttingDown()); // while the store was asked: given back at once
    if (this.#unwanted.has(task.id)) abort.abort(new Cancelled());
    if (this.#spared?.has(task.id) === false) abort.abort(new GaveWay());
    events.push(task.id, { kind: 'state', task });
    const renewal = setInterval(() => void this.#renew(task.id, abort), this.#lease.leaseMs / RENEWALS);
    try {
      const kind = work[task.work.kind] ?? UNKNOWN;
      const on: Workplace['on'] = (event) => events.push(task.id, event);
      const at = { engine: this.engine, previews: this.#previews(), on, signal: abort.signal };
      const attempt = this.#unlessUnwanted(task, await runTask(task, kind, at, this.#hold));
      const settled = await this.#settle(task, kind, attempt, abort.signal);
      if (!settled) onError(new LeaseLost(task.id));
      else if (settled.state === 'done') await this.#followUp(kind);
      events.push(task.id, { kind: 'state', task: settled ?? (await this.#insist(() => store.get(task.id))) });
    } finally {
      clearInterval(renewal);
      this.#running = null;
    }
  }

  /** A setting that cannot be read is as it is at first. */
  #previews(): boolean {
    try {
      return this.#options.previews();
    } catch (error) {
      this.#options.onError(error);
      return true;
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

  /** null where the task is no longer this worker's. @throws only while the program is closed and nothing can be written. */
  async #settle(task: TaskOf<W>, kind: KindOfWork, attempt: Attempt, signal: AbortSignal): Promise<TaskOf<W> | null> {
    const { store } = this.#options;
    const settle = () =>
      // While it was held up, somebody may have ceased to want it.
      store.settle(task.id, this.#lease.worker, signal.reason instanceof Cancelled ? { state: 'cancelled' } : attempt);
    try {
      const isDone = attempt.state === 'done';
      const settled = await (isDone
        ? this.#hold.until(settle, { signal: this.#closing.signal })
        : this.#insist(settle));
      this.#log(task, kind, attempt);
      return settled;
    } catch (error) {
      if (attempt.state !== 'done' || this.#closing.signal.aborted) throw error;
      // What was made is nothing that can be written: that, at least, is.
      return await this.#settle(task, kind, { state: 'failed', problem: problemOf(error) }, signal);
    }
  }

  async #followUp(kind: KindOfWork): Promise<void> {
    const signal = this.#closing.signal;
    try {
      await this.#hold.until(async () => await kind.followUp?.(signal), { signal });
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
