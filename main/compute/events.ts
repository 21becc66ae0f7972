import type { TaskEvent, TaskOf, TaskState } from '../../preload/contract/task.ts';
import type { Work } from '../../preload/contract/work.ts';
import { EventReader } from './event-reader.ts';
import type { EngineEvent } from './messages.ts';
import type { AnyWork } from './task-store.ts';

type Event<W> = EngineEvent | { readonly kind: 'state'; readonly task: TaskOf<W> };
/** What the contract tells of tasks, whatever their work is. */
export type EventOf<W> = Omit<TaskEvent, 'event'> & { event: Event<W> };

/** What a reader that comes back may still ask for. States outlive progress: a queue of thousands must come out right. */
const KEPT_LASTING = 5000;
const KEPT_PASSING = 500;

const ENDED: ReadonlySet<TaskState> = new Set(['done', 'failed', 'cancelled']);

/** Told as it happens and worth little later; states and warnings last. */
export function isPassing({ event }: EventOf<unknown>): boolean {
  return event.kind === 'stage' || event.kind === 'call' || event.kind === 'preview';
}

export interface WatchOptions {
  /** The `seq` of the last event that the reader has seen; left out: only what happens from now on. */
  readonly since?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What happens to tasks, in order, for any number of readers that come, go and come back. */
export class TaskEventLog<W extends AnyWork = Work> {
  #lastSeq: number;
  #lasting: EventOf<W>[] = [];
  #passing: EventOf<W>[] = [];
  readonly #readers = new Set<EventReader<EventOf<W>>>();
  #closed = false;

  /** @param firstSeq larger than any of an earlier process, so that its readers find their place in this one. */
  constructor(firstSeq: number = Date.now() * 1000) {
    this.#lastSeq = firstSeq - 1;
  }

  push(taskId: number, event: Event<W>): void {
    const entry: EventOf<W> = { seq: ++this.#lastSeq, taskId, event };
    this.#keep(entry);
    for (const reader of this.#readers) reader.push(entry);
  }

  /** Everything kept after `since`, then whatever happens, until the reader leaves or the log is closed. */
  watch({ since, signal }: WatchOptions = {}): EventReader<EventOf<W>> {
    const missed = since === undefined ? [] : this.#after(since);
    const reader: EventReader<EventOf<W>> = new EventReader(missed, () => this.#readers.delete(reader));
    if (this.#closed || signal?.aborted) {
      reader.end();
      return reader;
    }
    this.#readers.add(reader);
    signal?.addEventListener('abort', () => reader.end(), { once: true });
    return reader;
  }

  /** Every reader reads what there is and comes to an end. */
  close(): void {
    this.#closed = true;
    for (const reader of this.#readers) reader.end();
  }

  #after(since: number): readonly EventOf<W>[] {
    // A number that was never given out: the clock was set back between two processes. Better twice than never.
    const from = since > this.#lastSeq ? -1 : since;
    return [...this.#lasting, ...this.#passing].filter(({ seq }) => seq > from).toSorted((a, b) => a.seq - b.seq);
  }

  #keep(entry: EventOf<W>): void {
    const { taskId, event } = entry;
    if (isPassing(entry)) {
      if (event.kind === 'preview') this.#forgetPassing(taskId, 'preview');
      this.#passing = [...this.#passing, entry].slice(-KEPT_PASSING);
      return;
    }
    if (event.kind === 'state' && ENDED.has(event.task.state)) this.#forgetPassing(taskId);
    this.#lasting = [...this.#lasting, entry].slice(-KEPT_LASTING);
  }

  #forgetPassing(taskId: number, kind?: Event<W>['kind']): void {
    this.#passing = this.#passing.filter(
      (entry) => entry.taskId !== taskId || (kind !== undefined && entry.event.kind !== kind),
    );
  }
}
