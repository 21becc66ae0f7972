/** Batches: tasks that were submitted together, pictures and the baselines that they are compared with. */
import type { Task } from '../../preload/contract/task.ts';
import { isFor } from '../../preload/contract/task-kinds.ts';
import { isActive } from './task-board.ts';

/** The tasks of a batch that a person asked for: its baselines only come along, where they are not all there is. */
export function picturesOf(batch: readonly Task[]): readonly Task[] {
  const asked = batch.filter((task) => !isFor('baseline')(task));
  return asked.length > 0 ? asked : batch;
}

/** How many pictures tasks of any number of batches are. */
export function countPictures(tasks: readonly Task[]): number {
  const batches = Map.groupBy(tasks, ({ group }) => group);
  return [...batches.values()].reduce((sum, batch) => sum + picturesOf(batch).length, 0);
}

/** A task, with the run that waits for it where it is the baseline of one: without it there is nothing to compare. */
export function withItsRun(task: Task, batch: readonly Task[]): readonly Task[] {
  if (!isFor('baseline')(task)) return [task];
  const { seed } = task.work.settings;
  return [
    task,
    ...batch.filter((other) => isFor('run')(other) && other.state === 'queued' && other.work.settings.seed === seed),
  ];
}

/** Pictures of a batch that are no longer to be made: done, failed or cancelled. */
export function settledOf(batch: readonly Task[]): readonly Task[] {
  return picturesOf(batch).filter((task) => !isActive(task));
}

/** `picture 3 of 12`, `1 of 2` with a baseline; '' where there is but one. */
export function placeInWords(batch: readonly Task[]): string {
  const pictures = picturesOf(batch);
  const [all, word] = pictures.length > 1 ? [pictures, 'picture '] : [batch, ''];
  const settled = all.filter((task) => !isActive(task)).length;
  return all.length > 1 ? `${word}${Math.min(settled + 1, all.length)} of ${all.length}` : '';
}
