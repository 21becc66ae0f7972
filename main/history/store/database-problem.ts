/** What SQLite says, told so that a person can act on it. */
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { failure } from '../../base/problem.ts';

/** An error of SQLite's as a problem; any other as it is. */
export function inWords(cause: unknown, path: string): unknown {
  if (!(cause instanceof Sqlite.SqliteError)) return cause;
  const words = WORDS.find(({ code }) => code.test(cause.code));
  return failure(
    `${path}: ${words?.happened ?? 'the history could not do this'} (${cause.message})`,
    words?.remedy(path),
    cause,
  );
}

const WORDS: readonly { code: RegExp; happened: string; remedy: (path: string) => string }[] = [
  {
    code: /^SQLITE_(NOTADB|CORRUPT)/,
    happened: 'the history is damaged',
    remedy: (path) =>
      `Nothing was deleted, and pictures are files of their own that carry their settings. Move ${path} and the files ` +
      `beside it that end in -wal and -shm elsewhere to start with an empty history, or put a copy from ${join(dirname(path), 'backups')} in its place.`,
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
