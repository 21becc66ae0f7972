import type { Task, TaskEvent } from '../../preload/contract/task.ts';
import type { Host } from '../host/host.ts';
import { Batches } from './batches.ts';
import { Follower } from './follower.ts';
import { EMPTY_BOARD, isActive, type TaskProgress, type TaskBoard, withAnswers, withEvent } from './task-board.ts';

/** Where this tab remembers up to which event everything is settled, so that a reload replays the run under way. */
const SETTLED_KEY = 'heirloom.settled';
/** A small model makes sixty calls a second: to draw each would slow them down where the same processor computes them. */
const PROGRESS_EVERY_MS = 100;

/** The queue, live: lists once, then follows the host's events for as long as the window is open. */
export class TaskStore {
  #board = $state.raw<TaskBoard>(EMPTY_BOARD);
  readonly #host: Host;
  readonly #settledListeners = new Set<(task: Task) => void>();
  readonly #returnedListeners = new Set<(task: Task) => void>();
  readonly #events = new Batches<TaskEvent>(PROGRESS_EVERY_MS, (events) => this.#happened(events));
  readonly #follower = new Follower((signal) => this.#follow(signal));

  constructor(host: Host) {
    this.#host = host;
  }

  get board(): TaskBoard {
    return this.#board;
  }

  /** Everything that runs or waits. */
  readonly active: readonly Task[] = $derived.by(() => [...this.#board.tasks.values()].filter(isActive));

  progressOf(task: Task): TaskProgress | null {
    return this.#board.progress.get(task.id) ?? null;
  }

  /** What a request answered: just submitted, listed or retried. */
  add(tasks: readonly Task[]): void {
    this.#board = withAnswers(this.#board, tasks);
  }

  /** Told of every task that is done, failed or cancelled while this window watches. */
  onSettled(listener: (task: Task) => void): void {
    this.#settledListeners.add(listener);
  }

  /** Told of every task that ran and waits again: another went first, or its engine died. */
  onReturned(listener: (task: Task) => void): void {
    this.#returnedListeners.add(listener);
  }

  watch(): Promise<void> {
    return this.#follower.watch();
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const found = await this.#host.client.tasks.list({ states: ['queued', 'running'], batches: true });
    this.add(found);
    // A window that finds work under way wants its progress so far; one that finds none, only what comes.
    const settled = Number(sessionStorage.getItem(SETTLED_KEY) ?? 0);
    const since = this.#board.lastSeq ?? (found.length > 0 ? settled : null);
    const events = await this.#host.client.tasks.watch(since === null ? {} : { since }, { signal });
    for await (const event of events) this.#events.push(event, event.event.kind === 'state');
  }

  #happened(events: readonly TaskEvent[]): void {
    const before = this.#board.tasks;
    this.#board = events.reduce(withEvent, this.#board);
    for (const { event, seq } of events) {
      if (event.kind !== 'state') continue;
      this.#settle(event.task, seq);
      const isBack = event.task.state === 'queued' && before.get(event.task.id)?.state === 'running';
      if (isBack) for (const listener of this.#returnedListeners) listener(event.task);
    }
  }

  #settle(task: Task, seq: number): void {
    const active = [...this.#board.tasks.values()].some(isActive);
    if (!active) sessionStorage.setItem(SETTLED_KEY, String(seq));
    if (!isActive(task)) for (const listener of this.#settledListeners) listener(task);
  }
}
