/** Opens the history's SQLite file: set up for one writer that may be killed at any time, and in the newest form. */
import { dirname } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { makeFolder } from '../../base/make-folder.ts';
import { inWords } from './database-problem.ts';
import { runsAndTasks } from './migrations/0001-runs-and-tasks.ts';
import { search, searchable } from './migrations/0002-search.ts';
import { grids } from './migrations/0003-grids.ts';
import { work } from './migrations/0004-work.ts';
import { plans } from './migrations/0005-plans.ts';
import { measurements } from './migrations/0006-measurements.ts';
import { tagsAndOrders } from './migrations/0007-tags-and-orders.ts';
import { migrate, type Migration, refuseNewer } from './migrations/migrate.ts';

/** In order: a database of version n has had the first n. New ones go last. */
export const MIGRATIONS: readonly Migration[] = [runsAndTasks, search, grids, work, plans, measurements, tagsAndOrders];

/** The command line may be writing too: waiting beats failing. */
const BUSY_TIMEOUT_MS = 5_000;
const CACHE_KIB = 64 * 1024;

/** Told of every statement, as SQL with its values, before it is run. */
export type OnStatement = ((sql: string) => void) | undefined;

interface DatabaseOptions {
  readonly migrations?: readonly Migration[];
  readonly onStatement?: OnStatement;
}

/** @param backups folder that gets a copy of the file before its form is changed. */
export function openDatabase(
  path: string,
  backups: string,
  { migrations = MIGRATIONS, onStatement }: DatabaseOptions = {},
): Database {
  makeFolder(dirname(path));
  let database: Database | null = null;
  try {
    database = new Sqlite(path, {
      timeout: BUSY_TIMEOUT_MS,
      ...(onStatement ? { verbose: (sql) => onStatement(String(sql)) } : {}),
    });
    refuseNewer(database, backups, migrations.length);
    // NORMAL: a power cut may take the last moments of WAL, never the file's soundness.
    for (const pragma of ['journal_mode = WAL', 'synchronous = NORMAL', 'foreign_keys = ON', 'temp_store = MEMORY']) {
      database.pragma(pragma);
    }
    database.pragma(`cache_size = -${CACHE_KIB}`);
    // So that one statement indexes any number of runs.
    database.function('searchable', { deterministic: true }, (text) => searchable(String(text)));
    migrate(database, backups, migrations);
    // What the tables hold, for the planner: 20 ms at 100,000 runs, and only after much has changed since.
    database.pragma('optimize = 0x10002');
    return database;
  } catch (cause) {
    database?.close();
    throw inWords(cause, path);
  }
}
