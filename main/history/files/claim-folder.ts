import { join } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { failure } from '../../base/problem.ts';
import { inWords } from '../store/database-problem.ts';

/**
 * Takes a data folder for this process, so that two studios never work through one queue. It is a lock of SQLite's on an
 * empty database, which the operating system lifts when the process ends, however it ends.
 * @returns what gives the folder back.
 */
export function claimFolder(folder: string): () => void {
  const path = join(folder, 'in-use.sqlite');
  let lock: Database | null = null;
  try {
    lock = new Sqlite(path, { timeout: 0 });
    lock.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    lock?.close();
    throw isTaken(cause) ? takenFolder(folder, cause) : inWords(cause, path);
  }
  const held = lock;
  return () => void held.close();
}

function isTaken(cause: unknown): boolean {
  return cause instanceof Sqlite.SqliteError && cause.code.startsWith('SQLITE_BUSY');
}

function takenFolder(folder: string, cause: unknown): Error {
  return failure(
    `${folder}: another Heirloom is using this data folder`,
    'Use the one that is open, or give this one a folder of its own with --data.',
    cause,
  );
}
