import type { Task } from '../../../preload/contract/task.ts';
import type { Studio } from '../../stores/studio.svelte.ts';
import { durationsFrom } from '../../work/durations.ts';
import { type Move, queueLines } from './queue-lines.ts';
import { queueView } from './queue-view.ts';

/** The queue on screen, and what can be done to it. */
export class QueueState {
  readonly view = $derived.by(() => queueView(this.#studio.tasks.board, durationsFrom(this.#studio.records.recent)));
  readonly lines = $derived.by(() => queueLines(this.view, this.#studio.tasks.board.tasks.values()));
  readonly #studio: Studio;

  constructor(studio: Studio) {
    this.#studio = studio;
  }

  /** Also what failed before this window was open. */
  async load(): Promise<void> {
    const { host, tasks, notices } = this.#studio;
    await host.client.tasks.list({ states: ['queued', 'running', 'failed'], batches: true }).then(
      (found) => tasks.add(found),
      (error: unknown) => notices.problem(error),
    );
  }

  cancel(task: Task): Promise<void> {
    return this.#studio.queue.cancel(task);
  }

  cancelAll(tasks: readonly Task[]): Promise<void> {
    return this.#studio.queue.cancelAll(tasks);
  }

  retry(ids: readonly number[]): Promise<void> {
    return this.#studio.queue.retry(ids);
  }

  move({ ids, before }: Move): Promise<void> {
    return this.#studio.queue.move(ids, before);
  }
}
