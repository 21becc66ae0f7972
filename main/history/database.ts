/** Opens the history's SQLite file: set up for one writer that may be killed at any time, and in the newest form. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { failure } from '../core/problem.ts';
import { migrate, refuseNewer } from './migrate.ts';
import { MIGRATIONS } from './migrations/all.ts';
import type { Migration } from './migrations/migration.ts';

/** The command line may be writing too: waiting beats failing. */
const BUSY_TIMEOUT_MS = 5_000;
const CACHE_KIB = 64 * 1024;
const MMAP_BYTES = 512 * 1024 * 1024;

/** @param backups folder that gets a copy of the file before its form is changed. */
export function openDatabase(path: string, backups: string, migrations: readonly Migration[] = MIGRATIONS): Database {
  mkdirSync(dirname(path), { recursive: true });
  let database: Database | null = null;
  try {
    database = new Sqlite(path, { timeout: BUSY_TIMEOUT_MS });
    refuseNewer(database, backups, migrations.length);
    // NORMAL: a power cut may take the last moments of WAL, never the file's soundness.
    for (const pragma of ['journal_mode = WAL', 'synchronous = NORMAL', 'foreign_keys = ON', 'temp_store = MEMORY']) {
      database.pragma(pragma);
    }
    database.pragma(`cache_size = -${CACHE_KIB}`);
    database.pragma(`mmap_size = ${MMAP_BYTES}`);
    migrate(database, backups, migrations);
    // What the tables hold, for the planner: 20 ms at 100,000 runs, and only after much has changed.
    database.pragma('optimize = 0x10002');
    return database;
  } catch (cause) {
    database?.close();
    throw explained(cause, path, backups);
  }
}

export function closeDatabase(database: Database): void {
  database.pragma('optimize');
  database.close();
}

function explained(cause: unknown, path: string, backups: string): unknown {
  if (!(cause instanceof Sqlite.SqliteError)) return cause;
  const words = WORDS.find(({ code }) => code.test(cause.code));
  return failure(
    `${path}: ${words?.happened ?? 'the history cannot be opened'} (${cause.message})`,
    words?.remedy(path, backups),
    cause,
  );
}

const WORDS: readonly { code: RegExp; happened: string; remedy: (path: string, backups: string) => string }[] = [
  {
    code: /^SQLITE_(NOTADB|CORRUPT)/,
    happened: 'the history is damaged',
    remedy: (path, backups) =>
      `Nothing was deleted, and pictures are files of their own that carry their settings. Move ${path} and the files ` +
      `beside it that end in -wal and -shm elsewhere to start with an empty history, or put a copy from ${backups} in its place.`,
  },
  {
    code: /^SQLITE_(BUSY|LOCKED)/,
    happened: 'another program is using the history',
    remedy: () => 'Close the other program that has it open, then try again.',
  },
  {
    code: /^SQLITE_(CANTOPEN|READONLY|PERM|IOERR|FULL)/,
    happened: 'the history cannot be read or written',
    remedy: (path) => `Is there room on the disk, and may you write in ${dirname(path)}?`,
  },
];
