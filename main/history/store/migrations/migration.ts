import type { Database } from 'better-sqlite3';

/** One numbered step of the database's form: forward only, never changed once released. */
export interface Migration {
  readonly name: string;
  /** Runs inside the transaction that raises the version. */
  up(database: Database): void;
}
