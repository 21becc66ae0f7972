/** A task as its row, and back. */
import { type Selectable, sql } from 'kysely';
import type { Task, TaskOf } from '../../../preload/contract/task.ts';
import type { Work } from '../../../preload/contract/work.ts';
import type { AnyWork } from '../../compute/task-store.ts';
import { isoOf, isoOrNull } from '../store/instant.ts';
import type { Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';

/** Work to be queued. */
export interface NewTask<W extends AnyWork = Work> {
  readonly work: W;
  readonly group: string;
  /** Higher first; 0 if not given. */
  readonly priority?: number;
}

/** Reads the work of a row, whichever version queued it. */
export type ReadWork<W extends AnyWork> = (json: string) => W;

export function rowOf({ work, group, priority = 0 }: NewTask<AnyWork>) {
  const { device, initImage } = work.settings;
  return {
    work: JSON.stringify(work),
    group_id: group,
    device,
    init_picture: initImage?.picture ?? null,
    state: 'queued',
    priority,
    created_at: Date.now(),
  };
}

const WRITTEN = ['work', 'group_id', 'device', 'init_picture', 'state', 'priority', 'created_at', 'position'] as const;
type NewRow = ReturnType<typeof rowOf> & { readonly position: number };

/** Any number of rows by one statement. @returns them as they are kept, in their order. */
export function insertTasks({ query, all }: Store, rows: readonly NewRow[]): readonly Selectable<Schema['tasks']>[] {
  const values = sql.join(WRITTEN.map((name) => sql`value ->> ${sql.lit(name)}`));
  const inserted = query
    .insertInto('tasks')
    .columns(WRITTEN)
    .expression(sql`select ${values} from json_each(${JSON.stringify(rows)}) order by key`)
    .returningAll();
  return all(inserted).toSorted((a, b) => a.id - b.id);
}

export function taskOf<W extends AnyWork>(row: Selectable<Schema['tasks']>, read: ReadWork<W>): TaskOf<W> {
  return {
    id: row.id,
    work: read(row.work),
    group: row.group_id,
    state: row.state as Task['state'],
    priority: row.priority,
    position: row.position,
    attempts: row.attempts,
    createdAt: isoOf(row.created_at),
    startedAt: isoOrNull(row.started_at),
    finishedAt: isoOrNull(row.finished_at),
    runId: row.run_id,
    problem: row.problem === null ? null : (JSON.parse(row.problem) as Task['problem']),
  };
}
