/** The queue in lines: a batch is one, in the order in which its pictures are made. */
import type { Task } from '../../../preload/contract/task.ts';
import { isFor } from '../../../preload/contract/task-kinds.ts';
import { picturesOf, settledOf } from '../../stores/batch.ts';
import type { QueueView, Waiting } from './queue-view.ts';

/** What follows one another of one batch. One that another was put into the middle of is two lines. */
export interface QueueLine {
  /** Stays the line's while tasks of it are done. */
  readonly key: string;
  readonly running: readonly Waiting[];
  readonly queued: readonly Waiting[];
  /** What it is called by: its pictures, or those of the batch where it has but baselines. */
  readonly asked: readonly Task[];
  /** Of the whole batch. */
  readonly pictures: number;
  readonly settled: number;
  /** Until the last of the line is done; null where something on the way is not known. */
  readonly secondsLeft: number | null;
}

/** @param tasks all that are known, for what has become of a batch so far. */
export function queueLines({ running, queued }: Pick<QueueView, 'running' | 'queued'>, tasks: Iterable<Task>) {
  const batches = Map.groupBy(tasks, ({ group }) => group);
  const stretches = stretchesOf(queued);
  const begun = [...Map.groupBy(running, ({ task }) => task.group)].map(([group, running]) => ({
    running,
    // What waits belongs to the batch under way as long as nothing else comes between.
    queued: stretches[0]?.[0]?.task.group === group ? stretches.shift()! : [],
  }));
  const lines = [...begun, ...stretches.map((queued) => ({ running: [], queued }))];
  const seen = new Map<string, number>();
  return lines.map(({ running, queued }): QueueLine => {
    const all = [...running, ...queued];
    const { group } = all[0]!.task;
    const place = seen.get(group) ?? 0;
    seen.set(group, place + 1);
    const pictures = all.map(({ task }) => task).filter((task) => !isFor('baseline')(task));
    // A rival is asked for later, and for itself.
    const isRival = pictures.some(isFor('rival'));
    const batch = (batches.get(group) ?? []).filter((task) => isFor('rival')(task) === isRival);
    return {
      key: `${group} ${place}`,
      running,
      queued,
      asked: pictures.length > 0 ? pictures : picturesOf(batch),
      pictures: picturesOf(batch).length,
      settled: settledOf(batch).length,
      secondsLeft: all.some(({ secondsLeft }) => secondsLeft === null)
        ? null
        : Math.max(...all.map(({ secondsLeft }) => secondsLeft!)),
    };
  });
}

function stretchesOf(queued: readonly Waiting[]): Waiting[][] {
  const stretches: Waiting[][] = [];
  for (const waiting of queued) {
    const last = stretches.at(-1);
    if (last?.[0]!.task.group === waiting.task.group) last.push(waiting);
    else stretches.push([waiting]);
  }
  return stretches;
}

/** Ids that move together, and what they come right before: null for the end of the queue. */
export interface Move {
  readonly ids: readonly number[];
  readonly before: number | null;
}

/**
 * Puts one of some lists of tasks, which follow one another in the queue, at another place among them.
 * @param behind the task that follows the last of them; null: none does.
 * @returns null where it is there already, or cannot be moved.
 */
export function moveTo(
  lists: readonly (readonly number[])[],
  from: number,
  to: number,
  behind: number | null,
): Move | null {
  const ids = lists[from] ?? [];
  const first = (others: readonly (readonly number[])[]) => others.find(({ length }) => length > 0)?.[0] ?? behind;
  const before = first(lists.toSpliced(from, 1).slice(Math.max(0, to)));
  return ids.length === 0 || before === first(lists.slice(from + 1)) ? null : { ids, before };
}

/** A part of the queue that moves as a whole. */
export interface Movable {
  readonly key: string;
  /** Of its tasks that wait: none where all of it runs. */
  readonly ids: readonly number[];
  /** As it is spoken. */
  readonly label: string;
}
