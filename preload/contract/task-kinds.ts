/** Tells tasks apart by their work. No schema: pages use it too. */
import type { Task } from './task.ts';
import type { Purpose, WorkKind, WorkOf } from './work.ts';

/** Whether a task is of one kind of work: `tasks.filter(isOf('generate'))`. */
export function isOf<Kind extends WorkKind>(kind: Kind) {
  return (task: Task): task is Task & { work: WorkOf<Kind> } => task.work.kind === kind;
}

/** Whether it makes a picture for one purpose: `tasks.filter(isFor('grid'))`. */
export function isFor(purpose: Purpose) {
  return (task: Task): task is Task & { work: WorkOf<'generate'> } =>
    task.work.kind === 'generate' && task.work.purpose === purpose;
}
