import type { TaskEvent } from '../../preload/contract/task.ts';

/** Unread events beyond which calls are no longer told one by one. */
const BACKLOG = 200;

interface Entry {
  readonly taskId: number;
  readonly event: { readonly kind: TaskEvent['event']['kind'] };
}

/**
 * One reader's place in the log. A slow one loses what is stale anyway, and nothing else: a preview that a newer one has
 * replaced always, and beyond a backlog all but the latest stage and call of a task. States and warnings are never lost.
 */
export class EventReader<E extends Entry = TaskEvent> implements AsyncIterableIterator<E, undefined, void> {
  #unread: E[];
  #ended = false;
  readonly #leave: () => void;
  #waiting: ((result: IteratorResult<E, undefined>) => void)[] = [];

  constructor(missed: readonly E[], leave: () => void) {
    this.#unread = [...missed];
    this.#leave = leave;
  }

  push(entry: E): void {
    if (this.#ended) return;
    const waiting = this.#waiting.shift();
    if (waiting) return waiting({ done: false, value: entry });
    if (this.#isSupersededBy(entry)) {
      const { taskId, event } = entry;
      this.#unread = this.#unread.filter((old) => old.taskId !== taskId || old.event.kind !== event.kind);
    }
    this.#unread.push(entry);
  }

  /** Nothing new comes; what is unread can still be read. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#leave();
    for (const waiting of this.#waiting.splice(0)) waiting({ done: true, value: undefined });
  }

  next(): Promise<IteratorResult<E, undefined>> {
    const value = this.#unread.shift();
    if (value) return Promise.resolve({ done: false, value });
    if (this.#ended) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** The reader leaves, even in the middle of a `next`. */
  return(): Promise<IteratorResult<E, undefined>> {
    this.#unread = [];
    this.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Whether unread events of the same kind and task say nothing any more. */
  #isSupersededBy({ event }: Entry): boolean {
    if (event.kind === 'preview') return true;
    return (event.kind === 'call' || event.kind === 'stage') && this.#unread.length >= BACKLOG;
  }
}
