import type { Place } from '../../preload/contract/queue.ts';
import type { RunSettings } from '../../preload/contract/run-settings.ts';
import type { Task } from '../../preload/contract/task.ts';
import type { Host } from '../host/host.ts';
import { type Problem, problemOf } from '../host/problem.ts';
import type { QueueControl } from './queue-control.ts';
import { followedGroup, inOrder, isActive, tasksOfGroup } from './task-board.ts';
import type { TaskStore } from './tasks.svelte.ts';

/** Run, which always queues, and the batch that the composer follows: the one under way, whoever asked for it. */
export class RunControl {
  /** Why the last submission did not even queue. */
  problem = $state.raw<Problem | null>(null);
  /** Submissions that the host has not answered. */
  #submissions = $state(0);
  /** Cancelled before the host has answered. */
  #unwanted = false;
  readonly #host: Host;
  readonly #tasks: TaskStore;
  readonly #queue: QueueControl;

  readonly group: readonly Task[] = $derived.by(() =>
    tasksOfGroup(this.#tasks.board, followedGroup(this.#tasks.board)),
  );
  readonly active: readonly Task[] = $derived(this.group.filter(isActive));
  readonly running: Task | null = $derived(this.active.find(({ state }) => state === 'running') ?? null);
  readonly failed: Task | null = $derived(this.group.findLast(({ state }) => state === 'failed') ?? null);
  readonly progress = $derived.by(() => (this.running ? this.#tasks.progressOf(this.running) : null));
  readonly submitting = $derived(this.#submissions > 0);
  readonly busy = $derived(this.submitting || this.active.length > 0);

  constructor(host: Host, tasks: TaskStore, queue: QueueControl) {
    this.#host = host;
    this.#tasks = tasks;
    this.#queue = queue;
  }

  /** What is composed cannot run: said where Run is. */
  refuse(problem: Problem): void {
    this.problem = problem;
  }

  async run(settings: RunSettings, count: number, place: Place): Promise<void> {
    const asked = { settings, count, baseline: true, place };
    await this.#submit(async () => (await this.#host.client.tasks.submit(asked)).tasks);
  }

  async calibrate(settings: RunSettings): Promise<void> {
    await this.#submit(async () => [
      await this.#host.client.tasks.submitCalibration({ settings: { ...settings, initImage: null } }),
    ]);
  }

  async retry({ id }: Task): Promise<void> {
    await this.#submit(async () => [await this.#host.client.tasks.retry({ id })]);
  }

  /** The picture under way alone, or the next one where none is; what is still on its way to the queue is taken back. */
  async cancel(): Promise<void> {
    const task = this.running ?? inOrder(this.active)[0];
    if (task) await this.#queue.cancel(task);
    else this.#unwanted = this.submitting;
  }

  async #submit(submit: () => Promise<readonly Task[]>): Promise<void> {
    this.problem = null;
    this.#submissions += 1;
    this.#unwanted = false;
    try {
      const tasks = await submit();
      this.#tasks.add(tasks);
      if (this.#unwanted) await this.#queue.cancelAll(tasks);
    } catch (error) {
      this.problem = problemOf(error);
    } finally {
      this.#submissions -= 1;
    }
  }
}
