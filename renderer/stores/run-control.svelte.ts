import type { RunSettings } from '../../preload/contract/run-settings.ts';
import type { Task } from '../../preload/contract/task.ts';
import type { Host } from '../host/host.ts';
import { type Problem, problemOf } from '../host/problem.ts';
import { isActive, latestGroup, tasksOfGroup } from './task-board.ts';
import type { TaskStore } from './tasks.svelte.ts';

/** Run and Cancel, and how far the run is that the composer follows: its own last one, or one found after a reload. */
export class RunControl {
  /** Why the last submission did not even queue. */
  problem = $state.raw<Problem | null>(null);
  submitting = $state(false);
  /** Cancelled before the host has answered the submission. */
  #unwanted = false;
  readonly #host: Host;
  readonly #tasks: TaskStore;

  readonly group: readonly Task[] = $derived.by(() => tasksOfGroup(this.#tasks.board, latestGroup(this.#tasks.board)));
  readonly active: readonly Task[] = $derived(this.group.filter(isActive));
  readonly running: Task | null = $derived(this.active.find(({ state }) => state === 'running') ?? null);
  readonly failed: Task | null = $derived(this.group.findLast(({ state }) => state === 'failed') ?? null);
  readonly progress = $derived.by(() => (this.running ? this.#tasks.progressOf(this.running) : null));
  readonly busy = $derived(this.submitting || this.active.length > 0);

  constructor(host: Host, tasks: TaskStore) {
    this.#host = host;
    this.#tasks = tasks;
  }

  /** What is composed cannot run: said where Run is. */
  refuse(problem: Problem): void {
    this.problem = problem;
  }

  async run(settings: RunSettings, count: number): Promise<void> {
    await this.#submit(async () => (await this.#host.client.tasks.submit({ settings, count, baseline: true })).tasks);
  }

  async calibrate(settings: RunSettings): Promise<void> {
    await this.#submit(async () => [
      await this.#host.client.tasks.submitCalibration({ settings: { ...settings, initImage: null } }),
    ]);
  }

  async retry({ id }: Task): Promise<void> {
    await this.#submit(async () => [await this.#host.client.tasks.retry({ id })]);
  }

  async #submit(submit: () => Promise<readonly Task[]>): Promise<void> {
    this.problem = null;
    this.submitting = true;
    this.#unwanted = false;
    try {
      const tasks = await submit();
      this.#tasks.add(tasks);
      if (this.#unwanted) await this.#cancel(tasks);
    } catch (error) {
      this.problem = problemOf(error);
    } finally {
      this.submitting = false;
    }
  }

  /** What is not yet in the queue is taken back as soon as it is. */
  async cancel(): Promise<void> {
    this.#unwanted = this.submitting;
    await this.#cancel(this.active);
  }

  async #cancel(tasks: readonly Task[]): Promise<void> {
    const ids = tasks.map(({ id }) => id);
    if (ids.length === 0) return;
    await this.#host.client.tasks.cancel({ ids }).catch((error: unknown) => (this.problem = problemOf(error)));
  }
}
