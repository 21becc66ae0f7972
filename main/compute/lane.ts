import type { Task } from '../../preload/contract/task.ts';
import type { Engine } from './engine.ts';
import { Cancelled, problemOf, ShuttingDown } from './errors.ts';
import type { TaskEventLog } from './events.ts';
import type { JobSource } from './job.ts';
import { type Attempt, runTask } from './run-task.ts';
import type { TaskStore } from './task-store.ts';

export interface LaneOptions {
  readonly store: TaskStore;
  readonly events: TaskEventLog;
  readonly source: JobSource;
  /** Asked at the start of every task. */
  readonly previews: () => boolean;
  /** Trouble that belongs to no task, such as a store that fails: for the log. */
  readonly onError: (error: unknown) => void;
}

interface Running {
  readonly task: Task;
  readonly abort: AbortController;
}

/** One device: its queued tasks one after the other, on its engine. */
export class Lane {
  readonly #device: string;
  readonly engine: Engine;
  readonly #options: LaneOptions;
  #running: Running | null = null;
  #draining = false;
  #paused = false;
  #closed = false;
  #idle: Promise<void> = Promise.resolve();

  constructor(device: string, engine: Engine, options: LaneOptions) {
    this.#device = device;
    this.engine = engine;
    this.#options = options;
  }

  /** Something may have been queued. */
  wake(): void {
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
    if (this.#running?.task.id === id) this.#running.abort.abort(new Cancelled());
  }

  /** Ends the engine; what runs goes back to the queue, unless it is finished within the engine's grace. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#running?.abort.abort(new ShuttingDown());
    await this.#idle;
    await this.engine.dispose();
  }

  async #drain(): Promise<void> {
    this.#draining = true;
    try {
      for (let task = this.#claim(); task; task = this.#claim()) await this.#run(task);
    } catch (error) {
      this.#options.onError(error); // the store gives no task: whoever wakes this lane next tries again
    } finally {
      this.#draining = false;
    }
  }

  #claim(): Task | null {
    if (this.#paused || this.#closed) return null;
    return this.#options.store.claim([this.#device]);
  }

  async #run(task: Task): Promise<void> {
    const { events, source, previews } = this.#options;
    const abort = new AbortController();
    this.#running = { task, abort };
    events.push(task.id, { kind: 'state', task });
    const attempt = await runTask(task, {
      engine: this.engine,
      source,
      previews,
      on: (event) => events.push(task.id, event),
      signal: abort.signal,
    });
    this.#running = null;
    this.#log(task, attempt);
    events.push(task.id, { kind: 'state', task: this.#settle(task, attempt) });
  }

  /** What a task is told in a sentence, with when it was and which task it hit. */
  #log({ id, purpose, settings }: Task, attempt: Attempt): void {
    if (attempt.state !== 'failed' && attempt.state !== 'interrupted') return;
    const what = attempt.state === 'failed' ? attempt.problem.message : attempt.what;
    const { modelId, width, height, steps } = settings;
    const which = `task ${id} (${purpose} on ${this.#device}, model ${modelId}, ${width}x${height}, ${steps} steps)`;
    this.#options.onError(new Error(`${which}: ${what}`));
  }

  #settle(task: Task, attempt: Attempt): Task {
    const { store, onError } = this.#options;
    try {
      if (attempt.state === 'interrupted') return store.interrupted(task.id, attempt.what);
      if (attempt.state === 'released') return store.release(task.id);
      return store.finish(task.id, attempt);
    } catch (error) {
      onError(error);
      return { ...task, state: 'failed', problem: problemOf(error) };
    }
  }
}
