import type { Database } from 'better-sqlite3';
import { failure } from '../../../base/problem.ts';
import { backUp } from './backup.ts';

/** One numbered step of the database's form: forward only, never changed once released. */
export interface Migration {
  readonly name: string;
  /** Runs inside the transaction that raises the version. */
  up(database: Database): void;
}

/** A form that this program does not know is not touched. */
export function refuseNewer(database: Database, backups: string, known: number): void {
  const version = versionOf(database);
  if (version <= known) return;
  throw failure(
    `${database.name}: this history is of version ${version}; this Heirloom knows ${known}`,
    `It was written by a newer Heirloom: install that again. Older forms are kept in ${backups}.`,
  );
}

/** Brings a database to the newest form: all that is missing in one transaction, after a backup of what is there. */
export function migrate(database: Database, backups: string, migrations: readonly Migration[]): void {
  const version = versionOf(database);
  if (version >= migrations.length) return;
  if (version > 0) backUp(database, backups, version);
  // Rebuilding a table that others refer to needs this off; it cannot be changed inside a transaction.
  database.pragma('foreign_keys = OFF');
  database.transaction(() => step(database, migrations)).immediate();
  database.pragma('foreign_keys = ON');
}

function step(database: Database, migrations: readonly Migration[]): void {
  // Read again under the lock: another program may have migrated while we waited.
  for (const migration of migrations.slice(versionOf(database))) migration.up(database);
  const [broken] = database.pragma('foreign_key_check') as { table: string }[];
  if (broken) throw failure(`${database.name}: a row of ${broken.table} refers to one that is not there`);
  database.pragma(`user_version = ${migrations.length}`);
}

function versionOf(database: Database): number {
  return database.pragma('user_version', { simple: true }) as number;
}
