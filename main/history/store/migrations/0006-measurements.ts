import type { Migration } from './migrate.ts';

/**
 * What a run measures against its baseline is a row for each metric, so that one more metric changes no table. Until it
 * is measured, a run is in `runs_to_measure`.
 */
export const measurements: Migration = {
  name: 'measurements',
  up: (database) => {
    database.exec(`
      CREATE TABLE measurements (
        run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
        metric TEXT NOT NULL, -- metrics.ts
        value REAL NOT NULL, -- infinite: by this metric, the same picture
        PRIMARY KEY (run_id, metric)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO measurements SELECT id, 'psnr', psnr FROM runs WHERE psnr IS NOT NULL;
      INSERT INTO measurements SELECT run_id, 'ssim', ssim FROM run_details WHERE ssim IS NOT NULL;
      CREATE INDEX measurements_by_value ON measurements (metric, value);

      CREATE TABLE runs_to_measure (run_id INTEGER PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE) STRICT;
      INSERT INTO runs_to_measure SELECT id FROM runs WHERE baseline_id IS NOT NULL AND psnr IS NULL;

      DROP INDEX runs_not_compared;
      DROP INDEX runs_by_id;
      ALTER TABLE runs DROP COLUMN psnr;
      ALTER TABLE run_details DROP COLUMN ssim;
      CREATE INDEX runs_by_id ON runs (trashed_at, id, created_at, speedup);
    `);
  },
};
