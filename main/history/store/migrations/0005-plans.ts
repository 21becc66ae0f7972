import type { Migration } from './migrate.ts';

/** A run keeps what each of its calls was planned to compute. Runs from before have none: they had a mask and a mode, which say it. */
export const plans: Migration = {
  name: 'plans',
  up: (database) => {
    database.exec(`
      ALTER TABLE run_details ADD COLUMN plan TEXT; -- JSON; NULL: not kept
    `);
  },
};
