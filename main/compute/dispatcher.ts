import type { Task } from '../../preload/contract/task.ts';
import type { Engine } from './engine.ts';
import { Lane, type LaneOptions } from './lane.ts';
import type { EngineHealth } from './messages.ts';

export interface DispatcherOptions extends LaneOptions {
  /** The engine of a device, asked for once. A device that this machine lacks has one too: it says so. */
  readonly engineOf: (device: string) => Engine;
}

/** Hands queued tasks to engines: one engine a device, its tasks one after the other, devices side by side. */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #lanes = new Map<string, Lane>();
  #paused = false;
  #closed = false;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  /** Puts back what an earlier process left running, and begins. */
  start(): void {
    for (const task of this.#options.store.recover()) this.announce(task);
    this.wake();
  }

  /** To be called whenever something was queued or retried. */
  wake(): void {
    if (this.#closed) return;
    for (const device of this.#options.store.waitingDevices()) this.#laneOf(device).wake();
  }

  /** Tells the readers of events what became of a task elsewhere: submitted, moved, retried. */
  announce(task: Task): void {
    this.#options.events.push(task.id, { kind: 'state', task });
  }

  /** Queued tasks at once; running ones between two calls, or by force after the engine's grace. */
  cancel(ids: readonly number[]): void {
    const { store } = this.#options;
    for (const id of ids) {
      if (store.get(id).state === 'queued') this.announce(store.finish(id, { state: 'cancelled' }));
      for (const lane of this.#lanes.values()) lane.cancel(id);
    }
  }

  /** Nothing further is begun; what runs goes on. */
  pause(): void {
    this.#paused = true;
    for (const lane of this.#lanes.values()) lane.pause();
  }

  resume(): void {
    this.#paused = false;
    for (const lane of this.#lanes.values()) lane.resume();
  }

  get paused(): boolean {
    return this.#paused;
  }

  /** Lets the running calls end, or kills their engines; running tasks are back in the queue, and no process is left. */
  async shutdown(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#lanes.values()].map((lane) => lane.close()));
    this.#options.events.close();
  }

  /** Of every engine that has a process; null where it did not answer in time. */
  async health(
    withinMs: number,
  ): Promise<readonly { readonly device: string; readonly health: EngineHealth | null }[]> {
    const started = [...this.#lanes].filter(([, lane]) => lane.engine.pid !== null);
    return await Promise.all(
      started.map(async ([device, lane]) => ({ device, health: await lane.engine.health(withinMs) })),
    );
  }

  #laneOf(device: string): Lane {
    const known = this.#lanes.get(device);
    if (known) return known;
    const lane = new Lane(device, this.#options.engineOf(device), this.#options);
    if (this.#paused) lane.pause();
    this.#lanes.set(device, lane);
    return lane;
  }
}
