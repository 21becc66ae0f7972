/** The queue as it is worked off, with when each task is through. */
import type { Task } from '../../../preload/contract/task.ts';
import { inOrder, type TaskBoard } from '../../stores/task-board.ts';
import type { Progress } from '../../words/progress.ts';
import type { Durations } from '../../work/durations.ts';

export interface Waiting {
  readonly task: Task;
  /** Until it is done, with everything before it on its device; null where something on the way is not known. */
  readonly secondsLeft: number | null;
}

export interface QueueView {
  readonly running: readonly Waiting[];
  readonly queued: readonly Waiting[];
  readonly failed: readonly Task[];
  /** Done and cancelled while this window watched, latest first. */
  readonly settled: readonly Task[];
  /** Until all is done. */
  readonly secondsLeft: number | null;
}

/** Devices work side by side, each its own tasks one after the other. */
export function queueView({ tasks, progress }: TaskBoard, durations: Durations): QueueView {
  const all = [...tasks.values()];
  const running = all.filter(({ state }) => state === 'running').toSorted((a, b) => a.id - b.id);
  const queued = inOrder(all);
  const busy = new Map<string, number | null>();
  const place = (task: Task, takes: number | null): Waiting => {
    const before = busy.get(task.work.settings.device);
    const secondsLeft = before === null || takes === null ? null : (before ?? 0) + takes;
    busy.set(task.work.settings.device, secondsLeft);
    return { task, secondsLeft };
  };
  const view = {
    running: running.map((task) => place(task, leftOf(progress.get(task.id) ?? null, task, durations))),
    queued: queued.map((task) => place(task, durations(task.work.settings))),
  };
  const ends = [...busy.values()];
  return {
    ...view,
    failed: latest(all.filter(({ state }) => state === 'failed')),
    settled: latest(all.filter(({ state }) => state === 'done' || state === 'cancelled')),
    secondsLeft: ends.includes(null) ? null : Math.max(0, ...(ends as number[])),
  };
}

function leftOf(progress: Progress | null, task: Task, durations: Durations): number | null {
  return progress?.secondsLeft ?? durations(task.work.settings);
}

function latest(tasks: readonly Task[]): readonly Task[] {
  return tasks.toSorted((a, b) => (b.finishedAt ?? '').localeCompare(a.finishedAt ?? '') || b.id - a.id);
}
