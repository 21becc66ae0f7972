/** The queue as a person sees it: what is submitted, listed, moved and tried again. task-store.ts hands it out. */
import type { TaskOf, TaskState } from '../../../preload/contract/task.ts';
import type { Work } from '../../../preload/contract/work.ts';
import { usageProblem } from '../../base/problem.ts';
import type { AnyWork } from '../../compute/task-store.ts';
import { firstPlace, lastPosition, moveInQueue } from './queue-order.ts';
import { anyOf, type Store } from '../store/store.ts';
import { insertTasks, type NewTask, type ReadWork, rowOf, taskOf } from './task-row.ts';

export interface TaskQuery {
  readonly states?: readonly TaskState[] | undefined;
  readonly group?: string | undefined;
  /** The queue is always whole; of the settled ones there may be as many as there are runs. */
  readonly settledLimit?: number;
}

export interface Tasks<W extends AnyWork = Work> {
  /** Behind the others, or before them all, those that run among them. */
  add(tasks: readonly NewTask<W>[], end?: 'front' | 'back'): TaskOf<W>[];
  get(id: number): TaskOf<W>;
  /** What runs, what waits in its order, then what has settled, the latest first. */
  list(query?: TaskQuery): TaskOf<W>[];
  /** What has settled of the groups that have tasks which run or wait, the oldest first. */
  settledOfOpen(): TaskOf<W>[];
  /** Queues a task that failed or was cancelled once more, behind the others. */
  retry(id: number): TaskOf<W>;
  /** Queues what was cancelled once more, each in the place that it had; what was not cancelled stays as it is. @returns those queued. */
  restore(ids: readonly number[]): TaskOf<W>[];
  /** Puts a queued task right before another, or last. One that no longer waits stays where it is. */
  move(id: number, before: number | null): TaskOf<W>;
  /** Forgets settled tasks; their runs stay. */
  clearSettled(): { removed: number };
}

const SETTLED_LIMIT = 500;
const OPEN: readonly TaskState[] = ['running', 'queued'];
const SETTLED: readonly TaskState[] = ['done', 'failed', 'cancelled'];
/** What a row says of a task that waits as if nothing had become of it yet. */
const AGAIN = { state: 'queued', attempts: 0, started_at: null, finished_at: null, problem: null };

/** Opens the tasks of a history, whose work `read` reads. */
export function openTasks<W extends AnyWork>(store: Store, read: ReadWork<W>): Tasks<W> {
  const { query, all, first, run, atomically } = store;

  const get = (id: number): TaskOf<W> => {
    const row = first(query.selectFrom('tasks').selectAll().where('id', '=', id));
    if (!row) throw usageProblem(`Task ${id} is not in the queue`, 'It may have been cleared away.');
    return taskOf(row, read);
  };

  return {
    add: (tasks, end = 'back') =>
      atomically(() => {
        const wanted = Math.max(0, ...tasks.map(({ priority = 0 }) => priority));
        const place = end === 'front' ? firstPlace(store, tasks.length, wanted) : { position: lastPosition(store) };
        const rows = tasks.map((task, index) => ({ ...rowOf(task), ...place, position: place.position + index }));
        return insertTasks(store, rows).map((row) => taskOf(row, read));
      }),
    get,
    list: ({ states = [...OPEN, ...SETTLED], group, settledLimit = SETTLED_LIMIT } = {}) => {
      const inState = (state: TaskState) => {
        const tasks = query.selectFrom('tasks').selectAll().where('state', '=', state);
        return group === undefined ? tasks : tasks.where('group_id', '=', group);
      };
      const open = OPEN.filter((state) => states.includes(state)).flatMap((state) =>
        all(inState(state).orderBy('priority', 'desc').orderBy('position').orderBy('id')),
      );
      // State by state, so that each is read from the end of its index.
      const settled = SETTLED.filter((state) => states.includes(state))
        .flatMap((state) => all(inState(state).orderBy('id', 'desc').limit(settledLimit)))
        .toSorted((a, b) => b.id - a.id)
        .slice(0, settledLimit);
      return [...open, ...settled].map((row) => taskOf(row, read));
    },
    settledOfOpen: () => {
      const open = query.selectFrom('tasks').select('group_id').where('state', 'in', anyOf(OPEN));
      const settled = query
        .selectFrom('tasks')
        .selectAll()
        .where('group_id', 'in', open)
        .where('state', 'in', anyOf(SETTLED));
      return all(settled.orderBy('id')).map((row) => taskOf(row, read));
    },
    restore: (ids) =>
      atomically(() =>
        all(
          query
            .updateTable('tasks')
            .set(AGAIN)
            .where('id', 'in', anyOf(ids))
            .where('state', '=', 'cancelled')
            .returning('id'),
        )
          .toSorted((a, b) => a.id - b.id)
          .map(({ id }) => get(id)),
      ),
    retry: (id) => {
      const again = { ...AGAIN, position: lastPosition(store) };
      const over = anyOf(['failed', 'cancelled']);
      run(query.updateTable('tasks').set(again).where('id', '=', id).where('state', 'in', over));
      return get(id);
    },
    move: (id, before) =>
      atomically(() => {
        moveInQueue(store, id, before);
        return get(id);
      }),
    clearSettled: () => ({
      removed: run(query.deleteFrom('tasks').where('state', 'in', anyOf(SETTLED))).changes,
    }),
  };
}
