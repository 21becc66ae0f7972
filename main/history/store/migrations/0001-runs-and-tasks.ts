import type { Migration } from './migrate.ts';

/**
 * `runs` holds only what the gallery filters by, so that any filter reads a few megabytes even at 100,000 runs; what is
 * shown of a run is in `run_details`. Instants are milliseconds since 1970.
 */
export const runsAndTasks: Migration = {
  name: 'runs and tasks',
  up: (database) => {
    database.exec(`
      CREATE TABLE runs (
        id INTEGER PRIMARY KEY AUTOINCREMENT, -- an id is never used twice: pages and links rest on it
        created_at INTEGER NOT NULL,
        model_name TEXT NOT NULL,
        strategy_label TEXT NOT NULL,
        seed INTEGER NOT NULL,
        speedup REAL,
        psnr REAL, -- NULL: not compared yet; infinite: the same picture
        favourite INTEGER NOT NULL DEFAULT 0,
        trashed_at INTEGER,
        group_id TEXT NOT NULL,
        baseline_id INTEGER REFERENCES runs (id) ON DELETE SET NULL
      ) STRICT;
      -- Answers every filter that has no index of its own, in the order of pages, without the table.
      CREATE INDEX runs_by_id ON runs (trashed_at, id, created_at, speedup, psnr);
      CREATE INDEX runs_by_model ON runs (model_name, trashed_at);
      CREATE INDEX runs_by_strategy ON runs (strategy_label, trashed_at);
      CREATE INDEX runs_by_seed ON runs (seed, trashed_at);
      CREATE INDEX runs_by_date ON runs (created_at, trashed_at);
      CREATE INDEX runs_by_group ON runs (group_id);
      CREATE INDEX runs_by_baseline ON runs (baseline_id) WHERE baseline_id IS NOT NULL;
      CREATE INDEX runs_favourite ON runs (trashed_at) WHERE favourite = 1;
      CREATE INDEX runs_not_compared ON runs (id) WHERE baseline_id IS NOT NULL AND psnr IS NULL;

      CREATE TABLE run_details (
        run_id INTEGER PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
        purpose TEXT NOT NULL,
        settings TEXT NOT NULL, -- JSON
        picture TEXT NOT NULL,
        init_picture TEXT,
        baseline_key TEXT NOT NULL, -- baseline-key.ts
        is_full INTEGER NOT NULL, -- no strategy: can be a baseline
        seconds REAL NOT NULL,
        unet_seconds REAL NOT NULL,
        ideal_speedup REAL NOT NULL,
        peak_memory_bytes INTEGER NOT NULL,
        ssim REAL,
        timings TEXT NOT NULL, -- JSON, timings.ts
        warnings TEXT NOT NULL, -- JSON
        note TEXT NOT NULL DEFAULT ''
      ) STRICT;
      CREATE INDEX run_details_by_picture ON run_details (picture);
      CREATE INDEX run_details_by_init_picture ON run_details (init_picture) WHERE init_picture IS NOT NULL;
      CREATE INDEX run_details_by_baseline_key ON run_details (baseline_key, is_full);

      CREATE TABLE run_tags (
        tag TEXT NOT NULL,
        run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
        PRIMARY KEY (tag, run_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX run_tags_by_run ON run_tags (run_id);

      CREATE TABLE tasks (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        purpose TEXT NOT NULL,
        group_id TEXT NOT NULL,
        settings TEXT NOT NULL, -- JSON
        device TEXT NOT NULL,
        init_picture TEXT,
        state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
        priority INTEGER NOT NULL,
        position REAL NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        created_at INTEGER NOT NULL,
        started_at INTEGER,
        finished_at INTEGER,
        run_id INTEGER REFERENCES runs (id) ON DELETE SET NULL,
        problem TEXT -- JSON
      ) STRICT;
      CREATE INDEX tasks_queued ON tasks (priority DESC, position) WHERE state = 'queued';
      CREATE INDEX tasks_by_state ON tasks (state, id);
      CREATE INDEX tasks_by_group ON tasks (group_id, state, id);
      CREATE INDEX tasks_by_run ON tasks (run_id) WHERE run_id IS NOT NULL;

      CREATE TABLE strategies (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE,
        strategy TEXT NOT NULL, -- JSON
        created_at INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

      CREATE TABLE models (path TEXT PRIMARY KEY, added_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

      CREATE TABLE calibrations (
        model_id TEXT NOT NULL,
        width INTEGER NOT NULL,
        height INTEGER NOT NULL,
        created_at INTEGER NOT NULL,
        calibration TEXT NOT NULL, -- JSON
        PRIMARY KEY (model_id, width, height)
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
