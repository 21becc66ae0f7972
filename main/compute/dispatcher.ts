import { randomUUID } from 'node:crypto';
import type { TaskOf } from '../../preload/contract/task.ts';
import type { Work } from '../../preload/contract/work.ts';
import type { Engine } from './engine.ts';
import { Hold } from './hold.ts';
import { Lane, type LaneOptions } from './lane.ts';
import type { EngineHealth } from './messages.ts';
import { type AnyWork, type Lease, LEASE_MS } from './task-store.ts';

export interface DispatcherOptions<W extends AnyWork = Work> extends LaneOptions<W> {
  /** The engine of a device, asked for once. A device that this machine lacks has one too: it says so. */
  readonly engineOf: (device: string) => Engine;
  /** How long a task stays with this program after its last word. */
  readonly leaseMs?: number;
  /** How long the queue waits at first where nothing can be written; then ever longer. */
  readonly pauseMs?: number;
}

/** Hands queued tasks to engines: one engine a device, its tasks one after the other, devices side by side. */
export class Dispatcher<W extends AnyWork = Work> {
  readonly #options: DispatcherOptions<W>;
  readonly #lease: Lease;
  /** Where the queue waits while nothing can be kept, and says why. */
  readonly hold: Hold;
  readonly #lanes = new Map<string, Lane<W>>();
  /** What the store was asked and has not answered. */
  readonly #asked = new Set<Promise<void>>();
  #watch: NodeJS.Timeout | undefined;
  readonly #closing = new AbortController();
  #paused = false;
  #recovering = false;

  constructor(options: DispatcherOptions<W>) {
    this.#options = { ...options, onError: outliving(options.onError) };
    this.hold = new Hold(this.#options.onError, options.pauseMs);
    this.#lease = { worker: randomUUID(), leaseMs: options.leaseMs ?? LEASE_MS };
  }

  /** Puts back what workers that are gone left running, now and whenever a lease has lapsed, follows up, and begins. */
  start(): void {
    const recover = () => this.#ask(() => this.#recover());
    recover();
    const { signal } = this.#closing;
    for (const kind of Object.values(this.#options.work)) {
      this.#ask(() => this.hold.until(async () => await kind.followUp?.(signal), { signal }));
    }
    this.#watch = setInterval(recover, this.#lease.leaseMs).unref();
  }

  /** To be called whenever something was queued or retried. */
  wake(): void {
    this.#ask(() => this.#insist(() => this.#wakeLanes()));
  }

  /** Tells the readers of events what became of a task elsewhere: submitted, moved, retried. */
  announce(task: TaskOf<W>): void {
    this.#options.events.push(task.id, { kind: 'state', task });
  }

  /** Queued tasks at once; running ones between two calls, or by force after the engine's grace. */
  async cancel(ids: readonly number[]): Promise<void> {
    for (const id of ids) {
      const cancelled = await this.#options.store.cancel(id);
      if (cancelled) this.announce(cancelled);
      else for (const lane of this.#lanes.values()) lane.cancel(id);
    }
    this.hold.tryAgain(); // one of them may be held up
  }

  /**
   * What runs on `device` goes back to its place in the queue, to start over. Nothing stops while the queue is paused:
   * nothing would begin in its place.
   * @param spared tasks that may go on.
   */
  giveWay(device: string, spared: readonly number[]): void {
    if (!this.#paused) this.#lanes.get(device)?.giveWay(new Set(spared));
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
    this.#closing.abort();
    clearInterval(this.#watch);
    await Promise.all(this.#asked);
    await Promise.all([...this.#lanes.values()].map((lane) => lane.close()));
    this.hold.close();
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

  /** Whoever asks does not wait; trouble goes to the log. */
  #ask(work: () => Promise<void>): void {
    if (this.#closing.signal.aborted) return;
    const asked = work()
      .catch((error: unknown) => this.#options.onError(error))
      .finally(() => this.#asked.delete(asked));
    this.#asked.add(asked);
  }

  /** The store is asked until it answers. */
  #insist<T>(ask: () => Promise<T>): Promise<T> {
    return this.hold.until(ask, { signal: this.#closing.signal, by: () => true });
  }

  async #recover(): Promise<void> {
    if (this.#recovering) return;
    this.#recovering = true;
    try {
      const recovered = await this.#insist(() => this.#options.store.recover(this.#lease.worker));
      for (const task of recovered) this.announce(task);
      await this.#insist(() => this.#wakeLanes());
    } finally {
      this.#recovering = false;
    }
  }

  async #wakeLanes(): Promise<void> {
    const devices = await this.#options.store.waitingDevices();
    if (this.#closing.signal.aborted) return;
    for (const device of devices) this.#laneOf(device).wake();
  }

  #laneOf(device: string): Lane<W> {
    const known = this.#lanes.get(device);
    if (known) return known;
    const lane = new Lane(device, this.#options.engineOf(device), this.#lease, this.hold, this.#options);
    if (this.#paused) lane.pause();
    this.#lanes.set(device, lane);
    return lane;
  }
}

/** A log that cannot be written holds nothing up. */
function outliving(onError: LaneOptions['onError']): LaneOptions['onError'] {
  return (error) => {
    try {
      onError(error);
    } catch {
      // there is nowhere left to say it
    }
  };
}
