import type { Migration } from './migrate.ts';

/**
 * A task says what it is to do, of which making a picture is one kind. One that runs is lent to a worker for a time; a run says which task it was made for, so that it is recorded once
 * however often its task settles.
 */
export const work: Migration = {
  name: 'work',
  up: (database) => {
    database.exec(`
      ALTER TABLE tasks RENAME COLUMN settings TO work; -- JSON: its kind, and what that needs
      UPDATE tasks SET work = CASE purpose
        WHEN 'calibration' THEN json_object('kind', 'calibrate', 'settings', json(work))
        ELSE json_object('kind', 'generate', 'purpose', purpose, 'settings', json(work))
      END;
      ALTER TABLE tasks DROP COLUMN purpose;
      ALTER TABLE tasks ADD COLUMN worker TEXT; -- while it runs
      ALTER TABLE tasks ADD COLUMN lease_until INTEGER; -- NULL: its worker is known to be gone
      CREATE INDEX tasks_lent ON tasks (lease_until) WHERE state = 'running';

      ALTER TABLE run_details ADD COLUMN task_id INTEGER; -- the task may have been cleared away since
      UPDATE run_details SET task_id = (SELECT min(id) FROM tasks WHERE tasks.run_id = run_details.run_id);
      CREATE UNIQUE INDEX run_details_by_task ON run_details (task_id) WHERE task_id IS NOT NULL;
    `);
  },
};
