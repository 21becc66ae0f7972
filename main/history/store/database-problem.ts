/** What SQLite says, told so that a person can act on it. */
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { failure } from '../../base/problem.ts';
import { storageProblem } from '../../base/storage-problem.ts';

/** An error of SQLite's as a problem; any other as it is. */
export function inWords(cause: unknown, path: string): unknown {
  if (!(cause instanceof Sqlite.SqliteError)) return cause;
  const refused = storageProblem(`${path}: the history cannot be used`, cause);
  if (refused) return refused;
  const isDamaged = /^SQLITE_(NOTADB|CORRUPT)/.test(cause.code);
  return failure(
    `${path}: ${isDamaged ? 'the history is damaged' : 'the history could not do this'} (${cause.message})`,
    isDamaged ? whereToGo(path) : undefined,
    cause,
  );
}

function whereToGo(path: string): string {
  return (
    `Nothing was deleted, and pictures are files of their own that carry their settings. Move ${path} and the files ` +
    `beside it that end in -wal and -shm elsewhere to start with an empty history, or put a copy from ${join(dirname(path), 'backups')} in its place.`
  );
}
