/** The queue as the dispatcher sees it, kept through restarts and crashes: whatever is queued is done once, and settles once. */
import { sql, type Updateable } from 'kysely';
import type { TaskOf } from '../../../preload/contract/task.ts';
import { type AnyWork, type Attempt, type Lease, MAX_ATTEMPTS, type TaskStore } from '../../compute/task-store.ts';
import type { Schema } from '../store/schema.ts';
import { anyOf, type Store } from '../store/store.ts';
import type { Tasks } from './tasks.ts';

const ADVICE =
  'Is there enough memory for this model and size? The log folder says more. It can be run again from here.';
const AT_START = 'Heirloom ended while this was running';

/** The tasks of a data folder, lent out. Every method is one transaction. */
export function openTaskStore<W extends AnyWork>(store: Store, tasks: Pick<Tasks<W>, 'get'>): TaskStore<W> {
  const { query, all, first, run, atomically } = store;

  const holds = (id: number, worker: string): boolean =>
    first(
      query
        .selectFrom('tasks')
        .select('id')
        .where('id', '=', id)
        .where('state', '=', 'running')
        .where('worker', '=', worker),
    ) !== null;

  const end = (id: number, attempt: Attempt): TaskOf<W> => {
    const values = { ...changesBy(attempt, tasks.get(id).attempts), worker: null, lease_until: null };
    run(query.updateTable('tasks').set(values).where('id', '=', id));
    return tasks.get(id);
  };

  return {
    get: async (id) => tasks.get(id),
    waitingDevices: async () =>
      all(query.selectFrom('tasks').select('device').distinct().where('state', '=', 'queued')).map(
        ({ device }) => device,
      ),
    claim: async (lease, devices) =>
      atomically(() => {
        const next = query
          .selectFrom('tasks')
          .select('id')
          .where('state', '=', 'queued')
          .where('device', 'in', anyOf(devices))
          .orderBy('priority', 'desc')
          .orderBy('position')
          .orderBy('id')
          .limit(1);
        const taken = {
          ...lentTo(lease),
          state: 'running',
          started_at: Date.now(),
          attempts: sql<number>`attempts + 1`,
        };
        const row = first(query.updateTable('tasks').set(taken).where('id', '=', next).returning('id'));
        return row && tasks.get(row.id);
      }),
    renew: async (id, lease) =>
      run(
        query
          .updateTable('tasks')
          .set(lentTo(lease))
          .where('id', '=', id)
          .where('state', '=', 'running')
          .where('worker', '=', lease.worker),
      ).changes === 1,
    settle: async (id, worker, attempt) => atomically(() => (holds(id, worker) ? end(id, attempt) : null)),
    cancel: async (id) => {
      const values = { state: 'cancelled', finished_at: Date.now() };
      const { changes } = run(
        query.updateTable('tasks').set(values).where('id', '=', id).where('state', '=', 'queued'),
      );
      return changes === 1 ? tasks.get(id) : null;
    },
    recover: async (worker) =>
      atomically(() =>
        all(
          query
            .selectFrom('tasks')
            .select('id')
            .where('state', '=', 'running')
            .where(({ or, eb }) => or([eb('lease_until', 'is', null), eb('lease_until', '<=', Date.now())]))
            .where('worker', 'is distinct from', worker),
        ).map(({ id }) => end(id, { state: 'interrupted', what: AT_START })),
      ),
  };
}

/** To be called when a data folder was claimed: whoever had a lease on its tasks is gone, and nobody need wait for it. */
export function voidLeases({ query, run }: Store): void {
  run(query.updateTable('tasks').set({ worker: null, lease_until: null }).where('state', '=', 'running'));
}

function lentTo({ worker, leaseMs }: Lease) {
  return { worker, lease_until: Date.now() + leaseMs };
}

/** What an attempt leaves of a task; what was made is written first. */
function changesBy(attempt: Attempt, attempts: number): Updateable<Schema['tasks']> {
  const back = { state: 'queued', started_at: null };
  const settled = { state: attempt.state, finished_at: Date.now() };
  switch (attempt.state) {
    case 'done':
      return { ...settled, run_id: attempt.keep() };
    case 'failed':
      return { ...settled, problem: JSON.stringify(attempt.problem) };
    case 'cancelled':
      return settled;
    case 'released':
      return { ...back, attempts: Math.max(0, attempts - 1) };
    case 'interrupted': {
      if (attempts < MAX_ATTEMPTS) return back;
      const problem = { message: `${attempt.what} (${MAX_ATTEMPTS} times)`, advice: ADVICE };
      return { ...settled, state: 'failed', problem: JSON.stringify(problem) };
    }
  }
}
