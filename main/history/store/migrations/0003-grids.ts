import type { Migration } from './migrate.ts';

/** What a grid was set up as; its tasks and runs carry its group. */
export const grids: Migration = {
  name: 'grids',
  up: (database) => {
    database.exec(`
      CREATE TABLE grids (
        group_id TEXT PRIMARY KEY,
        created_at INTEGER NOT NULL,
        settings TEXT NOT NULL, -- JSON: what no axis varies
        axes TEXT NOT NULL -- JSON, each with its labels
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX grids_by_date ON grids (created_at);
    `);
  },
};
