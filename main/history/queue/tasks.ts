/** The queue, kept through restarts and crashes: whatever is queued is run once, and settles once. */
import { sql, type Updateable } from 'kysely';
import type { Task, TaskState } from '../../../preload/contract/task.ts';
import { usageProblem } from '../../base/problem.ts';
import { lastPosition, moveInQueue } from './queue-order.ts';
import type { Schema } from '../store/schema.ts';
import { anyOf, type Store } from '../store/store.ts';
import { type NewTask, rowOf, taskOf } from './task-row.ts';

export type Outcome =
  | { readonly state: 'done'; readonly runId: number | null }
  | { readonly state: 'failed'; readonly problem: NonNullable<Task['problem']> }
  | { readonly state: 'cancelled' };

export interface TaskQuery {
  readonly states?: readonly TaskState[] | undefined;
  readonly group?: string | undefined;
  /** The queue is always whole; of the settled ones there may be as many as there are runs. */
  readonly settledLimit?: number;
}

export interface Tasks {
  add(tasks: readonly NewTask[]): Task[];
  get(id: number): Task;
  /** What runs, what waits in its order, then what has settled, the latest first. */
  list(query?: TaskQuery): Task[];
  /**
   * Takes the next task, if any, as running: nobody else gets it.
   * @param devices only tasks for one of these.
   */
  claim(devices?: readonly string[]): Task | null;
  /** Devices that queued tasks ask for, whether or not this machine has them. */
  waitingDevices(): readonly string[];
  /** The program is being closed: back to its place in the queue, and the attempt does not count. */
  release(id: number): Task;
  /** Settles a task. One that has settled already stays as it is. */
  finish(id: number, outcome: Outcome): Task;
  /** The engine died under it: back to its place in the queue, or failed for good after `MAX_ATTEMPTS`. */
  interrupted(id: number, what: string): Task;
  /** Queues a task that failed or was cancelled once more, behind the others. */
  retry(id: number): Task;
  /** Puts a queued task right before another, or last. One that no longer waits stays where it is. */
  move(id: number, before: number | null): Task;
  /** At start, when nothing can be running: settles or requeues what a crash left so. @returns those. */
  recover(): Task[];
  /** Forgets settled tasks; their runs stay. */
  clearSettled(): { removed: number };
}

/** A task that brought two engines down would bring the third down too. */
const MAX_ATTEMPTS = 2;
const SETTLED_LIMIT = 500;
const OPEN: readonly TaskState[] = ['running', 'queued'];
const SETTLED: readonly TaskState[] = ['done', 'failed', 'cancelled'];
const ADVICE =
  'Is there enough memory for this model and size? The log folder says more. It can be run again from here.';
const AT_START = 'Heirloom ended while this was running';

export function openTasks(store: Store): Tasks {
  const { query, all, first, run, atomically } = store;

  const get = (id: number): Task => {
    const row = first(query.selectFrom('tasks').selectAll().where('id', '=', id));
    if (!row) throw usageProblem(`Task ${id} is not in the queue`, 'It may have been cleared away.');
    return taskOf(row);
  };

  /** Changes a task that is in one of the states; one that is not stays as it is. */
  const change = (id: number, from: readonly TaskState[], values: Updateable<Schema['tasks']>): Task => {
    run(query.updateTable('tasks').set(values).where('id', '=', id).where('state', 'in', anyOf(from)));
    return get(id);
  };

  const interrupted = (id: number, what: string): Task =>
    get(id).attempts < MAX_ATTEMPTS
      ? change(id, ['running'], { state: 'queued', started_at: null })
      : change(id, ['running'], {
          state: 'failed',
          finished_at: Date.now(),
          problem: JSON.stringify({ message: `${what} (${MAX_ATTEMPTS} times)`, advice: ADVICE }),
        });

  return {
    add: (tasks) =>
      atomically(() => {
        const start = lastPosition(store);
        return tasks.map((task, index) => {
          const { id } = run(query.insertInto('tasks').values({ ...rowOf(task), position: start + index }));
          return get(id);
        });
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
      return [...open, ...settled].map(taskOf);
    },
    claim: (devices) => {
      const queued = query.selectFrom('tasks').select('id').where('state', '=', 'queued');
      const next = (devices ? queued.where('device', 'in', anyOf(devices)) : queued)
        .orderBy('priority', 'desc')
        .orderBy('position')
        .orderBy('id')
        .limit(1);
      const row = first(
        query
          .updateTable('tasks')
          .set({ state: 'running', started_at: Date.now(), attempts: sql<number>`attempts + 1` })
          .where('id', '=', next)
          .returningAll(),
      );
      return row && taskOf(row);
    },
    waitingDevices: () =>
      all(query.selectFrom('tasks').select('device').distinct().where('state', '=', 'queued')).map(
        ({ device }) => device,
      ),
    release: (id) =>
      change(id, ['running'], { state: 'queued', started_at: null, attempts: Math.max(0, get(id).attempts - 1) }),
    finish: (id, outcome) =>
      change(id, OPEN, {
        state: outcome.state,
        finished_at: Date.now(),
        run_id: outcome.state === 'done' ? outcome.runId : null,
        problem: outcome.state === 'failed' ? JSON.stringify(outcome.problem) : null,
      }),
    interrupted,
    retry: (id) =>
      change(id, ['failed', 'cancelled'], {
        state: 'queued',
        attempts: 0,
        position: lastPosition(store),
        started_at: null,
        finished_at: null,
        problem: null,
      }),
    move: (id, before) =>
      atomically(() => {
        moveInQueue(store, id, before);
        return get(id);
      }),
    recover: () =>
      atomically(() =>
        all(query.selectFrom('tasks').select('id').where('state', '=', 'running')).map(({ id }) =>
          interrupted(id, AT_START),
        ),
      ),
    clearSettled: () => ({
      removed: run(query.deleteFrom('tasks').where('state', 'in', anyOf(SETTLED))).changes,
    }),
  };
}
