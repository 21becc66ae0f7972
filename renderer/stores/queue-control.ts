import type { Task } from '../../preload/contract/task.ts';
import type { Host } from '../host/host.ts';
import { picturesInWords } from '../words/labels.ts';
import { countPictures, withItsRun } from './batch.ts';
import type { NoticeStore } from './notices.svelte.ts';
import { isActive, tasksOfGroup } from './task-board.ts';
import type { TaskStore } from './tasks.svelte.ts';

/** What a person does to what is queued, wherever it is shown. Trouble is told as a notice. */
export class QueueControl {
  readonly #host: Host;
  readonly #tasks: TaskStore;
  readonly #notices: NoticeStore;

  constructor(host: Host, tasks: TaskStore, notices: NoticeStore) {
    this.#host = host;
    this.#tasks = tasks;
    this.#notices = notices;
  }

  get #client() {
    return this.#host.client.tasks;
  }

  /** That one alone, with the run that would have nothing to be compared with; what else is queued goes on. */
  cancel(task: Task): Promise<void> {
    const batch = withItsRun(task, tasksOfGroup(this.#tasks.board, task.group));
    return this.#told(() => this.#client.cancel({ ids: batch.map(({ id }) => id) }));
  }

  /** A batch or the whole queue, with a way back for what has not begun. */
  cancelAll(tasks: readonly Task[]): Promise<void> {
    return this.#told(async () => {
      const active = tasks.filter(isActive);
      if (active.length === 0) return;
      await this.#client.cancel({ ids: active.map(({ id }) => id) });
      const waiting = active.filter(({ state }) => state === 'queued').map(({ id }) => id);
      const message = `${picturesInWords(countPictures(active))} cancelled`;
      if (waiting.length === 0) return this.#notices.done(message);
      const advice = waiting.length < active.length ? 'Undo brings back what had not begun.' : null;
      const action = { title: 'Undo', run: () => void this.restore(waiting) };
      this.#notices.say({ kind: 'done', message, advice, action });
    });
  }

  /** Queues what was cancelled once more, each in the place that it had. */
  restore(ids: readonly number[]): Promise<void> {
    return this.#told(async () => this.#tasks.add(await this.#client.restore({ ids: [...ids] })));
  }

  retry(ids: readonly number[]): Promise<void> {
    return this.#told(async () => {
      for (const id of ids) this.#tasks.add([await this.#client.retry({ id })]);
    });
  }

  /** @param before the task that they come right before; null: behind all. */
  move(ids: readonly number[], before: number | null): Promise<void> {
    return this.#told(async () => {
      await this.#client.move({ ids: [...ids], before });
      // A place may have moved others too: their positions are the host's to say.
      this.#tasks.add(await this.#client.list({ states: ['queued'] }));
    });
  }

  async #told(action: () => Promise<void>): Promise<void> {
    await action().catch((error: unknown) => this.#notices.problem(error));
  }
}
