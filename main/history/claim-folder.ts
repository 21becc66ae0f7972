import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { failure } from '../core/problem.ts';

/**
 * Takes a data folder for this process, so that two studios never work through one queue. It is a lock of SQLite's on an
 * empty database, which the operating system lifts when the process ends, however it ends.
 * @returns what gives the folder back.
 */
export function claimFolder(folder: string): () => void {
  const lock = new Sqlite(join(folder, 'in-use.sqlite'), { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    throw failure(
      `${folder}: another Heirloom is using this data folder`,
      'Use the one that is open, or give this one a folder of its own with --data.',
      cause,
    );
  }
  return () => void lock.close();
}
