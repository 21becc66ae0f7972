/** A task as its row, and back. */
import type { Selectable } from 'kysely';
import type { Task } from '../../../preload/contract/task.ts';
import { isoOf, isoOrNull } from '../store/instant.ts';
import type { Schema } from '../store/schema.ts';
import { storedSettings } from '../store/stored-settings.ts';

/** Work to be queued. */
export interface NewTask {
  readonly purpose: Task['purpose'];
  readonly group: string;
  readonly settings: Task['settings'];
  /** Higher first; 0 if not given. */
  readonly priority?: number;
}

export function rowOf({ purpose, group, settings, priority = 0 }: NewTask) {
  return {
    purpose,
    group_id: group,
    settings: JSON.stringify(settings),
    device: settings.device,
    init_picture: settings.initImage?.picture ?? null,
    state: 'queued',
    priority,
    created_at: Date.now(),
    started_at: null,
    finished_at: null,
    run_id: null,
    problem: null,
  };
}

export function taskOf(row: Selectable<Schema['tasks']>): Task {
  return {
    id: row.id,
    purpose: row.purpose as Task['purpose'],
    group: row.group_id,
    settings: storedSettings(row.settings),
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
